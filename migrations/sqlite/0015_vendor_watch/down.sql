DROP TABLE vendor_warnings;
DROP INDEX vendor_cases_watched;
ALTER TABLE vendor_cases DROP COLUMN watch_at;
