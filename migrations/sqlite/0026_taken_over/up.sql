-- The requests that were taken over from another desk: its name, and its number for each. None is taken over
-- twice.
CREATE TABLE taken_over (
  source TEXT NOT NULL,
  number TEXT NOT NULL,
  ticket_id TEXT NOT NULL UNIQUE REFERENCES tickets (id),
  PRIMARY KEY (source, number)
);
