-- Instants are microseconds since 1970, UTC. Ids are uuids in lower case. Words of a fixed list
-- and JSON are text. The same text serves both engines.

-- Numbers handed out one after the other, by what they number.
CREATE TABLE counters (
  name TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);

-- The tenants. kind is customer, integrator or vendor; name_key is the name in lower case.
CREATE TABLE organisations (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  mail_domain TEXT UNIQUE,
  kind TEXT NOT NULL
);
CREATE INDEX organisations_by_name ON organisations (name_key, id);

-- Which integrator serves which customer, since when.
CREATE TABLE mandates (
  integrator_id TEXT NOT NULL REFERENCES organisations (id),
  customer_id TEXT NOT NULL REFERENCES organisations (id),
  since BIGINT NOT NULL,
  PRIMARY KEY (integrator_id, customer_id)
);
CREATE INDEX mandates_of_customer ON mandates (customer_id);

-- What vendors make. maintained_until is the last day, as days since 1970; none while no end is known.
CREATE TABLE products (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE product_versions (
  id TEXT NOT NULL PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES products (id),
  name TEXT NOT NULL,
  maintained BOOLEAN NOT NULL,
  maintained_until BIGINT,
  UNIQUE (product_id, name)
);

-- What an organisation runs. environment is development, test, pre-production or production.
CREATE TABLE platforms (
  id TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  name TEXT NOT NULL,
  environment TEXT NOT NULL,
  version_id TEXT REFERENCES product_versions (id),
  active BOOLEAN NOT NULL,
  UNIQUE (organisation_id, id),
  UNIQUE (organisation_id, name)
);

-- Requesters and those who work at the desk. email_key is the address in lower case.
CREATE TABLE people (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisations (id),
  lang TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  password_hash TEXT,
  signed_in_at BIGINT,
  created_at BIGINT NOT NULL,
  UNIQUE (organisation_id, id)
);
CREATE INDEX people_by_role ON people (role, name, id);
CREATE INDEX people_by_organisation ON people (organisation_id, name, id);

-- The designated administrators of an organisation, all of them its people: of all of it, or, with a
-- platform, of that.
CREATE TABLE designations (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  platform_id TEXT,
  since BIGINT NOT NULL,
  FOREIGN KEY (organisation_id, person_id) REFERENCES people (organisation_id, id),
  FOREIGN KEY (organisation_id, platform_id) REFERENCES platforms (organisation_id, id)
);
CREATE UNIQUE INDEX designations_whole ON designations (person_id, organisation_id) WHERE platform_id IS NULL;
CREATE UNIQUE INDEX designations_platform ON designations (person_id, platform_id) WHERE platform_id IS NOT NULL;
CREATE INDEX designations_of_organisation ON designations (organisation_id);

-- What was done about organisations, queues and products. thing is one of these words. Rows are
-- added and never changed.
CREATE TABLE setup_events (
  id TEXT NOT NULL PRIMARY KEY,
  thing TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (thing, thing_id, seq)
);
CREATE INDEX setup_events_recent ON setup_events (at, id);

-- What was done about those who work at the desk. Rows are added and never changed.
CREATE TABLE people_events (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (person_id, seq)
);
CREATE INDEX people_events_recent ON people_events (at, id);

-- Where agents take tickets. With members_only, nobody else sees them.
CREATE TABLE queues (
  id TEXT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  mail TEXT,
  supervisor_mail TEXT,
  members_only BOOLEAN NOT NULL
);
CREATE TABLE queue_members (
  queue_id TEXT NOT NULL REFERENCES queues (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  since BIGINT NOT NULL,
  PRIMARY KEY (queue_id, person_id)
);
CREATE INDEX queue_members_of_person ON queue_members (person_id);

-- The contract files, each version as it was written. A version is never changed.
CREATE TABLE contract_versions (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  source TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (name, version)
);

-- What a requester chooses in the form. contract_name leads to the latest version of that name.
CREATE TABLE services (
  id TEXT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  queue_id TEXT NOT NULL REFERENCES queues (id),
  contract_name TEXT NOT NULL,
  active BOOLEAN NOT NULL
);

-- Which contract an organisation has for a service, from its first day to its last, as days since
-- 1970. support tells whether it includes the right to file; prepaid_minutes is the help that was
-- paid for in advance.
CREATE TABLE subscriptions (
  id TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  service_id TEXT NOT NULL REFERENCES services (id),
  contract_name TEXT NOT NULL,
  support BOOLEAN NOT NULL,
  prepaid_minutes BIGINT,
  first_day BIGINT NOT NULL,
  last_day BIGINT
);
CREATE INDEX subscriptions_of_organisation ON subscriptions (organisation_id, service_id, first_day);

-- The requests, with what their history amounts to now. year and rank are the reference.
-- events is how many events there are. due_rank is 0 while a clock runs, 1 while clocks stand,
-- 2 when nothing runs and the ticket is not resolved, 3 when it is resolved. due_at is the earliest
-- deadline of the running clocks; for other ranks, when the ticket last changed. subject_key is the
-- subject in lower case.
CREATE TABLE tickets (
  id TEXT NOT NULL PRIMARY KEY,
  year INTEGER NOT NULL,
  rank BIGINT NOT NULL,
  subject TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  requester_id TEXT NOT NULL REFERENCES people (id),
  organisation_id TEXT REFERENCES organisations (id),
  platform_id TEXT,
  organisation_said TEXT NOT NULL,
  service_id TEXT NOT NULL REFERENCES services (id),
  queue_id TEXT NOT NULL REFERENCES queues (id),
  contract_id TEXT NOT NULL REFERENCES contract_versions (id),
  lang TEXT NOT NULL,
  priority TEXT NOT NULL,
  priority_confirmed BOOLEAN NOT NULL,
  status TEXT NOT NULL,
  pause_reason TEXT,
  assignee_id TEXT REFERENCES people (id),
  filed_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  events BIGINT NOT NULL,
  due_rank SMALLINT NOT NULL,
  due_at BIGINT NOT NULL,
  due_clock TEXT,
  UNIQUE (year, rank),
  FOREIGN KEY (organisation_id, platform_id) REFERENCES platforms (organisation_id, id)
);
-- The queue's order, for each filter by itself; each index costs every filing a page. What is asked
-- besides is read from the columns after id, without a look at the tickets that it drops. Indexes
-- that only serve few tickets leave the others out. P3 is what most tickets are, so that walking
-- the whole order soon finds a page of them.
CREATE INDEX tickets_due ON tickets (due_rank, due_at, id, queue_id, status, priority, assignee_id);
CREATE INDEX tickets_due_queue ON tickets (queue_id, due_rank, due_at, id, status, priority, assignee_id);
CREATE INDEX tickets_due_status ON tickets (status, due_rank, due_at, id, queue_id, priority, assignee_id) WHERE due_rank < 3;
CREATE INDEX tickets_due_urgent ON tickets (priority, due_rank, due_at, id, queue_id, status, assignee_id) WHERE due_rank < 3 AND priority IN ('P1', 'P2');
CREATE INDEX tickets_due_assignee ON tickets (assignee_id, due_rank, due_at, id, queue_id, status, priority) WHERE assignee_id IS NOT NULL;
CREATE INDEX tickets_due_organisation ON tickets (organisation_id, due_rank, due_at, id, queue_id, status, priority, assignee_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX tickets_due_pause ON tickets (pause_reason, due_rank, due_at, id) WHERE pause_reason IS NOT NULL;
-- What else the same customer asked: the organisation, or one person.
CREATE INDEX tickets_of_organisation ON tickets (organisation_id, filed_at, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX tickets_of_requester ON tickets (requester_id, filed_at, id);
CREATE INDEX tickets_of_platform ON tickets (platform_id, filed_at, id) WHERE platform_id IS NOT NULL;

-- Colleagues of the requester who follow the ticket, too. organisation_id is the colleague's: who
-- follows something cannot leave for another organisation.
CREATE TABLE watchers (
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  person_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  since BIGINT NOT NULL,
  FOREIGN KEY (organisation_id, person_id) REFERENCES people (organisation_id, id),
  PRIMARY KEY (ticket_id, person_id)
);
CREATE INDEX watchers_of_person ON watchers (person_id);

-- All that happened to a ticket. Rows are added and never changed.
CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (ticket_id, seq)
);

-- What people wrote on a ticket. visibility is public or internal. What hangs on a message
-- names the ticket, too, and the key holds both: nothing of a ticket can hang on another one's.
CREATE TABLE messages (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  author_id TEXT REFERENCES people (id),
  visibility TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (ticket_id, id)
);

-- The clocks of a ticket, one row for each name, in their present run. reached counts the levels
-- of the ladder that fired; next_at is when anything next happens.
CREATE TABLE clocks (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  name TEXT NOT NULL,
  run INTEGER NOT NULL,
  priority TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  deadline BIGINT,
  paused_since BIGINT,
  pause_reason TEXT,
  stopped_at BIGINT,
  kept BOOLEAN,
  reached INTEGER NOT NULL,
  repeats_stopped BOOLEAN NOT NULL,
  next_at BIGINT,
  UNIQUE (ticket_id, name)
);
CREATE INDEX clocks_next ON clocks (next_at, id) WHERE next_at IS NOT NULL;

-- The levels that fired, each once in a run. body holds what was told and to whom.
CREATE TABLE escalations (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  clock_id TEXT NOT NULL REFERENCES clocks (id),
  clock TEXT NOT NULL,
  run INTEGER NOT NULL,
  level INTEGER NOT NULL,
  body TEXT NOT NULL,
  fired_at BIGINT NOT NULL,
  acknowledged_at BIGINT,
  acknowledged_by TEXT REFERENCES people (id),
  UNIQUE (clock_id, run, level)
);
CREATE INDEX escalations_of_ticket ON escalations (ticket_id, fired_at, id);
CREATE INDEX escalations_recent ON escalations (fired_at, id);
CREATE INDEX escalations_open ON escalations (fired_at, id) WHERE acknowledged_at IS NULL;

-- Letters owed, on their way, sent and refused. state is owed, sent or refused; lease_until is set
-- while somebody is sending.
CREATE TABLE letters (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT REFERENCES tickets (id),
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  lang TEXT NOT NULL,
  notice TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_try_at BIGINT NOT NULL,
  lease_until BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  sent_at BIGINT
);
CREATE INDEX letters_next ON letters (state, next_try_at, id);
CREATE INDEX letters_leased ON letters (state, lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX letters_by_state ON letters (state, created_at, id);
CREATE INDEX letters_recent ON letters (created_at, id);
CREATE INDEX letters_of_ticket ON letters (ticket_id);

-- Secret addresses that were given out, by the hash of the secret. purpose is ticket, escalation
-- or set-up. email_key is the address of the person when the link was made, in lower case: once
-- that is another, the link opens nothing.
CREATE TABLE links (
  token_hash TEXT NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  ticket_id TEXT REFERENCES tickets (id),
  escalation_id TEXT REFERENCES escalations (id),
  person_id TEXT REFERENCES people (id),
  email_key TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  used_at BIGINT
);
CREATE INDEX links_to_set_up ON links (person_id, created_at) WHERE purpose = 'set-up';

-- Addresses for which a new password was asked, until the worker has looked who has them.
CREATE TABLE reset_requests (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  asked_at BIGINT NOT NULL
);
CREATE INDEX reset_requests_by_time ON reset_requests (asked_at, id);

-- Who is signed in, on which device, by the hash of the cookie's secret.
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES people (id),
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  device TEXT NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);
