DROP TABLE credits;
DROP TABLE operation_news;
DROP TABLE operation_revisions;
DROP TABLE operation_components;
DROP TABLE operations;
DROP TABLE components;
