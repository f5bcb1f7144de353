DROP TABLE handed_drafts;
