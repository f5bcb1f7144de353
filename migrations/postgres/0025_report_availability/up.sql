-- The availability and the free days of each organisation, as a closed month keeps them, each with the version of
-- the contract that counted it. Nothing where the month was closed before this was kept.
ALTER TABLE report_closings ADD COLUMN availability TEXT;
