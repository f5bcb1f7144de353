ALTER TABLE report_closings DROP COLUMN availability;
