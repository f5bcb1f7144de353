-- Vendors that are reached outside this desk, by mail. What their desk writes is written by speaker_id, a
-- person of the vendor with the desk's address. numbering is how they write their own number in what
-- they send: a text with {number} in it.
CREATE TABLE vendor_ways (
  organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
  speaker_id TEXT NOT NULL REFERENCES people (id),
  numbering TEXT
);

-- Letters that came in and belong to a case. message_id is what the letter became of its thread; none for
-- one that is only kept.
CREATE TABLE vendor_letters (
  letter_id TEXT NOT NULL PRIMARY KEY REFERENCES incoming_letters (id),
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  mail_id TEXT,
  message_id TEXT REFERENCES vendor_messages (id)
);
-- The same letter, come by two ways, is one message.
CREATE UNIQUE INDEX vendor_letters_once ON vendor_letters (case_id, mail_id)
  WHERE mail_id IS NOT NULL AND message_id IS NOT NULL;
CREATE INDEX vendor_letters_by_mail ON vendor_letters (mail_id);
CREATE INDEX vendor_letters_of_case ON vendor_letters (case_id);

-- The second wall (see 0009). How a vendor is reached, and the letters as they came, are for those who work
-- at the desk.
CREATE POLICY wall ON vendor_ways USING ((SELECT guichet_wall() = 'worker'));
CREATE POLICY wall ON vendor_letters USING (
  (SELECT guichet_wall() = 'worker')
  AND EXISTS (SELECT 1 FROM vendor_cases WHERE vendor_cases.id = case_id)
);
ALTER TABLE vendor_ways ENABLE ROW LEVEL SECURITY;
ALTER TABLE vendor_letters ENABLE ROW LEVEL SECURITY;
