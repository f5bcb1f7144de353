-- The parts of services whose state people are told. organisation_id and platform_id are those of a
-- customer's platform; without them a part is what every customer has.
CREATE TABLE components (
  id TEXT NOT NULL PRIMARY KEY,
  service_id TEXT NOT NULL REFERENCES services (id),
  organisation_id TEXT REFERENCES organisations (id),
  platform_id TEXT REFERENCES platforms (id),
  name TEXT NOT NULL,
  published BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL
);

-- Outages and planned maintenance, as their last revision says them. ends_at is empty while nobody
-- knows the end.
CREATE TABLE operations (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  begins_at BIGINT NOT NULL,
  ends_at BIGINT,
  published BOOLEAN NOT NULL,
  revision INTEGER NOT NULL,
  entered_at BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX operations_begin ON operations (begins_at, id);

-- What an operation concerns, as its last revision says.
CREATE TABLE operation_components (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  component_id TEXT NOT NULL REFERENCES components (id),
  PRIMARY KEY (operation_id, component_id)
);
CREATE INDEX operations_of_component ON operation_components (component_id, operation_id);

-- Every revision of an operation. Rows are added and never changed.
CREATE TABLE operation_revisions (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  revision INTEGER NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL REFERENCES people (id),
  why TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (operation_id, revision)
);

-- What people were told of an operation. Rows are added and never changed.
CREATE TABLE operation_news (
  operation_id TEXT NOT NULL REFERENCES operations (id),
  rank INTEGER NOT NULL,
  at BIGINT NOT NULL,
  by_id TEXT NOT NULL REFERENCES people (id),
  step TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (operation_id, rank)
);

-- Free days that are owed for a period in which a rate was missed. figure is what they were computed
-- from. state is proposed, confirmed or dropped.
CREATE TABLE credits (
  id TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  service_id TEXT NOT NULL REFERENCES services (id),
  contract_id TEXT NOT NULL REFERENCES contract_versions (id),
  first_day BIGINT NOT NULL,
  last_day BIGINT NOT NULL,
  minutes INTEGER NOT NULL,
  days INTEGER NOT NULL,
  capped INTEGER NOT NULL,
  figure TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  proposed_by TEXT NOT NULL REFERENCES people (id),
  decided_at BIGINT,
  decided_by TEXT REFERENCES people (id),
  why TEXT
);
CREATE INDEX credits_of ON credits (organisation_id, service_id, first_day);
