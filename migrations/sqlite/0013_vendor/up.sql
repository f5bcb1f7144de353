-- Where vendors take cases: their organisation works here, under a contract with the integrator.
CREATE TABLE vendor_desks (
  organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
  contract_name TEXT NOT NULL,
  mail TEXT
);

-- Dossiers that were not sent, one for a ticket. case_id is the case that it will open.
CREATE TABLE vendor_dossiers (
  ticket_id TEXT NOT NULL PRIMARY KEY REFERENCES tickets (id),
  case_id TEXT NOT NULL UNIQUE,
  vendor_id TEXT NOT NULL REFERENCES organisations (id),
  body TEXT NOT NULL,
  saved_by TEXT NOT NULL REFERENCES people (id),
  saved_at BIGINT NOT NULL
);

-- What was sent to vendors. The dossier is kept as it was sent: the vendor reads it and nothing of the
-- ticket. state is sent, open, asked, settled or withdrawn; due_clock and due_at are what the vendor
-- owes next.
CREATE TABLE vendor_cases (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  rank INTEGER NOT NULL,
  vendor_id TEXT NOT NULL REFERENCES organisations (id),
  contract_id TEXT NOT NULL REFERENCES contract_versions (id),
  dossier TEXT NOT NULL,
  runs_on TEXT,
  state TEXT NOT NULL,
  reference TEXT,
  opened_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  due_clock TEXT,
  due_at BIGINT,
  events BIGINT NOT NULL,
  UNIQUE (ticket_id, rank)
);
-- One open case of a ticket at a vendor, whatever is tried again.
CREATE UNIQUE INDEX vendor_cases_open ON vendor_cases (ticket_id, vendor_id)
  WHERE state IN ('sent', 'open', 'asked');
CREATE INDEX vendor_cases_of_vendor ON vendor_cases (vendor_id, opened_at, id);

-- All that happened to cases. Rows are added and never changed.
CREATE TABLE vendor_events (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (case_id, seq)
);

-- What the integrator and the vendor wrote to each other. No customer ever sees it.
CREATE TABLE vendor_messages (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  author_id TEXT NOT NULL REFERENCES people (id),
  side TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX vendor_messages_of_case ON vendor_messages (case_id, at, id);
