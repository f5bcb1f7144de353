-- Requests that somebody may not file, handed to a designated administrator of the organisation who
-- may. body is what was typed, as JSON.
CREATE TABLE handed_drafts (
  id TEXT NOT NULL PRIMARY KEY,
  from_id TEXT NOT NULL REFERENCES people (id),
  to_id TEXT NOT NULL REFERENCES people (id),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX handed_drafts_by_time ON handed_drafts (created_at);
