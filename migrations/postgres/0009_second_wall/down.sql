DO $$
DECLARE
  walled TEXT;
BEGIN
  FOR walled IN SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP POLICY wall ON %I', walled);
    EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', walled);
  END LOOP;
END $$;
DROP FUNCTION guichet_told(TEXT);
DROP FUNCTION guichet_wall();
