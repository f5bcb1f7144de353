DROP INDEX vendor_cases_owed;
