-- Whom an identity provider (OpenID Connect) vouches for: an account is bound to issuer and subject at
-- its first sign-in there, and to one subject of an issuer only.
CREATE TABLE outside_identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  bound_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX outside_identities_of_person ON outside_identities (person_id, issuer);

-- Journeys to a provider that came back, by the hash of their secret: each comes back once. What has
-- ended is forgotten.
CREATE TABLE outside_sign_ins (
  token_hash TEXT NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);
CREATE INDEX outside_sign_ins_by_end ON outside_sign_ins (expires_at);

-- Whether a provider vouched for the person, instead of a password.
ALTER TABLE sessions ADD COLUMN outside BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE half_sign_ins ADD COLUMN outside BOOLEAN NOT NULL DEFAULT FALSE;
