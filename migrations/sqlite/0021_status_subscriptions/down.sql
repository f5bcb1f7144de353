DROP TABLE status_subscribers;
DROP TABLE status_requests;
DROP TABLE maintenance_told;
DROP TABLE maintenance_notices;
