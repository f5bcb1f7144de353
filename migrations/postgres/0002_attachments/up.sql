-- Files that people add to messages. The bytes are in the folder of files, under the id. form is the
-- hash or the id of the form that brought the file; ticket and message come when it is accepted.
CREATE TABLE attachments (
  id TEXT NOT NULL PRIMARY KEY,
  form TEXT NOT NULL,
  ticket_id TEXT REFERENCES tickets (id),
  message_id TEXT,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  digest TEXT NOT NULL,
  kept_at BIGINT NOT NULL,
  FOREIGN KEY (ticket_id, message_id) REFERENCES messages (ticket_id, id)
);
CREATE INDEX attachments_of_ticket ON attachments (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX attachments_of_form ON attachments (form, id) WHERE ticket_id IS NULL;
CREATE INDEX attachments_waiting ON attachments (kept_at, id) WHERE ticket_id IS NULL;
