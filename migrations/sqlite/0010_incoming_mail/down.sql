DROP TABLE bounced_addresses;
ALTER TABLE messages DROP COLUMN format;
DROP TABLE mail_bodies;
DROP TABLE incoming_bytes;
DROP TABLE incoming_letters;
