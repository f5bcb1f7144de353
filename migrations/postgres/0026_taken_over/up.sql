-- The requests that were taken over from another desk: its name, and its number for each. None is taken over
-- twice.
CREATE TABLE taken_over (
  source TEXT NOT NULL,
  number TEXT NOT NULL,
  ticket_id TEXT NOT NULL UNIQUE REFERENCES tickets (id),
  PRIMARY KEY (source, number)
);

-- The second wall (see 0009): numbers of another desk are for those who work here, with their tickets.
CREATE POLICY wall ON taken_over USING (
  (SELECT guichet_wall() = 'worker')
  AND EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
);
ALTER TABLE taken_over ENABLE ROW LEVEL SECURITY;
