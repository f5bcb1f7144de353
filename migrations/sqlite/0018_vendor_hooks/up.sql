-- Vendors whose desk is called by signed webhooks, both ways. door stands in the address at which the
-- vendor calls here: it names the vendor and proves nothing. secret and earlier are sealed with the key
-- beside the files; earlier holds until earlier_until. gone_at says when the vendor's side said that it
-- wants nothing more.
CREATE TABLE vendor_hooks (
  organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
  door TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  earlier TEXT,
  earlier_until BIGINT,
  gone_at BIGINT
);

-- What is said to these vendors, in order per case. id is the webhook-id, the same at every try. unsure
-- says that a try may have arrived: the vendor is asked before the next. since is when its tries began.
CREATE TABLE vendor_deliveries (
  id TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  vendor_id TEXT NOT NULL REFERENCES organisations (id),
  rank INTEGER NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  unsure BOOLEAN NOT NULL,
  since BIGINT NOT NULL,
  next_try_at BIGINT NOT NULL,
  lease_until BIGINT,
  done_at BIGINT,
  last_error TEXT,
  UNIQUE (case_id, rank)
);
CREATE INDEX vendor_deliveries_owed ON vendor_deliveries (next_try_at) WHERE state = 'owed';
CREATE INDEX vendor_deliveries_of_vendor ON vendor_deliveries (vendor_id, state);

-- What these vendors said here: each webhook-id once. digest is of the body: the same id with another
-- one is refused.
CREATE TABLE vendor_heard (
  vendor_id TEXT NOT NULL REFERENCES organisations (id),
  webhook_id TEXT NOT NULL,
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  digest TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (vendor_id, webhook_id)
);
CREATE INDEX vendor_heard_by_time ON vendor_heard (vendor_id, at);
