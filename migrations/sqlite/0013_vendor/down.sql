DROP TABLE vendor_messages;
DROP TABLE vendor_events;
DROP TABLE vendor_cases;
DROP TABLE vendor_dossiers;
DROP TABLE vendor_desks;
