-- What kind of thing a request asks for: incident, question, assistance, suggestion,
-- subscription-change or major-evolution.
ALTER TABLE tickets ADD COLUMN nature TEXT NOT NULL DEFAULT 'incident';

-- What people made of proposed priorities, one row for each event that decides on one; id is the
-- event's. cause is filing, workaround or nature: what made the rules propose. rule is what the rule
-- asks for, and clause what the contract file calls its clause.
CREATE TABLE priority_decisions (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  person_id TEXT REFERENCES people (id),
  cause TEXT NOT NULL,
  rule TEXT NOT NULL,
  clause TEXT NOT NULL,
  proposed TEXT NOT NULL,
  decided TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX priority_decisions_by_time ON priority_decisions (at, id);
CREATE INDEX priority_decisions_of_ticket ON priority_decisions (ticket_id, at, id);
