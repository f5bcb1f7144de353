DROP TABLE invitations;
DROP TABLE ratings;
