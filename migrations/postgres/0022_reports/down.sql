DROP TABLE report_readers;
DROP TABLE report_closings;
DROP TABLE report_facts;
DROP INDEX vendor_cases_unreported;
ALTER TABLE vendor_cases DROP COLUMN reported;
DROP INDEX tickets_unreported;
ALTER TABLE tickets DROP COLUMN reported;
