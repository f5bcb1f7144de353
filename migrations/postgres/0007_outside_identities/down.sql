ALTER TABLE half_sign_ins DROP COLUMN outside;
ALTER TABLE sessions DROP COLUMN outside;
DROP TABLE outside_sign_ins;
DROP TABLE outside_identities;
