-- What was announced of a planned maintenance, in order: the window and the parts that people were told of.
-- Rows are added and never changed; the key lets one process announce each of them.
CREATE TABLE maintenance_notices (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  rank INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  begins_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  called_off BOOLEAN NOT NULL,
  components TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (operation_id, rank)
);

-- Who was told of a maintenance: a person, or a subscriber of the status page. Their addresses are looked up
-- again when there is more to tell.
CREATE TABLE maintenance_told (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  told_id TEXT NOT NULL,
  subscriber BOOLEAN NOT NULL,
  PRIMARY KEY (operation_id, told_id)
);
CREATE INDEX maintenance_told_to ON maintenance_told (told_id);

-- Somebody asked for the news of the status page: nothing is sent to an address until its owner confirms.
-- Only a hash of the link's secret is kept. components is empty for all of them.
CREATE TABLE status_requests (
  token_hash TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  lang TEXT NOT NULL,
  components TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX status_requests_of ON status_requests (email_key, asked_at);
CREATE INDEX status_requests_expire ON status_requests (expires_at);

-- Whose address is confirmed. stop_hash is that of the secret in the links that end it.
CREATE TABLE status_subscribers (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  lang TEXT NOT NULL,
  components TEXT NOT NULL,
  stop_hash TEXT NOT NULL UNIQUE,
  confirmed_at BIGINT NOT NULL
);
