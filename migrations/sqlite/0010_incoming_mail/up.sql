-- Letters that came in, each stored before anything is read of it. digest is the hash of the bytes and
-- of the address it was delivered to: what comes twice is stored once. queue_id is that of the address:
-- who does not see the queue does not see the letter. return_path is empty for the null path of
-- RFC 5321, and absent where the door does not tell. state is waiting, settled or held; what reading told
-- is in the columns from mail_id on, and absent before.
CREATE TABLE incoming_letters (
  id TEXT NOT NULL PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  door TEXT NOT NULL,
  return_path TEXT,
  delivered_to TEXT,
  queue_id TEXT REFERENCES queues (id),
  bytes BIGINT NOT NULL,
  arrived_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT,
  attempts INTEGER NOT NULL,
  next_try_at BIGINT NOT NULL,
  lease_until BIGINT,
  last_error TEXT,
  settled_at BIGINT,
  ticket_id TEXT REFERENCES tickets (id),
  message_id TEXT,
  mail_id TEXT,
  sender TEXT,
  sender_key TEXT,
  subject TEXT,
  sureness TEXT,
  remarks TEXT,
  FOREIGN KEY (ticket_id, message_id) REFERENCES messages (ticket_id, id)
);
CREATE INDEX incoming_letters_due ON incoming_letters (next_try_at) WHERE state = 'waiting';
CREATE INDEX incoming_letters_by_mail_id ON incoming_letters (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX incoming_letters_of_ticket ON incoming_letters (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX incoming_letters_by_sender ON incoming_letters (sender_key, arrived_at)
  WHERE sender_key IS NOT NULL;
CREATE INDEX incoming_letters_held ON incoming_letters (arrived_at, id) WHERE state = 'held';
CREATE INDEX incoming_letters_by_arrival ON incoming_letters (arrived_at, id);

-- Their bytes, as they came.
CREATE TABLE incoming_bytes (
  letter_id TEXT NOT NULL PRIMARY KEY REFERENCES incoming_letters (id),
  raw BLOB NOT NULL
);

-- What of a letter is shown apart from what is new in it: what it quotes, its signature, its HTML
-- after cleaning.
CREATE TABLE mail_bodies (
  message_id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL,
  quoted TEXT NOT NULL,
  signature TEXT NOT NULL,
  html TEXT,
  FOREIGN KEY (ticket_id, message_id) REFERENCES messages (ticket_id, id)
);

-- How the text of a message is written: markdown, or plain as in letters.
ALTER TABLE messages ADD COLUMN format TEXT NOT NULL DEFAULT 'markdown';

-- Addresses that letters came back from, by the address in lower case.
CREATE TABLE bounced_addresses (
  email_key TEXT NOT NULL PRIMARY KEY,
  why TEXT NOT NULL,
  since BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
