-- Fails where a monitor made a revision: its author would be lost.
DROP TABLE operation_tickets;
ALTER TABLE operation_revisions DROP COLUMN monitor_id;
ALTER TABLE operation_revisions ALTER COLUMN by_id SET NOT NULL;
DROP TABLE monitor_days;
DROP TABLE monitor_looks;
DROP TABLE monitors;
ALTER TABLE credits DROP COLUMN annual_cents;
ALTER TABLE subscriptions DROP COLUMN annual_cents;
