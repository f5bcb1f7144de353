-- Fails where a monitor made a revision: its author would be lost.
DROP TABLE operation_tickets;
CREATE TABLE operation_revisions_old (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  revision INTEGER NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL REFERENCES people (id),
  why TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (operation_id, revision)
);
INSERT INTO operation_revisions_old
  SELECT operation_id, revision, at, by_id, why, body FROM operation_revisions;
DROP TABLE operation_revisions;
ALTER TABLE operation_revisions_old RENAME TO operation_revisions;
DROP TABLE monitor_days;
DROP TABLE monitor_looks;
DROP TABLE monitors;
ALTER TABLE credits DROP COLUMN annual_cents;
ALTER TABLE subscriptions DROP COLUMN annual_cents;
