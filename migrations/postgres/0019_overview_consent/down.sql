DROP TABLE consents;
DROP INDEX vendor_cases_owed;
