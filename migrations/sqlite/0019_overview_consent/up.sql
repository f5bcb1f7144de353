-- What vendors owe, the earliest first: the overview asks for what is late, and for what waits.
CREATE INDEX vendor_cases_owed ON vendor_cases (due_at, opened_at, id)
  WHERE state IN ('sent', 'open', 'asked');

-- What was said of the consent to enter a customer's platform, and which entries were made, one row for each
-- event that tells of it, under its id: so that an organisation's are found. What it says is in the event.
CREATE TABLE consents (
  id TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  at BIGINT NOT NULL
);
CREATE INDEX consents_of_ticket ON consents (ticket_id, at, id);
