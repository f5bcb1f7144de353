-- Files that came with what a vendor wrote on a case. The file itself is an attachment of the case's ticket
-- and of none of its messages: whoever reads the ticket's messages does not see it.
CREATE TABLE vendor_files (
  attachment_id TEXT NOT NULL PRIMARY KEY REFERENCES attachments (id),
  case_id TEXT NOT NULL REFERENCES vendor_cases (id),
  message_id TEXT NOT NULL REFERENCES vendor_messages (id)
);
CREATE INDEX vendor_files_of_case ON vendor_files (case_id);
