-- What is looked at by itself: an address, a door, or a call that must come in. next_at is empty where
-- nobody looks. lease_until is set while somebody does. watch is what the looks amount to so far, and
-- operation_id the outage that was opened for it and is not closed by it. secret_hash is that of the
-- address at which a heartbeat is called.
CREATE TABLE monitors (
  id TEXT NOT NULL PRIMARY KEY,
  component_id TEXT NOT NULL REFERENCES components (id),
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  secret_hash TEXT UNIQUE,
  next_at BIGINT,
  lease_until BIGINT,
  slow BOOLEAN NOT NULL,
  watch TEXT NOT NULL,
  operation_id TEXT REFERENCES operations (id),
  version INTEGER NOT NULL,
  entered_at BIGINT NOT NULL
);
CREATE INDEX monitors_next ON monitors (next_at, id);

-- Each look: what came of it, how long it took, and what was wrong. Pruned after a while.
CREATE TABLE monitor_looks (
  monitor_id TEXT NOT NULL REFERENCES monitors (id),
  at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  took INTEGER,
  fault TEXT,
  PRIMARY KEY (monitor_id, at)
);
CREATE INDEX monitor_looks_at ON monitor_looks (at);

-- What the looks of a civil day were; kept for good.
CREATE TABLE monitor_days (
  monitor_id TEXT NOT NULL REFERENCES monitors (id),
  day BIGINT NOT NULL,
  good INTEGER NOT NULL,
  bad INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  PRIMARY KEY (monitor_id, day)
);

-- A revision is made by a person or by a monitor.
CREATE TABLE operation_revisions_new (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  revision INTEGER NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT REFERENCES people (id),
  monitor_id TEXT REFERENCES monitors (id),
  why TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (operation_id, revision),
  CHECK ((by_id IS NULL) <> (monitor_id IS NULL))
);
INSERT INTO operation_revisions_new
  SELECT operation_id, revision, at, by_id, NULL, why, body FROM operation_revisions;
DROP TABLE operation_revisions;
ALTER TABLE operation_revisions_new RENAME TO operation_revisions;

-- What a subscription costs a year, in cents without taxes; and what it cost when a credit of it was
-- proposed.
ALTER TABLE subscriptions ADD COLUMN annual_cents BIGINT;
ALTER TABLE credits ADD COLUMN annual_cents BIGINT;

-- The requests that an outage names, as its last revision says.
CREATE TABLE operation_tickets (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  PRIMARY KEY (operation_id, ticket_id)
);
CREATE INDEX operations_of_ticket ON operation_tickets (ticket_id, operation_id);
INSERT INTO operation_tickets
  SELECT DISTINCT operations.id, named.value
  FROM operations, json_each(operations.body, '$.tickets') AS named
  WHERE operations.kind = 'outage';
