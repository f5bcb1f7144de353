-- What vendors owe, the earliest first: the overview asks for what is late, and for what waits.
CREATE INDEX vendor_cases_owed ON vendor_cases (due_at, opened_at, id)
  WHERE state IN ('sent', 'open', 'asked');
