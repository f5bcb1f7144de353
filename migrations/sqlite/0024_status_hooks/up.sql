-- Programs that are told the news of the public status page. host is for people to read; url and secret are
-- sealed with the key beside the files, as either may let its owner in. failing_since is set while calls fail,
-- stopped_at once nothing is said any more, and stopped_for why. last_at and last_fault are what the last call
-- came to.
CREATE TABLE status_hooks (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  lang TEXT NOT NULL,
  components TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by TEXT NOT NULL REFERENCES people (id),
  failing_since BIGINT,
  stopped_at BIGINT,
  stopped_for TEXT,
  last_at BIGINT,
  last_fault TEXT
);

-- What is said to them, in the order of id, which is the webhook-id: the same at every try. since is when it
-- was owed.
CREATE TABLE status_hook_deliveries (
  id TEXT NOT NULL PRIMARY KEY,
  hook_id TEXT NOT NULL REFERENCES status_hooks (id),
  operation_id TEXT NOT NULL REFERENCES operations (id),
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  since BIGINT NOT NULL,
  next_try_at BIGINT NOT NULL,
  lease_until BIGINT,
  done_at BIGINT
);
CREATE INDEX status_hook_deliveries_owed ON status_hook_deliveries (hook_id, id) WHERE state = 'owed';
CREATE INDEX status_hook_deliveries_done ON status_hook_deliveries (done_at);
CREATE INDEX status_hook_deliveries_of ON status_hook_deliveries (hook_id, operation_id, id);

-- How far a maintenance was told to have come: begun, overrun, ended. Rows are added and never changed; the
-- key lets one process tell each of them.
CREATE TABLE maintenance_phases (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  rank INTEGER NOT NULL,
  phase TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (operation_id, rank)
);
