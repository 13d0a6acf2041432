-- An alarm may ring before its moment, so that the functions have started by then.
alter table reminders.alarm add column rings_at timestamptz;
