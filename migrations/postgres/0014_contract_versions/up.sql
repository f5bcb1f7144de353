-- How a version of a contract came: from a file that is loaded at the start, from a page or from the
-- command line; who added it there, why, and from when it is in force where that is later.
ALTER TABLE contract_versions ADD COLUMN origin TEXT NOT NULL DEFAULT 'file';
ALTER TABLE contract_versions ADD COLUMN added_by TEXT REFERENCES people (id);
ALTER TABLE contract_versions ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE contract_versions ADD COLUMN in_force_from BIGINT;

-- Long work on the tickets of a contract. kind is simulation, preview or move. source is the text that is
-- tried, version_id the version that has it. (after_year, after_rank) is the last ticket that was
-- looked at, found what was found by then. Rows that end stay: they tell who moved what, and why.
CREATE TABLE contract_jobs (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  contract_name TEXT NOT NULL,
  version_id TEXT REFERENCES contract_versions (id),
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  since BIGINT,
  asked_by TEXT REFERENCES people (id),
  asked_at BIGINT NOT NULL,
  after_year INTEGER NOT NULL,
  after_rank BIGINT NOT NULL,
  found TEXT NOT NULL,
  lease_until BIGINT,
  ended_at BIGINT
);
CREATE INDEX contract_jobs_waiting ON contract_jobs (asked_at, id) WHERE ended_at IS NULL;
CREATE INDEX contract_jobs_of ON contract_jobs (contract_name, asked_at, id);

-- The second wall (see 0009): what was found names tickets, and is for those who work here.
CREATE POLICY wall ON contract_jobs USING ((SELECT guichet_wall() = 'worker'));
ALTER TABLE contract_jobs ENABLE ROW LEVEL SECURITY;
