-- The assistant owns what was said to it, and no task. So far that is the calls of the last minutes, so that a client that
-- repeats a call does nothing twice.
create schema assistant;

create table assistant.recent_call (
  user_id text not null,
  -- The digest of the tool and its arguments.
  call text not null,
  key text not null,
  at timestamptz not null,
  primary key (user_id, call)
);
create index recent_call_by_age on assistant.recent_call (at);
