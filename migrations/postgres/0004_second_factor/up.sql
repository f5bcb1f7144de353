-- The second factor of those who work at the desk: codes of RFC 6238. secret is sealed with a key
-- that is not in the database. last_step is the last step of 30 seconds of which a code was taken:
-- none of it or before is taken again. failures counts wrong codes since the last right one.
CREATE TABLE second_factors (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
  secret TEXT NOT NULL,
  since BIGINT NOT NULL,
  last_step BIGINT NOT NULL,
  failures INTEGER NOT NULL,
  failed_at BIGINT
);

-- Secrets that were shown and not confirmed by a code yet.
CREATE TABLE second_factor_drafts (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
  secret TEXT NOT NULL,
  made_at BIGINT NOT NULL
);

-- The recovery codes that were not used yet, by their hash.
CREATE TABLE recovery_codes (
  code_hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id)
);
CREATE INDEX recovery_codes_of_person ON recovery_codes (person_id);

-- Who gave the right password and owes the code. No session.
CREATE TABLE half_sign_ins (
  token_hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  expires_at BIGINT NOT NULL
);
CREATE INDEX half_sign_ins_of_person ON half_sign_ins (person_id);
CREATE INDEX half_sign_ins_by_end ON half_sign_ins (expires_at);

-- Whether the second factor was shown when the session began.
ALTER TABLE sessions ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;
