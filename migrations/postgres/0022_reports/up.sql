-- How many of its events the facts of a ticket, or of a case, are drawn from. What is behind is found by an
-- index of its own: after an update of the program that is everything, and the worker catches up.
ALTER TABLE tickets ADD COLUMN reported BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tickets_unreported ON tickets (id) WHERE reported <> events;
ALTER TABLE vendor_cases ADD COLUMN reported BIGINT NOT NULL DEFAULT 0;
CREATE INDEX vendor_cases_unreported ON vendor_cases (id) WHERE reported <> events;

-- What reports are added up from, drawn from the histories of tickets. kind is filed, clock, answered,
-- resolved, reopened, requalified, open or vendor; what has an end ends at ended_at, the greatest number
-- while it lasts. noted_at is when the row came, gone_at when a correction took its place: rows that
-- a closed period was made of are never changed in what they were then.
CREATE TABLE report_facts (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  kind TEXT NOT NULL,
  rank BIGINT NOT NULL,
  at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  since BIGINT NOT NULL,
  clock TEXT,
  priority TEXT NOT NULL,
  kept BOOLEAN,
  wall BIGINT,
  business BIGINT,
  contract_id TEXT NOT NULL REFERENCES contract_versions (id),
  contract_name TEXT NOT NULL,
  organisation_id TEXT,
  product_id TEXT,
  integrator_id TEXT,
  queue_id TEXT NOT NULL,
  noted_at BIGINT NOT NULL,
  gone_at BIGINT NOT NULL,
  UNIQUE (ticket_id, kind, rank, gone_at)
);
CREATE INDEX report_facts_at ON report_facts (kind, at, id);
CREATE INDEX report_facts_ended ON report_facts (kind, ended_at, id);

-- Months that are closed, each revision with its figures and what they were computed with. stale tells that
-- something was corrected since. Rows are added; only stale changes.
CREATE TABLE report_closings (
  first_day BIGINT NOT NULL,
  revision INTEGER NOT NULL,
  ends_at BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  program TEXT NOT NULL,
  contracts TEXT NOT NULL,
  figures TEXT NOT NULL,
  changes TEXT NOT NULL,
  stale BOOLEAN NOT NULL,
  told_at BIGINT,
  PRIMARY KEY (first_day, revision)
);

-- Who is sent the report of each month once it is closed.
CREATE TABLE report_readers (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
  since BIGINT NOT NULL,
  by_id TEXT NOT NULL REFERENCES people (id)
);

-- The second wall (see 0009): reports are for those who work here, and closed queues stay closed. The figures
-- of a closed month know no queue.
CREATE POLICY wall ON report_facts USING (
  (SELECT guichet_wall() = 'worker')
  AND queue_id <> ALL ((SELECT guichet_told('closed'))::TEXT[])
);
ALTER TABLE report_facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON report_closings USING ((SELECT guichet_wall() = 'worker'));
ALTER TABLE report_closings ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON report_readers USING ((SELECT guichet_wall() = 'worker'));
ALTER TABLE report_readers ENABLE ROW LEVEL SECURITY;
