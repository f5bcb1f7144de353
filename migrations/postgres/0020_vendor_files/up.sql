-- Files that came with what a vendor wrote on a case. The file itself is an attachment of the case's ticket
-- and of none of its messages: whoever reads the ticket's messages does not see it.
CREATE TABLE vendor_files (
  attachment_id TEXT NOT NULL PRIMARY KEY REFERENCES attachments (id),
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  message_id TEXT NOT NULL REFERENCES vendor_messages (id)
);
CREATE INDEX vendor_files_of_case ON vendor_files (case_id);

-- The second wall (see 0009 and 0013). What stands beside the messages of a ticket is for those who work at
-- the desk.
CREATE POLICY wall ON vendor_files USING (
  EXISTS (SELECT 1 FROM vendor_cases WHERE vendor_cases.id = case_id)
);
ALTER TABLE vendor_files ENABLE ROW LEVEL SECURITY;
DROP POLICY wall ON attachments;
CREATE POLICY wall ON attachments USING (
  ticket_id IS NULL
  OR (
    (message_id IS NOT NULL OR (SELECT guichet_wall() = 'worker'))
    AND EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
  )
);
