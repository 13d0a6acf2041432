-- The trace of the change that has set a reminder, so that what happens on its day can be found from there.
alter table reminders.reminder add column trace text;
-- It answers one column more. The file beside this one makes it again.
drop function reminders.claim_due(timestamptz, integer);
