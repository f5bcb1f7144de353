-- One process serves a SQLite file, and its queries are the one wall. See PostgreSQL's.
SELECT 1;
