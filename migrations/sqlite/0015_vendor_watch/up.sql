-- When the ladder of the vendor's contract next looks at a case. Those that were sent before are looked
-- at once.
ALTER TABLE vendor_cases ADD COLUMN watch_at BIGINT;
UPDATE vendor_cases SET watch_at = opened_at WHERE due_at IS NOT NULL;
CREATE INDEX vendor_cases_watched ON vendor_cases (watch_at, id) WHERE watch_at IS NOT NULL;

-- The levels of that ladder that fired. level is the highest, body is who was told and what else.
CREATE TABLE vendor_warnings (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  clock TEXT NOT NULL,
  run INTEGER NOT NULL,
  level INTEGER NOT NULL,
  body TEXT NOT NULL,
  fired_at BIGINT NOT NULL,
  UNIQUE (case_id, clock, run, level)
);
