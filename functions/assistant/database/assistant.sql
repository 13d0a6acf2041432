-- What the schema assistant needs besides its tables.
select zerodue.create_schema('assistant', 'assistant');
select zerodue.create_outbox('assistant', 'assistant');
select zerodue.create_inbox('assistant', 'assistant');
select zerodue.create_set_aside('assistant', 'assistant');
select zerodue.create_deleted_user('assistant');
select zerodue.protect('assistant.recent_call');
select zerodue.protect('assistant.conversation');
select zerodue.protect('assistant.turn');
select zerodue.protect('assistant.model_usage');

-- Deletes everything of the caller. After that, `is_gone` holds for every earlier moment.
create or replace function assistant.delete_caller(now timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select zerodue.delete_user('assistant', zerodue.caller(), now);
  end;

-- Deletes the calls of all people that no retry repeats any more, and accounts that were deleted before any event that could
-- still come.
create or replace function assistant.forget_old(calls_before timestamptz, accounts_before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from assistant.recent_call where at < forget_old.calls_before;
    delete from assistant.deleted_user where at < forget_old.accounts_before;
  end;

-- Deletes what the language model cost all people before this day.
create or replace function assistant.forget_model_usage(before date) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from assistant.model_usage where day < forget_model_usage.before;
  end;

grant select, insert, update on assistant.recent_call, assistant.model_usage to assistant;
grant select, insert, update, delete on assistant.conversation, assistant.turn to assistant;
revoke execute on function assistant.delete_caller, assistant.forget_old, assistant.forget_model_usage from public;
grant execute on function assistant.delete_caller, assistant.forget_old, assistant.forget_model_usage, assistant.is_gone
  to assistant;
