DROP POLICY wall ON attachments;
CREATE POLICY wall ON attachments USING (
  ticket_id IS NULL
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
);
DROP TABLE vendor_files;
