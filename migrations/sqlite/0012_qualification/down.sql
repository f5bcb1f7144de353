DROP TABLE priority_decisions;
ALTER TABLE tickets DROP COLUMN nature;
