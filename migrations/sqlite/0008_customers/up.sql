-- What requesters said of resolved requests, once each. level is content, partly or unhappy;
-- organisation_id is that of the ticket.
CREATE TABLE ratings (
  ticket_id TEXT NOT NULL PRIMARY KEY REFERENCES tickets (id),
  organisation_id TEXT REFERENCES organisations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  level TEXT NOT NULL,
  comment TEXT,
  at BIGINT NOT NULL
);
CREATE INDEX ratings_by_time ON ratings (at, ticket_id);

-- Whom designated administrators asked into their organisation, by the address as it was typed.
-- email_key is the address in lower case. A row says nothing of who has the address.
CREATE TABLE invitations (
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  email_key TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  lang TEXT NOT NULL,
  invited_by TEXT NOT NULL REFERENCES people (id),
  at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  PRIMARY KEY (organisation_id, email_key)
);
