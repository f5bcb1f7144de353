-- The second wall between tenants: the server leaves out what a transaction is not for, whatever a
-- query asks. For whom a transaction is, it says after its BEGIN: it takes a role that
-- owns nothing, and settings that end with it say whose wall that is. The owner of the tables, as which the service
-- signs in, does the desk's own work and sees everything. src/store/wall.rs gives the role its rights.

-- For whom the transaction is: customer, link or worker.
CREATE FUNCTION guichet_wall() RETURNS TEXT STABLE PARALLEL SAFE LANGUAGE sql
  AS $$ SELECT coalesce(current_setting('guichet.wall', true), '') $$;

-- What it said of itself under a name: ids.
CREATE FUNCTION guichet_told(name TEXT) RETURNS TEXT[] STABLE PARALLEL SAFE LANGUAGE sql
  AS $$ SELECT string_to_array(coalesce(current_setting('guichet.' || name, true), ''), ',') $$;

-- Tickets, as a scope of src/domain/access sees them. A policy asks the settings once for a
-- statement, in sub-selects of their own.
CREATE POLICY wall ON tickets USING (
  CASE (SELECT guichet_wall())
    WHEN 'worker' THEN queue_id <> ALL ((SELECT guichet_told('closed'))::TEXT[])
    WHEN 'link' THEN id = ANY ((SELECT guichet_told('ticket'))::TEXT[])
    WHEN 'customer' THEN
      requester_id = ANY ((SELECT guichet_told('person'))::TEXT[])
      OR organisation_id = ANY ((SELECT guichet_told('organisations'))::TEXT[])
      OR platform_id = ANY ((SELECT guichet_told('platforms'))::TEXT[])
      OR id IN (
        SELECT ticket_id FROM watchers
        WHERE person_id = ANY ((SELECT guichet_told('person'))::TEXT[])
      )
    ELSE false
  END
);

-- Who follows: of one's own organisation and of those that it serves, and oneself. The one table
-- that the policy of tickets reads, so this one reads no tickets.
CREATE POLICY wall ON watchers USING (
  (SELECT guichet_wall() = 'worker')
  OR person_id = ANY ((SELECT guichet_told('person'))::TEXT[])
  OR organisation_id = ANY ((SELECT guichet_told('homes'))::TEXT[])
);

-- What belongs to a ticket is seen with it.
DO $$
DECLARE
  child TEXT;
BEGIN
  FOREACH child IN ARRAY ARRAY['events', 'clocks', 'escalations', 'time_entries'] LOOP
    EXECUTE format(
      'CREATE POLICY wall ON %I USING (
         EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
       )', child);
  END LOOP;
END $$;

-- No customer sees a note.
CREATE POLICY wall ON messages USING (
  (visibility = 'public' OR (SELECT guichet_wall() = 'worker'))
  AND EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
);

-- What somebody thinks of what was done is for them and for the desk.
CREATE POLICY wall ON ratings USING (
  ((SELECT guichet_wall() = 'worker') OR person_id = ANY ((SELECT guichet_told('person'))::TEXT[]))
  AND EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
);

-- Drafts are seen by those who work at the desk.
CREATE POLICY wall ON drafts USING (
  (SELECT guichet_wall() = 'worker')
  AND EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
);

-- A file waits for its ticket under a name that only the form's sender knows.
CREATE POLICY wall ON attachments USING (
  ticket_id IS NULL
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
);

-- A customer's act owes letters that belong to no ticket, and sees none of those; who works at the
-- desk sees them.
CREATE POLICY wall ON letters USING (
  (ticket_id IS NULL AND (SELECT guichet_wall() = 'worker'))
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
) WITH CHECK (
  (SELECT guichet_wall() = 'worker')
  OR ticket_id IS NULL
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
);

-- Links to a ticket that is seen, and those that people of one's own get to choose a password.
CREATE POLICY wall ON links USING (
  (SELECT guichet_wall() = 'worker')
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.id = ticket_id)
  OR EXISTS (
    SELECT 1 FROM people
    WHERE people.id = person_id
      AND people.organisation_id = ANY ((SELECT guichet_told('homes'))::TEXT[])
  )
);

-- An organisation and what it has: one's own, those that it serves, and those of tickets seen.
CREATE POLICY wall ON organisations USING (
  (SELECT guichet_wall() = 'worker')
  OR id = ANY ((SELECT guichet_told('homes'))::TEXT[])
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.organisation_id = organisations.id)
);
CREATE POLICY wall ON platforms USING (
  (SELECT guichet_wall() = 'worker')
  OR organisation_id = ANY ((SELECT guichet_told('homes'))::TEXT[])
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.platform_id = platforms.id)
);
CREATE POLICY wall ON mandates USING (
  (SELECT guichet_wall() = 'worker')
  OR integrator_id = ANY ((SELECT guichet_told('homes'))::TEXT[])
  OR customer_id = ANY ((SELECT guichet_told('homes'))::TEXT[])
);
DO $$
DECLARE
  owned TEXT;
BEGIN
  FOREACH owned IN ARRAY ARRAY['subscriptions', 'designations', 'handed_drafts', 'invitations'] LOOP
    EXECUTE format(
      'CREATE POLICY wall ON %I USING (
         (SELECT guichet_wall() = ''worker'')
         OR organisation_id = ANY ((SELECT guichet_told(''homes''))::TEXT[])
       )', owned);
  END LOOP;
END $$;

-- People: oneself, those of one's own organisation and of those that it serves, whoever works at
-- the desk, and those who filed or follow a ticket that is seen.
CREATE POLICY wall ON people USING (
  (SELECT guichet_wall() = 'worker')
  OR role <> 'requester'
  OR id = ANY ((SELECT guichet_told('person'))::TEXT[])
  OR organisation_id = ANY ((SELECT guichet_told('homes'))::TEXT[])
  OR EXISTS (SELECT 1 FROM tickets WHERE tickets.requester_id = people.id)
  OR EXISTS (
    SELECT 1 FROM watchers JOIN tickets ON tickets.id = watchers.ticket_id
    WHERE watchers.person_id = people.id
  )
);
CREATE POLICY wall ON people_events USING (
  (SELECT guichet_wall() = 'worker')
  OR EXISTS (
    SELECT 1 FROM people
    WHERE people.id = person_id
      AND people.organisation_id = ANY ((SELECT guichet_told('homes'))::TEXT[])
  )
);
CREATE POLICY wall ON setup_events USING (
  (SELECT guichet_wall() = 'worker')
  OR (thing = 'organisation' AND thing_id = ANY ((SELECT guichet_told('homes'))::TEXT[]))
);

DO $$
DECLARE
  walled TEXT;
BEGIN
  FOR walled IN SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = current_schema() LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
  END LOOP;
END $$;
