DROP TABLE contract_jobs;
ALTER TABLE contract_versions DROP COLUMN in_force_from;
ALTER TABLE contract_versions DROP COLUMN note;
ALTER TABLE contract_versions DROP COLUMN added_by;
ALTER TABLE contract_versions DROP COLUMN origin;
