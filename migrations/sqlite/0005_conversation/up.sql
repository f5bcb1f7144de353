-- What somebody of the desk is writing on a ticket and has not sent: one answer and one note each.
-- saved_at is the version, too: it grows with each change.
CREATE TABLE drafts (
  person_id TEXT NOT NULL REFERENCES people (id),
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, ticket_id, kind)
);
CREATE INDEX drafts_by_age ON drafts (saved_at);

-- The minutes that messages and notes took, one row for each event that tells of some, under its
-- id. A correction is a row of its own with the difference, so that a sum once told stays true.
CREATE TABLE time_entries (
  id TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  message_id TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  at BIGINT NOT NULL,
  FOREIGN KEY (ticket_id, message_id) REFERENCES messages (ticket_id, id)
);
CREATE INDEX time_entries_of_ticket ON time_entries (ticket_id, at);
