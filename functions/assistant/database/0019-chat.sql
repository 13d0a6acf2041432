-- The chat of a person: conversations, and their turns. Nobody but the person reads them; no event holds them.
create table assistant.conversation (
  id uuid primary key,
  user_id text not null,
  -- The first words of the person.
  title text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index conversation_by_change on assistant.conversation (user_id, updated_at desc, id desc);

create table assistant.turn (
  id uuid primary key,
  user_id text not null,
  conversation_id uuid not null references assistant.conversation on delete cascade,
  number bigint generated always as identity,
  -- The digest of the idempotency key: a repeated request finds its turn.
  key text not null,
  -- The digest of the request, which a key belongs to.
  request text not null,
  at timestamptz not null,
  -- Moves on while the turn works. A turn that stays behind was interrupted.
  touched_at timestamptz not null,
  said text not null,
  -- Null while the turn works, or when it was interrupted.
  answer jsonb,
  -- The calls that were made so far, and the one that is under way.
  acts jsonb not null default '[]',
  -- What later turns refer to: the tasks shown, the question asked, the calls that undo this turn.
  memory jsonb not null default '{}',
  -- The turn that took this one back, confirmed or declined it: only one does.
  undone_by uuid,
  decided_by uuid,
  unique (user_id, key)
);
create index turn_of_conversation on assistant.turn (conversation_id, number desc);
create index turn_of_day on assistant.turn (user_id, at);
