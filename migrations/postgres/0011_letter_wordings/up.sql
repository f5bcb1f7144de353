-- The wording of letters: an administrator's own words for letters of a kind in a language. scope is
-- desk, contract:NAME or organisation:ID; organisation_id stands beside it where it is one's. A part that
-- is absent has the words of the next wider scope. What was taken back stays as a row without parts, so
-- that version only grows; what it said before is in setup_events.
CREATE TABLE letter_wordings (
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  lang TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisations (id),
  introduction TEXT,
  closing TEXT,
  version BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (scope, kind, lang)
);
CREATE INDEX letter_wordings_by_letter ON letter_wordings (kind, lang)
  WHERE introduction IS NOT NULL OR closing IS NOT NULL;

-- The second wall (see 0009). Customers read letters, and never how they are worded.
CREATE POLICY wall ON letter_wordings USING ((SELECT guichet_wall() = 'worker'));
ALTER TABLE letter_wordings ENABLE ROW LEVEL SECURITY;
