create schema tasks;

-- A task as its owner sees it, plus what finding and sorting it needs. The key begins with the owner: ids are chosen by
-- clients, and two people may choose the same one without learning of each other.
create table tasks.task (
  user_id text not null,
  id uuid not null,
  version integer not null,
  title text not null,
  notes text not null,
  status text not null check (status in ('open', 'done')),
  priority smallint not null check (priority between 1 and 4),
  tags text[] not null,
  due_date date,
  due_time time,
  due_zone text,
  due_at timestamptz,
  repeat jsonb,
  series_id uuid not null,
  occurrence integer not null check (occurrence between 1 and 1000),
  reminders jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  completed_at timestamptz,
  skipped_at timestamptz,
  deleted_at timestamptz,
  -- The moment from which it is late: when it is due, or the end of its day. Tasks without a date come last.
  due_order timestamptz not null default 'infinity',
  -- The beginning of the title without case and accents, by which titles are sorted.
  title_order text not null collate "C",
  -- Words as the search sees them: lower case, without accents and punctuation.
  title_words text not null,
  notes_words text not null,
  tag_keys text[] not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', notes_words), 'D')
    || array_to_tsvector(tag_keys)
  ) stored,
  primary key (user_id, id),
  check ((due_date is null) = (due_zone is null)),
  check (due_time is null or due_date is not null)
);

create index task_open_by_due on tasks.task (user_id, due_order, priority, id)
  where deleted_at is null and status = 'open';
create index task_open_by_priority on tasks.task (user_id, priority, due_order, id)
  where deleted_at is null and status = 'open';
create index task_by_due on tasks.task (user_id, due_order, priority, id) where deleted_at is null;
create index task_by_priority on tasks.task (user_id, priority, due_order, id) where deleted_at is null;
create index task_by_created on tasks.task (user_id, created_at, id) where deleted_at is null;
create index task_by_updated on tasks.task (user_id, updated_at, id) where deleted_at is null;
create index task_by_title on tasks.task (user_id, title_order, id) where deleted_at is null;
create index task_by_series on tasks.task (user_id, series_id, occurrence);
create index task_deleted on tasks.task (deleted_at, user_id, id) where deleted_at is not null;
create index task_search on tasks.task using gin (user_id, search);

-- How a person spells each tag: names that differ by case or Unicode form are one tag.
create table tasks.tag (
  user_id text not null,
  key text not null,
  name text not null,
  primary key (user_id, key)
);

-- The words of a person's titles, from which the search corrects typing errors.
create table tasks.word (
  user_id text not null,
  word text collate "C" not null,
  primary key (user_id, word)
);

-- What a request with this key answered, written in the transaction of its effect: both are there, or neither.
create table tasks.idempotency (
  user_id text not null,
  key text not null,
  fingerprint text not null,
  status smallint not null,
  headers jsonb not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_by_age on tasks.idempotency (created_at);

-- Events written with the change that they tell of, until they are published. Sweeps look for what is unpublished and
-- never for "after the last one": the order of ids is not the order of commits.
create table tasks.outbox (
  id uuid primary key,
  user_id text not null,
  topic text not null,
  type text not null,
  subject text,
  time timestamptz not null,
  data json not null,
  traceparent text,
  published_at timestamptz
);
create index outbox_unpublished on tasks.outbox (id) where published_at is null;
create index outbox_published on tasks.outbox (published_at) where published_at is not null;

alter table tasks.task enable row level security;
alter table tasks.tag enable row level security;
alter table tasks.word enable row level security;
alter table tasks.idempotency enable row level security;
alter table tasks.outbox enable row level security;

create policy own on tasks.task using (user_id = zerodue.caller());
create policy own on tasks.tag using (user_id = zerodue.caller());
create policy own on tasks.word using (user_id = zerodue.caller());
create policy own on tasks.idempotency using (user_id = zerodue.caller());
create policy own on tasks.outbox using (user_id = zerodue.caller());

-- The ways around the policies, each as narrow as its purpose. They run as the owner of the tables.

-- Tasks of the caller that match. A policy keeps the planner from using the text index (its operator might leak what it
-- compares), so the comparison with the caller stands in here.
create function tasks.matching(query tsquery) returns setof tasks.task
  language sql stable security definer set search_path = pg_catalog, public rows 100
  begin atomic
    select * from tasks.task where user_id = zerodue.caller() and search @@ query;
  end;

-- Events that nobody has published, of all people: an outbox is emptied by the function, not by a person.
create function tasks.unpublished_events(most integer) returns setof tasks.outbox
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    select * from tasks.outbox where published_at is null order by id limit most;
  end;

create function tasks.mark_published(ids uuid[]) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    update tasks.outbox set published_at = now() where id = any(ids) and published_at is null;
  end;

-- Whose tasks have been deleted for so long that they go for good.
create function tasks.purgeable(before timestamptz, most integer) returns table (user_id text, id uuid)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select t.user_id, t.id from tasks.task t where t.deleted_at < before order by t.deleted_at limit most;
  end;

-- What nobody will ask for again.
create function tasks.forget_old(published_before timestamptz, answered_before timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from tasks.outbox where published_at < published_before;
    delete from tasks.idempotency where created_at < answered_before;
  end;

grant usage on schema tasks to task_api;
grant select, insert, update, delete on tasks.task, tasks.tag, tasks.word to task_api;
grant select, insert, delete on tasks.idempotency, tasks.outbox to task_api;
revoke execute on all functions in schema tasks from public;
grant execute on all functions in schema tasks to task_api;

create schema identity;

-- What a person chose once, for all functions of task-api. A person without a row has the defaults.
create table identity.profile (
  user_id text primary key,
  zone text not null default 'UTC',
  locale text not null default 'en' check (locale in ('en', 'ur')),
  -- Before the due moment of a new task that has a time, as an ISO 8601 duration; null for none.
  default_reminder text,
  -- { from, to }: times of day between which reminders wait; null for none.
  quiet_hours jsonb,
  version integer not null default 1
);
alter table identity.profile enable row level security;
create policy own on identity.profile using (user_id = zerodue.caller());

grant usage on schema identity to task_api;
grant select, insert, update, delete on identity.profile to task_api;
