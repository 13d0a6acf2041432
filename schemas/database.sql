-- The schema that the SQL files make: `npm run schemas` writes it, and a test compares it.

create extension btree_gin with schema public;
create extension fuzzystrmatch with schema public;

create schema assistant;
create schema audit;
create schema identity;
create schema notifications;
create schema reminders;
create schema sync;
create schema tasks;
create schema zerodue;

create table assistant.conversation (
  id uuid not null,
  user_id text not null,
  title text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint conversation_pkey PRIMARY KEY (id)
);

create table assistant.deleted_user (
  user_hash bytea not null,
  at timestamp with time zone not null,
  constraint deleted_user_pkey PRIMARY KEY (user_hash)
);

create table assistant.inbox (
  consumer text not null,
  source text not null,
  id text not null,
  received_at timestamp with time zone not null default now(),
  constraint inbox_pkey PRIMARY KEY (consumer, source, id)
);

create table assistant.model_usage (
  user_id text not null,
  day date not null,
  requests integer not null,
  tokens bigint not null,
  ms bigint not null,
  cost_micros bigint not null,
  constraint model_usage_pkey PRIMARY KEY (user_id, day)
);

create table assistant.outbox (
  id uuid not null,
  user_id text not null,
  topic text not null,
  type text not null,
  subject text,
  "time" timestamp with time zone not null,
  data json not null,
  traceparent text,
  published_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id)
);

create table assistant.recent_call (
  user_id text not null,
  call text not null,
  key text not null,
  at timestamp with time zone not null,
  constraint recent_call_pkey PRIMARY KEY (user_id, call)
);

create table assistant.seen (
  user_id text not null,
  id uuid not null,
  version integer not null,
  constraint seen_pkey PRIMARY KEY (user_id, id)
);

create table assistant.set_aside (
  id uuid not null,
  user_id text not null,
  way text not null,
  consumer text not null,
  source text not null,
  event_id text not null,
  topic text,
  type text not null,
  subject text,
  "time" text not null,
  data json not null,
  traceparent text,
  tries integer not null,
  reason text not null,
  first_at timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  set_aside_at timestamp with time zone,
  constraint set_aside_pkey PRIMARY KEY (id),
  constraint set_aside_way_check CHECK ((way = ANY (ARRAY['published'::text, 'received'::text]))),
  constraint set_aside_way_consumer_source_event_id_key UNIQUE (way, consumer, source, event_id)
);

create table assistant.turn (
  id uuid not null,
  user_id text not null,
  conversation_id uuid not null,
  number bigint not null generated always as identity,
  key text not null,
  request text not null,
  at timestamp with time zone not null,
  touched_at timestamp with time zone not null,
  said text not null,
  answer jsonb,
  acts jsonb not null default '[]'::jsonb,
  memory jsonb not null default '{}'::jsonb,
  undone_by uuid,
  decided_by uuid,
  constraint turn_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES assistant.conversation(id) ON DELETE CASCADE,
  constraint turn_pkey PRIMARY KEY (id),
  constraint turn_user_id_key_key UNIQUE (user_id, key)
);

create table audit.chain (
  user_id text not null,
  seq bigint not null,
  hash bytea not null,
  erased_at timestamp with time zone,
  constraint chain_pkey PRIMARY KEY (user_id)
);

create table audit.dead_letter (
  id uuid not null,
  key bytea not null,
  user_id text,
  attributes jsonb not null,
  body bytea not null,
  destination text not null,
  status integer not null,
  reason text not null,
  failures integer not null default 1,
  answered integer not null default 0,
  first_at timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  replayed_at timestamp with time zone,
  constraint dead_letter_key_key UNIQUE (key),
  constraint dead_letter_pkey PRIMARY KEY (id)
);

create table audit.deleted_user (
  user_hash bytea not null,
  at timestamp with time zone not null,
  constraint deleted_user_pkey PRIMARY KEY (user_hash)
);

create table audit.entry (
  user_id text not null,
  seq bigint not null,
  digest bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  salt uuid,
  id text,
  source text,
  type text,
  task_id uuid,
  "time" timestamp with time zone,
  actor_kind text,
  actor_id text,
  data json,
  constraint entry_pkey PRIMARY KEY (user_id, seq)
);

create table audit.set_aside (
  id uuid not null,
  user_id text not null,
  way text not null,
  consumer text not null,
  source text not null,
  event_id text not null,
  topic text,
  type text not null,
  subject text,
  "time" text not null,
  data json not null,
  traceparent text,
  tries integer not null,
  reason text not null,
  first_at timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  set_aside_at timestamp with time zone,
  constraint set_aside_pkey PRIMARY KEY (id),
  constraint set_aside_way_check CHECK ((way = ANY (ARRAY['published'::text, 'received'::text]))),
  constraint set_aside_way_consumer_source_event_id_key UNIQUE (way, consumer, source, event_id)
);

create table identity.access_token (
  hash bytea not null,
  user_id text not null,
  connection_id uuid not null,
  scopes text[] not null,
  expires_at timestamp with time zone not null,
  constraint access_token_pkey PRIMARY KEY (hash),
  constraint access_token_scopes_check CHECK (((scopes <@ ARRAY['read'::text, 'write'::text]) AND (cardinality(scopes) > 0))),
  constraint access_token_user_id_connection_id_fkey FOREIGN KEY (user_id, connection_id) REFERENCES identity.connection(user_id, id) ON DELETE CASCADE
);

create table identity.api_token (
  user_id text not null,
  id uuid not null,
  name text not null,
  scopes text[] not null,
  hash bytea not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint api_token_hash_key UNIQUE (hash),
  constraint api_token_pkey PRIMARY KEY (user_id, id),
  constraint api_token_scopes_check CHECK (((scopes <@ ARRAY['read'::text, 'write'::text]) AND (cardinality(scopes) > 0)))
);

create table identity.attempt (
  key bytea not null,
  count integer not null,
  until timestamp with time zone not null,
  constraint attempt_pkey PRIMARY KEY (key)
);

create table identity.authorization_code (
  hash bytea not null,
  user_id text not null,
  client_id text not null,
  client_name text not null,
  client_uri text,
  redirect_uri text not null,
  challenge text not null,
  scopes text[] not null,
  resource text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  connection_id uuid,
  constraint authorization_code_pkey PRIMARY KEY (hash),
  constraint authorization_code_scopes_check CHECK (((scopes <@ ARRAY['read'::text, 'write'::text]) AND (cardinality(scopes) > 0)))
);

create table identity.calendar (
  user_id text not null,
  secret_hash bytea not null,
  created_at timestamp with time zone not null,
  constraint calendar_pkey PRIMARY KEY (user_id),
  constraint calendar_secret_hash_key UNIQUE (secret_hash)
);

create table identity.connection (
  user_id text not null,
  id uuid not null,
  client_id text not null,
  name text not null,
  uri text,
  scopes text[] not null,
  resource text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint connection_pkey PRIMARY KEY (user_id, id),
  constraint connection_scopes_check CHECK (((scopes <@ ARRAY['read'::text, 'write'::text]) AND (cardinality(scopes) > 0)))
);

create table identity.credential (
  id text not null,
  user_id text not null,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint credential_pkey PRIMARY KEY (id),
  constraint credential_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint credential_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.person(id) ON DELETE CASCADE
);

create table identity.deleted_user (
  user_hash bytea not null,
  at timestamp with time zone not null,
  constraint deleted_user_pkey PRIMARY KEY (user_hash)
);

create table identity.jwks (
  id text not null,
  public_key text not null,
  private_key text not null,
  alg text,
  crv text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  constraint jwks_pkey PRIMARY KEY (id)
);

create table identity.oauth_client (
  id text not null,
  name text not null,
  uri text,
  redirect_uris text[] not null,
  created_at timestamp with time zone not null,
  constraint oauth_client_pkey PRIMARY KEY (id)
);

create table identity.person (
  id text not null,
  email text not null,
  email_verified boolean not null default false,
  name text not null,
  image text,
  zone text,
  locale text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint person_email_check CHECK ((email = lower(email))),
  constraint person_email_key UNIQUE (email),
  constraint person_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'ur'::text]))),
  constraint person_pkey PRIMARY KEY (id)
);

create table identity.profile (
  user_id text not null,
  zone text not null default 'UTC'::text,
  locale text not null default 'en'::text,
  default_reminder text,
  quiet_hours jsonb,
  version integer not null default 1,
  morning text not null default '09:00'::text,
  constraint profile_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'ur'::text]))),
  constraint profile_pkey PRIMARY KEY (user_id)
);

create table identity.refresh_token (
  hash bytea not null,
  user_id text not null,
  connection_id uuid not null,
  previous bytea,
  spent_by bytea,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint refresh_token_pkey PRIMARY KEY (hash),
  constraint refresh_token_user_id_connection_id_fkey FOREIGN KEY (user_id, connection_id) REFERENCES identity.connection(user_id, id) ON DELETE CASCADE
);

create table identity.session (
  id text not null,
  user_id text not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.person(id) ON DELETE CASCADE
);

create table identity.verification (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint verification_pkey PRIMARY KEY (id)
);

create table notifications.attempt (
  user_id text not null,
  delivery_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  outcome text not null,
  status integer,
  reason text,
  duration_ms integer not null,
  constraint attempt_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'failed'::text, 'uncertain'::text]))),
  constraint attempt_pkey PRIMARY KEY (user_id, delivery_id, number)
);

create table notifications.breaker (
  key text not null,
  failures integer not null default 0,
  open_until timestamp with time zone,
  changed_at timestamp with time zone not null,
  constraint breaker_pkey PRIMARY KEY (key)
);

create table notifications.channel (
  user_id text not null,
  id uuid not null,
  kind text not null,
  destination text not null,
  keys jsonb,
  secret text,
  locale text,
  token_hash bytea,
  token_until timestamp with time zone,
  confirmed_at timestamp with time zone,
  stopped text,
  created_at timestamp with time zone not null,
  constraint channel_kind_check CHECK ((kind = ANY (ARRAY['webpush'::text, 'email'::text, 'webhook'::text]))),
  constraint channel_pkey PRIMARY KEY (user_id, id),
  constraint channel_stopped_check CHECK ((stopped = ANY (ARRAY['unsubscribed'::text, 'gone'::text]))),
  constraint channel_user_id_kind_destination_key UNIQUE (user_id, kind, destination)
);

create table notifications.deleted_user (
  user_hash bytea not null,
  at timestamp with time zone not null,
  constraint deleted_user_pkey PRIMARY KEY (user_hash)
);

create table notifications.delivery (
  user_id text not null,
  id uuid not null,
  occasion text not null,
  what text not null,
  channel_id uuid,
  kind text not null,
  task_id uuid,
  content json not null,
  state text not null,
  attempts integer not null default 0,
  next_at timestamp with time zone,
  lease uuid,
  leased_until timestamp with time zone,
  reason text,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint delivery_kind_check CHECK ((kind = ANY (ARRAY['app'::text, 'webpush'::text, 'email'::text, 'webhook'::text]))),
  constraint delivery_pkey PRIMARY KEY (user_id, id),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sending'::text, 'delivered'::text, 'failed'::text, 'uncertain'::text, 'cancelled'::text]))),
  constraint delivery_user_id_occasion_channel_id_key UNIQUE NULLS NOT DISTINCT (user_id, occasion, channel_id),
  constraint delivery_what_check CHECK ((what = ANY (ARRAY['reminder'::text, 'confirm'::text, 'test'::text])))
);

create table notifications.idempotency (
  user_id text not null,
  key text not null,
  fingerprint text not null,
  status smallint not null,
  headers jsonb not null,
  body text not null,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (user_id, key)
);

create table notifications.inbox (
  consumer text not null,
  source text not null,
  id text not null,
  received_at timestamp with time zone not null default now(),
  constraint inbox_pkey PRIMARY KEY (consumer, source, id)
);

create table notifications.outbox (
  id uuid not null,
  user_id text not null,
  topic text not null,
  type text not null,
  subject text,
  "time" timestamp with time zone not null,
  data json not null,
  traceparent text,
  published_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id)
);

create table notifications.seen (
  user_id text not null,
  id uuid not null,
  version integer not null,
  constraint seen_pkey PRIMARY KEY (user_id, id)
);

create table notifications.set_aside (
  id uuid not null,
  user_id text not null,
  way text not null,
  consumer text not null,
  source text not null,
  event_id text not null,
  topic text,
  type text not null,
  subject text,
  "time" text not null,
  data json not null,
  traceparent text,
  tries integer not null,
  reason text not null,
  first_at timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  set_aside_at timestamp with time zone,
  constraint set_aside_pkey PRIMARY KEY (id),
  constraint set_aside_way_check CHECK ((way = ANY (ARRAY['published'::text, 'received'::text]))),
  constraint set_aside_way_consumer_source_event_id_key UNIQUE (way, consumer, source, event_id)
);

create table notifications.used_link (
  user_id text not null,
  id text not null,
  used_at timestamp with time zone not null,
  constraint used_link_pkey PRIMARY KEY (user_id, id)
);

create table reminders.alarm (
  at timestamp with time zone not null,
  rings_at timestamp with time zone,
  constraint alarm_pkey PRIMARY KEY (at)
);

create table reminders.deleted_user (
  user_hash bytea not null,
  at timestamp with time zone not null,
  constraint deleted_user_pkey PRIMARY KEY (user_hash)
);

create table reminders.inbox (
  consumer text not null,
  source text not null,
  id text not null,
  received_at timestamp with time zone not null default now(),
  constraint inbox_pkey PRIMARY KEY (consumer, source, id)
);

create table reminders.outbox (
  id uuid not null,
  user_id text not null,
  topic text not null,
  type text not null,
  subject text,
  "time" timestamp with time zone not null,
  data json not null,
  traceparent text,
  published_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id)
);

create table reminders.profile (
  user_id text not null,
  zone text not null,
  locale text not null,
  morning text not null,
  quiet_hours jsonb,
  version integer not null,
  constraint profile_pkey PRIMARY KEY (user_id)
);

create table reminders.reminder (
  user_id text not null,
  task_id uuid not null,
  id uuid not null,
  state text not null,
  moment timestamp with time zone not null,
  key text not null,
  target timestamp with time zone not null,
  at timestamp with time zone not null,
  times integer not null default 0,
  fired_key text,
  fired_for timestamp with time zone,
  fired_at timestamp with time zone,
  late boolean not null default false,
  trace text,
  constraint reminder_pkey PRIMARY KEY (user_id, task_id, id),
  constraint reminder_state_check CHECK ((state = ANY (ARRAY['armed'::text, 'fired'::text, 'passed'::text])))
);

create table reminders.seen (
  user_id text not null,
  id uuid not null,
  version integer not null,
  constraint seen_pkey PRIMARY KEY (user_id, id)
);

create table reminders.set_aside (
  id uuid not null,
  user_id text not null,
  way text not null,
  consumer text not null,
  source text not null,
  event_id text not null,
  topic text,
  type text not null,
  subject text,
  "time" text not null,
  data json not null,
  traceparent text,
  tries integer not null,
  reason text not null,
  first_at timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  set_aside_at timestamp with time zone,
  constraint set_aside_pkey PRIMARY KEY (id),
  constraint set_aside_way_check CHECK ((way = ANY (ARRAY['published'::text, 'received'::text]))),
  constraint set_aside_way_consumer_source_event_id_key UNIQUE (way, consumer, source, event_id)
);

create table reminders.task (
  user_id text not null,
  id uuid not null,
  task json not null,
  constraint task_pkey PRIMARY KEY (user_id, id)
);

create table sync.deleted_user (
  user_hash bytea not null,
  at timestamp with time zone not null,
  constraint deleted_user_pkey PRIMARY KEY (user_hash)
);

create table sync.inbox (
  consumer text not null,
  source text not null,
  id text not null,
  received_at timestamp with time zone not null default now(),
  constraint inbox_pkey PRIMARY KEY (consumer, source, id)
);

create table sync.seen (
  user_id text not null,
  id uuid not null,
  version integer not null,
  constraint seen_pkey PRIMARY KEY (user_id, id)
);

create table sync.set_aside (
  id uuid not null,
  user_id text not null,
  way text not null,
  consumer text not null,
  source text not null,
  event_id text not null,
  topic text,
  type text not null,
  subject text,
  "time" text not null,
  data json not null,
  traceparent text,
  tries integer not null,
  reason text not null,
  first_at timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  set_aside_at timestamp with time zone,
  constraint set_aside_pkey PRIMARY KEY (id),
  constraint set_aside_way_check CHECK ((way = ANY (ARRAY['published'::text, 'received'::text]))),
  constraint set_aside_way_consumer_source_event_id_key UNIQUE (way, consumer, source, event_id)
);

create table sync.stream (
  user_id text not null,
  last bigint not null,
  constraint stream_pkey PRIMARY KEY (user_id)
);

create table sync.update (
  user_id text not null,
  number bigint not null,
  type text not null,
  "time" timestamp with time zone not null,
  kept_at timestamp with time zone not null,
  data json not null,
  bytes integer not null default 1000,
  constraint update_pkey PRIMARY KEY (user_id, number)
);

create table tasks.idempotency (
  user_id text not null,
  key text not null,
  fingerprint text not null,
  status smallint not null,
  headers jsonb not null,
  body text not null,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_pkey PRIMARY KEY (user_id, key)
);

create table tasks.inbox (
  consumer text not null,
  source text not null,
  id text not null,
  received_at timestamp with time zone not null default now(),
  constraint inbox_pkey PRIMARY KEY (consumer, source, id)
);

create table tasks.outbox (
  id uuid not null,
  user_id text not null,
  topic text not null,
  type text not null,
  subject text,
  "time" timestamp with time zone not null,
  data json not null,
  traceparent text,
  published_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY (id)
);

create table tasks.seen (
  user_id text not null,
  id uuid not null,
  version integer not null,
  constraint seen_pkey PRIMARY KEY (user_id, id)
);

create table tasks.set_aside (
  id uuid not null,
  user_id text not null,
  way text not null,
  consumer text not null,
  source text not null,
  event_id text not null,
  topic text,
  type text not null,
  subject text,
  "time" text not null,
  data json not null,
  traceparent text,
  tries integer not null,
  reason text not null,
  first_at timestamp with time zone not null,
  failed_at timestamp with time zone not null,
  set_aside_at timestamp with time zone,
  constraint set_aside_pkey PRIMARY KEY (id),
  constraint set_aside_way_check CHECK ((way = ANY (ARRAY['published'::text, 'received'::text]))),
  constraint set_aside_way_consumer_source_event_id_key UNIQUE (way, consumer, source, event_id)
);

create table tasks.tag (
  user_id text not null,
  key text not null,
  name text not null,
  constraint tag_pkey PRIMARY KEY (user_id, key)
);

create table tasks.task (
  user_id text not null,
  id uuid not null,
  version integer not null,
  title text not null,
  notes text not null,
  status text not null,
  priority smallint not null,
  tags text[] not null,
  due_date date,
  due_time time without time zone,
  due_zone text,
  due_at timestamp with time zone,
  repeat jsonb,
  series_id uuid not null,
  occurrence integer not null,
  reminders jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  skipped_at timestamp with time zone,
  deleted_at timestamp with time zone,
  due_order timestamp with time zone not null default 'infinity'::timestamp with time zone,
  title_order text collate "C" not null,
  title_words text not null,
  notes_words text not null,
  tag_keys text[] not null,
  search tsvector not null generated always as (((setweight(to_tsvector('simple'::regconfig, title_words), 'A'::"char") || setweight(to_tsvector('simple'::regconfig, notes_words), 'D'::"char")) || array_to_tsvector(tag_keys))) stored,
  constraint task_check CHECK (((due_date IS NULL) = (due_zone IS NULL))),
  constraint task_check1 CHECK (((due_time IS NULL) OR (due_date IS NOT NULL))),
  constraint task_occurrence_check CHECK (((occurrence >= 1) AND (occurrence <= 1000))),
  constraint task_pkey PRIMARY KEY (user_id, id),
  constraint task_priority_check CHECK (((priority >= 1) AND (priority <= 4))),
  constraint task_status_check CHECK ((status = ANY (ARRAY['open'::text, 'done'::text])))
);

create table tasks.word (
  user_id text not null,
  word text collate "C" not null,
  constraint word_pkey PRIMARY KEY (user_id, word)
);

create table zerodue.applied (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint applied_pkey PRIMARY KEY (name)
);

create table zerodue.migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

create table zerodue.start_time (
  function text not null,
  ms integer not null,
  constraint start_time_ms_check CHECK ((ms >= 0)),
  constraint start_time_pkey PRIMARY KEY (function)
);

create view tasks.searchable as
 SELECT ctid AS location,
    user_id,
    id,
    version,
    title,
    notes,
    status,
    priority,
    tags,
    due_date,
    due_time,
    due_zone,
    due_at,
    repeat,
    series_id,
    occurrence,
    reminders,
    created_at,
    updated_at,
    completed_at,
    skipped_at,
    deleted_at,
    due_order,
    title_order,
    title_words,
    notes_words,
    tag_keys,
    search
   FROM tasks.task
  WHERE ((user_id = ( SELECT zerodue.caller() AS caller)) IS TRUE);

CREATE INDEX conversation_by_change ON assistant.conversation USING btree (user_id, updated_at DESC, id DESC);
CREATE INDEX deleted_user_by_age ON assistant.deleted_user USING btree (at);
CREATE INDEX inbox_by_age ON assistant.inbox USING btree (received_at);
CREATE INDEX model_usage_by_day ON assistant.model_usage USING btree (day);
CREATE INDEX outbox_published ON assistant.outbox USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX outbox_unpublished ON assistant.outbox USING btree (id) WHERE (published_at IS NULL);
CREATE INDEX recent_call_by_age ON assistant.recent_call USING btree (at);
CREATE INDEX set_aside_by_user ON assistant.set_aside USING btree (user_id);
CREATE INDEX set_aside_waiting ON assistant.set_aside USING btree (id) WHERE (set_aside_at IS NOT NULL);
CREATE INDEX turn_of_conversation ON assistant.turn USING btree (conversation_id, number DESC);
CREATE INDEX turn_of_day ON assistant.turn USING btree (user_id, at);
CREATE INDEX dead_letter_by_user ON audit.dead_letter USING btree (user_id);
CREATE INDEX dead_letter_waiting ON audit.dead_letter USING btree (id) WHERE (failures > answered);
CREATE INDEX deleted_user_by_age ON audit.deleted_user USING btree (at);
CREATE INDEX entry_by_task ON audit.entry USING btree (user_id, task_id, seq) WHERE (task_id IS NOT NULL);
CREATE UNIQUE INDEX entry_once ON audit.entry USING btree (user_id, source, id);
CREATE INDEX set_aside_by_user ON audit.set_aside USING btree (user_id);
CREATE INDEX set_aside_waiting ON audit.set_aside USING btree (id) WHERE (set_aside_at IS NOT NULL);
CREATE INDEX access_token_by_connection ON identity.access_token USING btree (user_id, connection_id);
CREATE INDEX access_token_by_expiry ON identity.access_token USING btree (expires_at);
CREATE INDEX attempt_by_end ON identity.attempt USING btree (until);
CREATE INDEX authorization_code_by_expiry ON identity.authorization_code USING btree (expires_at);
CREATE INDEX authorization_code_by_person ON identity.authorization_code USING btree (user_id);
CREATE INDEX connection_by_client ON identity.connection USING btree (client_id);
CREATE INDEX credential_by_person ON identity.credential USING btree (user_id);
CREATE INDEX deleted_user_by_age ON identity.deleted_user USING btree (at);
CREATE INDEX oauth_client_by_age ON identity.oauth_client USING btree (created_at);
CREATE INDEX refresh_token_by_connection ON identity.refresh_token USING btree (user_id, connection_id, created_at);
CREATE INDEX refresh_token_by_expiry ON identity.refresh_token USING btree (expires_at);
CREATE INDEX session_by_expiry ON identity.session USING btree (expires_at);
CREATE INDEX session_by_person ON identity.session USING btree (user_id);
CREATE INDEX verification_by_identifier ON identity.verification USING btree (identifier);
CREATE INDEX deleted_user_by_age ON notifications.deleted_user USING btree (at);
CREATE INDEX delivery_by_age ON notifications.delivery USING btree (created_at);
CREATE INDEX delivery_leased ON notifications.delivery USING btree (leased_until) WHERE (state = 'sending'::text);
CREATE INDEX delivery_of_task ON notifications.delivery USING btree (user_id, task_id) WHERE (state = 'pending'::text);
CREATE INDEX delivery_waiting ON notifications.delivery USING btree (next_at) WHERE (state = 'pending'::text);
CREATE INDEX idempotency_by_age ON notifications.idempotency USING btree (created_at);
CREATE INDEX inbox_by_age ON notifications.inbox USING btree (received_at);
CREATE INDEX outbox_published ON notifications.outbox USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX outbox_unpublished ON notifications.outbox USING btree (id) WHERE (published_at IS NULL);
CREATE INDEX set_aside_by_user ON notifications.set_aside USING btree (user_id);
CREATE INDEX set_aside_waiting ON notifications.set_aside USING btree (id) WHERE (set_aside_at IS NOT NULL);
CREATE INDEX deleted_user_by_age ON reminders.deleted_user USING btree (at);
CREATE INDEX inbox_by_age ON reminders.inbox USING btree (received_at);
CREATE INDEX outbox_published ON reminders.outbox USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX outbox_unpublished ON reminders.outbox USING btree (id) WHERE (published_at IS NULL);
CREATE INDEX reminder_armed ON reminders.reminder USING btree (at) WHERE (state = 'armed'::text);
CREATE INDEX reminder_by_age ON reminders.reminder USING btree (at) WHERE (state <> 'armed'::text);
CREATE INDEX reminder_by_time ON reminders.reminder USING btree (user_id, at, task_id, id);
CREATE INDEX set_aside_by_user ON reminders.set_aside USING btree (user_id);
CREATE INDEX set_aside_waiting ON reminders.set_aside USING btree (id) WHERE (set_aside_at IS NOT NULL);
CREATE INDEX deleted_user_by_age ON sync.deleted_user USING btree (at);
CREATE INDEX inbox_by_age ON sync.inbox USING btree (received_at);
CREATE INDEX set_aside_by_user ON sync.set_aside USING btree (user_id);
CREATE INDEX set_aside_waiting ON sync.set_aside USING btree (id) WHERE (set_aside_at IS NOT NULL);
CREATE INDEX update_by_age ON sync.update USING btree (kept_at);
CREATE INDEX idempotency_by_age ON tasks.idempotency USING btree (created_at);
CREATE INDEX inbox_by_age ON tasks.inbox USING btree (received_at);
CREATE INDEX outbox_published ON tasks.outbox USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX outbox_unpublished ON tasks.outbox USING btree (id) WHERE (published_at IS NULL);
CREATE INDEX set_aside_by_user ON tasks.set_aside USING btree (user_id);
CREATE INDEX set_aside_waiting ON tasks.set_aside USING btree (id) WHERE (set_aside_at IS NOT NULL);
CREATE INDEX task_by_created ON tasks.task USING btree (user_id, created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX task_by_due ON tasks.task USING btree (user_id, due_order, priority, id) WHERE (deleted_at IS NULL);
CREATE INDEX task_by_priority ON tasks.task USING btree (user_id, priority, due_order, id) WHERE (deleted_at IS NULL);
CREATE INDEX task_by_series ON tasks.task USING btree (user_id, series_id, occurrence);
CREATE INDEX task_by_title ON tasks.task USING btree (user_id, title_order, id) WHERE (deleted_at IS NULL);
CREATE INDEX task_by_updated ON tasks.task USING btree (user_id, updated_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX task_deleted ON tasks.task USING btree (deleted_at, user_id, id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX task_open_by_due ON tasks.task USING btree (user_id, due_order, priority, id) WHERE ((deleted_at IS NULL) AND (status = 'open'::text));
CREATE INDEX task_open_by_priority ON tasks.task USING btree (user_id, priority, due_order, id) WHERE ((deleted_at IS NULL) AND (status = 'open'::text));
CREATE INDEX task_search ON tasks.task USING gin (tasks.own_words(user_id, search));

alter table assistant.conversation enable row level security;
create policy own on assistant.conversation as permissive for all to public using ((user_id = zerodue.caller()));
alter table assistant.deleted_user enable row level security;
alter table assistant.model_usage enable row level security;
create policy own on assistant.model_usage as permissive for all to public using ((user_id = zerodue.caller()));
alter table assistant.outbox enable row level security;
create policy own on assistant.outbox as permissive for all to public using ((user_id = zerodue.caller()));
alter table assistant.recent_call enable row level security;
create policy own on assistant.recent_call as permissive for all to public using ((user_id = zerodue.caller()));
alter table assistant.seen enable row level security;
create policy own on assistant.seen as permissive for all to public using ((user_id = zerodue.caller()));
alter table assistant.set_aside enable row level security;
create policy own on assistant.set_aside as permissive for all to public using ((user_id = zerodue.caller()));
alter table assistant.turn enable row level security;
create policy own on assistant.turn as permissive for all to public using ((user_id = zerodue.caller()));
alter table audit.chain enable row level security;
create policy own on audit.chain as permissive for all to public using ((user_id = zerodue.caller()));
alter table audit.dead_letter enable row level security;
create policy own on audit.dead_letter as permissive for all to public using ((user_id = zerodue.caller()));
alter table audit.deleted_user enable row level security;
alter table audit.entry enable row level security;
create policy own on audit.entry as permissive for all to public using ((user_id = zerodue.caller()));
alter table audit.set_aside enable row level security;
create policy own on audit.set_aside as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.access_token enable row level security;
create policy own on identity.access_token as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.api_token enable row level security;
create policy own on identity.api_token as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.authorization_code enable row level security;
create policy own on identity.authorization_code as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.calendar enable row level security;
create policy own on identity.calendar as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.connection enable row level security;
create policy own on identity.connection as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.credential enable row level security;
create policy own on identity.credential as permissive for all to public using (((zerodue.caller() IS NULL) OR (user_id = zerodue.caller())));
alter table identity.deleted_user enable row level security;
alter table identity.person enable row level security;
create policy own on identity.person as permissive for all to public using (((zerodue.caller() IS NULL) OR (id = zerodue.caller())));
alter table identity.profile enable row level security;
create policy own on identity.profile as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.refresh_token enable row level security;
create policy own on identity.refresh_token as permissive for all to public using ((user_id = zerodue.caller()));
alter table identity.session enable row level security;
create policy own on identity.session as permissive for all to public using (((zerodue.caller() IS NULL) OR (user_id = zerodue.caller())));
alter table notifications.attempt enable row level security;
create policy own on notifications.attempt as permissive for all to public using ((user_id = zerodue.caller()));
alter table notifications.channel enable row level security;
create policy own on notifications.channel as permissive for all to public using ((user_id = zerodue.caller()));
alter table notifications.deleted_user enable row level security;
alter table notifications.delivery enable row level security;
create policy own on notifications.delivery as permissive for all to public using ((user_id = zerodue.caller()));
alter table notifications.idempotency enable row level security;
create policy own on notifications.idempotency as permissive for all to public using ((user_id = zerodue.caller()));
alter table notifications.outbox enable row level security;
create policy own on notifications.outbox as permissive for all to public using ((user_id = zerodue.caller()));
alter table notifications.seen enable row level security;
create policy own on notifications.seen as permissive for all to public using ((user_id = zerodue.caller()));
alter table notifications.set_aside enable row level security;
create policy own on notifications.set_aside as permissive for all to public using ((user_id = zerodue.caller()));
alter table notifications.used_link enable row level security;
create policy own on notifications.used_link as permissive for all to public using ((user_id = zerodue.caller()));
alter table reminders.deleted_user enable row level security;
alter table reminders.outbox enable row level security;
create policy own on reminders.outbox as permissive for all to public using ((user_id = zerodue.caller()));
alter table reminders.profile enable row level security;
create policy own on reminders.profile as permissive for all to public using ((user_id = zerodue.caller()));
alter table reminders.reminder enable row level security;
create policy own on reminders.reminder as permissive for all to public using ((user_id = zerodue.caller()));
alter table reminders.seen enable row level security;
create policy own on reminders.seen as permissive for all to public using ((user_id = zerodue.caller()));
alter table reminders.set_aside enable row level security;
create policy own on reminders.set_aside as permissive for all to public using ((user_id = zerodue.caller()));
alter table reminders.task enable row level security;
create policy own on reminders.task as permissive for all to public using ((user_id = zerodue.caller()));
alter table sync.deleted_user enable row level security;
alter table sync.seen enable row level security;
create policy own on sync.seen as permissive for all to public using ((user_id = zerodue.caller()));
alter table sync.set_aside enable row level security;
create policy own on sync.set_aside as permissive for all to public using ((user_id = zerodue.caller()));
alter table sync.stream enable row level security;
create policy own on sync.stream as permissive for all to public using ((user_id = zerodue.caller()));
alter table sync.update enable row level security;
create policy own on sync.update as permissive for all to public using ((user_id = zerodue.caller()));
alter table tasks.idempotency enable row level security;
create policy own on tasks.idempotency as permissive for all to public using ((user_id = zerodue.caller()));
alter table tasks.outbox enable row level security;
create policy own on tasks.outbox as permissive for all to public using ((user_id = zerodue.caller()));
alter table tasks.seen enable row level security;
create policy own on tasks.seen as permissive for all to public using ((user_id = zerodue.caller()));
alter table tasks.set_aside enable row level security;
create policy own on tasks.set_aside as permissive for all to public using ((user_id = zerodue.caller()));
alter table tasks.tag enable row level security;
create policy own on tasks.tag as permissive for all to public using ((user_id = zerodue.caller()));
alter table tasks.task enable row level security;
create policy own on tasks.task as permissive for all to public using ((user_id = zerodue.caller()));
alter table tasks.word enable row level security;
create policy own on tasks.word as permissive for all to public using ((user_id = zerodue.caller()));

CREATE OR REPLACE FUNCTION assistant.delete_caller(now timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT zerodue.delete_user('assistant'::name, zerodue.caller(), now) AS delete_user;
END;

CREATE OR REPLACE FUNCTION assistant.find_set_aside(wanted uuid)
 RETURNS SETOF assistant.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM assistant.set_aside
   WHERE ((set_aside.id = find_set_aside.wanted) AND (set_aside.set_aside_at IS NOT NULL));
END;

CREATE OR REPLACE FUNCTION assistant.forget_failures(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM assistant.set_aside
   WHERE ((set_aside.set_aside_at IS NULL) AND (set_aside.failed_at < forget_failures.before));
END;

CREATE OR REPLACE FUNCTION assistant.forget_model_usage(before date)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM assistant.model_usage
   WHERE (model_usage.day < forget_model_usage.before);
END;

CREATE OR REPLACE FUNCTION assistant.forget_old(calls_before timestamp with time zone, accounts_before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM assistant.recent_call
   WHERE (recent_call.at < forget_old.calls_before);
 DELETE FROM assistant.deleted_user
   WHERE (deleted_user.at < forget_old.accounts_before);
END;

CREATE OR REPLACE FUNCTION assistant.forget_published(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM assistant.outbox
   WHERE (outbox.published_at < forget_published.before);
END;

CREATE OR REPLACE FUNCTION assistant.is_deleted(user_id text, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM assistant.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(is_deleted.user_id)) AND (deleted_user.at >= is_deleted.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION assistant.is_gone(since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM assistant.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(zerodue.caller())) AND (deleted_user.at >= is_gone.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION assistant.list_set_aside(after uuid, most integer)
 RETURNS SETOF assistant.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM assistant.set_aside
   WHERE ((set_aside.set_aside_at IS NOT NULL) AND ((list_set_aside.after IS NULL) OR (set_aside.id < list_set_aside.after)))
   ORDER BY set_aside.id DESC
  LIMIT list_set_aside.most;
END;

CREATE OR REPLACE FUNCTION assistant.mark_published(ids uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 UPDATE assistant.outbox SET published_at = now()
   WHERE ((outbox.id = ANY (mark_published.ids)) AND (outbox.published_at IS NULL));
END;

CREATE OR REPLACE FUNCTION assistant.note_failure(failure json, most_tries integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      noted assistant.set_aside := json_populate_record(null::assistant.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from assistant.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into assistant.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update assistant.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from assistant.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $function$;

CREATE OR REPLACE FUNCTION assistant.take_back(wanted uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      taken assistant.set_aside;
    begin
      delete from assistant.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into assistant.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $function$;

CREATE OR REPLACE FUNCTION assistant.unpublished_events(after uuid, most integer)
 RETURNS SETOF assistant.outbox
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH page AS (
          SELECT o_1.id,
             (sum(pg_column_size(o_1.data)) OVER (ORDER BY o_1.id) - pg_column_size(o_1.data)) AS bytes_before
            FROM assistant.outbox o_1
           WHERE ((o_1.published_at IS NULL) AND (o_1.id > unpublished_events.after))
           ORDER BY o_1.id
          LIMIT unpublished_events.most
         )
  SELECT o.id,
     o.user_id,
     o.topic,
     o.type,
     o.subject,
     o."time",
     o.data,
     o.traceparent,
     o.published_at
    FROM (page
      JOIN assistant.outbox o USING (id))
   WHERE (page.bytes_before < 1000000)
   ORDER BY o.id;
END;

CREATE OR REPLACE FUNCTION audit.append(who text, salt uuid, event_id text, source text, type text, task_id uuid, happened_at timestamp with time zone, actor_kind text, actor_id text, data json, digest bytea)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_variable
declare
  last audit.chain;
  hash bytea;
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.audit'), hashtext(who));
  if exists (select from audit.entry e where e.user_id = who and e.source = source and e.id = event_id) then
    return 'duplicate';
  end if;
  if audit.is_deleted(who, happened_at) then
    return 'late';
  end if;
  select * into last from audit.chain c where c.user_id = who;
  last.seq := coalesce(last.seq, 0) + 1;
  last.hash := coalesce(last.hash, sha256(''));
  hash := sha256(last.hash || int8send(last.seq) || digest);
  insert into audit.entry values (who, last.seq, digest, last.hash, hash,
    salt, event_id, source, type, task_id, happened_at, actor_kind, actor_id, data);
  insert into audit.chain values (who, last.seq, hash)
    on conflict (user_id) do update set seq = excluded.seq, hash = excluded.hash;
  if type = 'zerodue.user.deleted.v1' and who <> '' then
    perform audit.erase(who, happened_at);
  end if;
  return 'added';
end $function$;

CREATE OR REPLACE FUNCTION audit.append_all(entries json)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  entry record;
  handled integer := 0;
begin
  for entry in
    select * from json_to_recordset(entries) as given (who text, salt uuid, event_id text, source text, type text,
      task_id uuid, happened_at timestamptz, actor_kind text, actor_id text, data text, digest text)
  loop
    if audit.append(entry.who, entry.salt, entry.event_id, entry.source, entry.type, entry.task_id, entry.happened_at,
      entry.actor_kind, entry.actor_id, entry.data::json, decode(entry.digest, 'hex')) <> 'duplicate'
    then
      handled := handled + 1;
    end if;
  end loop;
  return handled;
end $function$;

CREATE OR REPLACE FUNCTION audit.erase(who text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  nobody text := 'nobody ' || gen_random_uuid();
begin
  update audit.entry set user_id = nobody, salt = null, id = null, source = null, type = null, task_id = null,
    time = null, actor_kind = null, actor_id = null, data = null
  where user_id = who;
  update audit.chain set user_id = nobody, erased_at = at where user_id = who;
  perform zerodue.delete_user('audit', who, at);
end $function$;

CREATE OR REPLACE FUNCTION audit.find_dead_letter(wanted uuid)
 RETURNS SETOF audit.dead_letter
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT dead_letter.id,
     dead_letter.key,
     dead_letter.user_id,
     dead_letter.attributes,
     dead_letter.body,
     dead_letter.destination,
     dead_letter.status,
     dead_letter.reason,
     dead_letter.failures,
     dead_letter.answered,
     dead_letter.first_at,
     dead_letter.failed_at,
     dead_letter.replayed_at
    FROM audit.dead_letter
   WHERE (dead_letter.id = find_dead_letter.wanted);
END;

CREATE OR REPLACE FUNCTION audit.find_set_aside(wanted uuid)
 RETURNS SETOF audit.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM audit.set_aside
   WHERE ((set_aside.id = find_set_aside.wanted) AND (set_aside.set_aside_at IS NOT NULL));
END;

CREATE OR REPLACE FUNCTION audit.forget_failures(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM audit.set_aside
   WHERE ((set_aside.set_aside_at IS NULL) AND (set_aside.failed_at < forget_failures.before));
END;

CREATE OR REPLACE FUNCTION audit.forget_old(deleted_before timestamp with time zone, replayed_before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM audit.deleted_user
   WHERE (deleted_user.at < forget_old.deleted_before);
 DELETE FROM audit.dead_letter
   WHERE ((dead_letter.replayed_at < forget_old.replayed_before) AND (dead_letter.failures <= dead_letter.answered));
END;

CREATE OR REPLACE FUNCTION audit.is_deleted(user_id text, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM audit.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(is_deleted.user_id)) AND (deleted_user.at >= is_deleted.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION audit.is_gone(since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM audit.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(zerodue.caller())) AND (deleted_user.at >= is_gone.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION audit.keep_dead_letter(new_id uuid, letter_key bytea, who text, happened_at timestamp with time zone, attributes jsonb, body bytea, destination text, status integer, reason text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_variable
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.audit'), hashtext(coalesce(who, '')));
  if audit.is_deleted(who, coalesce(happened_at, '-infinity')) then
    return;
  end if;
  insert into audit.dead_letter as known
    values (new_id, letter_key, who, attributes, body, destination, status, reason, 1, 0, at, at)
    on conflict on constraint dead_letter_key_key do update set failures = known.failures + 1,
      failed_at = excluded.failed_at, status = excluded.status, reason = excluded.reason;
end $function$;

CREATE OR REPLACE FUNCTION audit.list_dead_letters(before uuid, only_waiting boolean, most integer)
 RETURNS TABLE(id uuid, attributes jsonb, destination text, status integer, reason text, failures integer, waiting boolean, first_at timestamp with time zone, failed_at timestamp with time zone, replayed_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT l.id,
     l.attributes,
     l.destination,
     l.status,
     l.reason,
     l.failures,
     (l.failures > l.answered),
     l.first_at,
     l.failed_at,
     l.replayed_at
    FROM audit.dead_letter l
   WHERE (((list_dead_letters.before IS NULL) OR (l.id < list_dead_letters.before)) AND ((NOT list_dead_letters.only_waiting) OR (l.failures > l.answered)))
   ORDER BY l.id DESC
  LIMIT list_dead_letters.most;
END;

CREATE OR REPLACE FUNCTION audit.list_set_aside(after uuid, most integer)
 RETURNS SETOF audit.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM audit.set_aside
   WHERE ((set_aside.set_aside_at IS NOT NULL) AND ((list_set_aside.after IS NULL) OR (set_aside.id < list_set_aside.after)))
   ORDER BY set_aside.id DESC
  LIMIT list_set_aside.most;
END;

CREATE OR REPLACE FUNCTION audit.note_failure(failure json, most_tries integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      noted audit.set_aside := json_populate_record(null::audit.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from audit.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into audit.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update audit.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from audit.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $function$;

CREATE OR REPLACE FUNCTION audit.note_replay(wanted uuid, seen_failures integer, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 UPDATE audit.dead_letter SET answered = GREATEST(dead_letter.answered, note_replay.seen_failures), replayed_at = note_replay.at
   WHERE (dead_letter.id = note_replay.wanted);
END;

CREATE OR REPLACE FUNCTION audit.take_back(wanted uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      taken audit.set_aside;
    begin
      delete from audit.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into audit.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $function$;

CREATE OR REPLACE FUNCTION audit.vitals()
 RETURNS TABLE(name text, labels jsonb, value double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT 'zerodue.dead_letters.waiting'::text,
     '{}'::jsonb AS jsonb,
     (count(*))::double precision AS count
    FROM audit.dead_letter
   WHERE (dead_letter.failures > dead_letter.answered);
END;

CREATE OR REPLACE FUNCTION identity.begin_write(writer text, credentials_since timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform pg_advisory_xact_lock_shared(hashtext('zerodue.account'), hashtext(writer));
  -- The clock of the issuer may be a little ahead.
  if identity.is_deleted(writer, coalesce(credentials_since, '-infinity') - interval '5 seconds') then
    raise exception 'the account was deleted' using errcode = 'ZD001';
  end if;
  return set_config('app.user', writer, true);
end $function$;

CREATE OR REPLACE FUNCTION identity.calendar_owner(hash bytea)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT calendar.user_id
    FROM identity.calendar
   WHERE (calendar.secret_hash = calendar_owner.hash);
END;

CREATE OR REPLACE FUNCTION identity.delete_caller(now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  deleted text := zerodue.caller();
begin
  perform pg_advisory_xact_lock(hashtext('zerodue.account'), hashtext(deleted));
  delete from identity.person where id = deleted;
  perform zerodue.delete_rows('tasks', deleted);
  perform zerodue.delete_user('identity', deleted, now);
end $function$;

CREATE OR REPLACE FUNCTION identity.forget_old()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM identity.session
   WHERE (session.expires_at < now());
 DELETE FROM identity.attempt
   WHERE (attempt.until < now());
 DELETE FROM identity.deleted_user
   WHERE (deleted_user.at < (now() - '2 days'::interval));
 DELETE FROM identity.authorization_code
   WHERE (authorization_code.expires_at < (now() - '1 day'::interval));
 DELETE FROM identity.access_token
   WHERE (access_token.expires_at < now());
 DELETE FROM identity.refresh_token
   WHERE (refresh_token.expires_at < now());
 DELETE FROM identity.connection c
   WHERE ((c.created_at < (now() - '1 day'::interval)) AND (NOT (EXISTS ( SELECT
            FROM identity.refresh_token t
           WHERE ((t.user_id = c.user_id) AND (t.connection_id = c.id))))) AND (NOT (EXISTS ( SELECT
            FROM identity.access_token t
           WHERE ((t.user_id = c.user_id) AND (t.connection_id = c.id))))));
 DELETE FROM identity.oauth_client o
   WHERE ((o.created_at < (now() - '1 day'::interval)) AND (NOT (EXISTS ( SELECT
            FROM identity.connection c
           WHERE (c.client_id = o.id)))));
END;

CREATE OR REPLACE FUNCTION identity.is_deleted(user_id text, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM identity.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(is_deleted.user_id)) AND (deleted_user.at >= is_deleted.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION identity.is_gone(since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM identity.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(zerodue.caller())) AND (deleted_user.at >= is_gone.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION identity.oauth_owner(token_hash bytea)
 RETURNS TABLE(user_id text, connection_id uuid, since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT code.user_id,
     code.connection_id,
     code.created_at
    FROM identity.authorization_code code
   WHERE (code.hash = oauth_owner.token_hash)
 UNION ALL
  SELECT c.user_id,
     c.id,
     c.created_at
    FROM (identity.connection c
      JOIN ( SELECT access_token.user_id,
             access_token.connection_id
            FROM identity.access_token
           WHERE (access_token.hash = oauth_owner.token_hash)
         UNION ALL
          SELECT refresh_token.user_id,
             refresh_token.connection_id
            FROM identity.refresh_token
           WHERE (refresh_token.hash = oauth_owner.token_hash)) token ON (((token.user_id = c.user_id) AND (token.connection_id = c.id))));
END;

CREATE OR REPLACE FUNCTION identity.use_access_token(token_hash bytea, at timestamp with time zone)
 RETURNS TABLE(user_id text, client_id text, scopes text[], resource text, expires_at timestamp with time zone)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH used AS (
          UPDATE identity.connection c_1 SET last_used_at = use_access_token.at
            FROM identity.access_token t_1
           WHERE ((t_1.hash = use_access_token.token_hash) AND (t_1.expires_at > use_access_token.at) AND (c_1.user_id = t_1.user_id) AND (c_1.id = t_1.connection_id) AND ((c_1.last_used_at IS NULL) OR (c_1.last_used_at < (use_access_token.at - '00:01:00'::interval))))
         )
  SELECT c.user_id,
     c.client_id,
     t.scopes,
     c.resource,
     t.expires_at
    FROM (identity.access_token t
      JOIN identity.connection c ON (((c.user_id = t.user_id) AND (c.id = t.connection_id))))
   WHERE ((t.hash = use_access_token.token_hash) AND (t.expires_at > use_access_token.at));
END;

CREATE OR REPLACE FUNCTION identity.use_api_token(token_hash bytea, at timestamp with time zone)
 RETURNS TABLE(user_id text, id uuid, scopes text[], created_at timestamp with time zone)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH used AS (
          UPDATE identity.api_token t_1 SET last_used_at = use_api_token.at
           WHERE ((t_1.hash = use_api_token.token_hash) AND ((t_1.last_used_at IS NULL) OR (t_1.last_used_at < (use_api_token.at - '00:01:00'::interval))))
         )
  SELECT t.user_id,
     t.id,
     t.scopes,
     t.created_at
    FROM identity.api_token t
   WHERE (t.hash = use_api_token.token_hash);
END;

CREATE OR REPLACE FUNCTION identity.vitals()
 RETURNS TABLE(name text, labels jsonb, value double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT 'zerodue.people'::text,
     jsonb_build_object('active', 'all') AS jsonb_build_object,
     (count(*))::double precision AS count
    FROM identity.person
 UNION ALL
  SELECT 'zerodue.people'::text,
     jsonb_build_object('active', 'day') AS jsonb_build_object,
     (count(*))::double precision AS count
    FROM ( SELECT session.user_id
            FROM identity.session
           WHERE (session.updated_at > (now() - '1 day'::interval))
         UNION
          SELECT api_token.user_id
            FROM identity.api_token
           WHERE (api_token.last_used_at > (now() - '1 day'::interval))
         UNION
          SELECT connection.user_id
            FROM identity.connection
           WHERE (connection.last_used_at > (now() - '1 day'::interval))) active;
END;

CREATE OR REPLACE FUNCTION identity.write_events()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  is_sign_up boolean := tg_table_name = 'person';
  person_id text := to_jsonb(new) ->> case when is_sign_up then 'id' else 'user_id' end;
  actor json := json_build_object('kind', 'user', 'id', person_id);
begin
  insert into tasks.outbox (id, user_id, topic, type, time, data)
  values (gen_random_uuid(), person_id, 'audit-events',
    'zerodue.identity.' || case when is_sign_up then 'signed-up' else 'signed-in' end || '.v1', now(),
    json_build_object('actor', actor));
  -- The first profile, when the browser sends its time zone at sign-up. Other functions need it.
  if is_sign_up then
    if new.zone is not null then
      insert into tasks.outbox (id, user_id, topic, type, time, data)
      values (gen_random_uuid(), person_id, 'account-events', 'zerodue.user.updated.v1', now(),
        json_build_object(
          'profile', json_build_object('zone', new.zone, 'locale', coalesce(new.locale, 'en'), 'defaultReminder', null,
            'quietHours', null, 'morning', '09:00', 'version', 1),
          'actor', actor));
    end if;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION identity.write_session_ended()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  insert into tasks.outbox (id, user_id, topic, type, time, data)
  values (gen_random_uuid(), old.user_id, 'account-events', 'zerodue.session.ended.v1', now(),
    json_build_object('actor', json_build_object('kind', 'user', 'id', old.user_id), 'sessionId', old.id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION notifications.claim_due(now timestamp with time zone, until timestamp with time zone, most integer, only_ids uuid[])
 RETURNS TABLE(user_id text, id uuid, occasion text, what text, channel_id uuid, kind text, task_id uuid, content json, attempts integer, lease uuid, created_at timestamp with time zone, resumed boolean)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH waiting AS (
          SELECT w.user_id,
             w.id,
             COALESCE(w.leased_until, w.next_at) AS at
            FROM notifications.delivery w
           WHERE ((((w.state = 'pending'::text) AND (w.next_at <= claim_due.now)) OR ((w.state = 'sending'::text) AND (w.leased_until <= claim_due.now))) AND ((claim_due.only_ids IS NULL) OR (w.id = ANY (claim_due.only_ids))))
           ORDER BY COALESCE(w.leased_until, w.next_at)
          LIMIT 10000
         ), chosen AS (
          SELECT c.user_id,
             c.id
            FROM ( SELECT w.user_id,
                     w.id,
                     w.at,
                     row_number() OVER (PARTITION BY w.user_id ORDER BY w.at, w.id) AS turn
                    FROM waiting w) c
           ORDER BY c.turn, c.at
          LIMIT claim_due.most
         ), locked AS (
          SELECT d_1.user_id,
             d_1.id,
             (d_1.state = 'sending'::text) AS resumed
            FROM (chosen
              JOIN notifications.delivery d_1 ON (((d_1.user_id = chosen.user_id) AND (d_1.id = chosen.id))))
           WHERE (((d_1.state = 'pending'::text) AND (d_1.next_at <= claim_due.now)) OR ((d_1.state = 'sending'::text) AND (d_1.leased_until <= claim_due.now)))
          FOR UPDATE OF d_1 SKIP LOCKED
         )
  UPDATE notifications.delivery d SET state = 'sending'::text, lease = gen_random_uuid(), leased_until = claim_due.until, attempts = (d.attempts + 1)
    FROM locked
   WHERE ((d.user_id = locked.user_id) AND (d.id = locked.id))
   RETURNING d.user_id,
     d.id,
     d.occasion,
     d.what,
     d.channel_id,
     d.kind,
     d.task_id,
     d.content,
     d.attempts,
     d.lease,
     d.created_at,
     locked.resumed;
END;

CREATE OR REPLACE FUNCTION notifications.delete_caller(now timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT zerodue.delete_user('notifications'::name, zerodue.caller(), now) AS delete_user;
END;

CREATE OR REPLACE FUNCTION notifications.find_set_aside(wanted uuid)
 RETURNS SETOF notifications.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM notifications.set_aside
   WHERE ((set_aside.id = find_set_aside.wanted) AND (set_aside.set_aside_at IS NOT NULL));
END;

CREATE OR REPLACE FUNCTION notifications.forget_answered(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM notifications.idempotency
   WHERE (idempotency.created_at < forget_answered.before);
END;

CREATE OR REPLACE FUNCTION notifications.forget_failures(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM notifications.set_aside
   WHERE ((set_aside.set_aside_at IS NULL) AND (set_aside.failed_at < forget_failures.before));
END;

CREATE OR REPLACE FUNCTION notifications.forget_old(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM notifications.attempt a
    USING notifications.delivery d
   WHERE (((a.user_id = d.user_id) AND (a.delivery_id = d.id)) AND (d.created_at < forget_old.before) AND (d.state <> ALL (ARRAY['pending'::text, 'sending'::text])));
 DELETE FROM notifications.delivery
   WHERE ((delivery.created_at < forget_old.before) AND (delivery.state <> ALL (ARRAY['pending'::text, 'sending'::text])));
 DELETE FROM notifications.used_link
   WHERE (used_link.used_at < forget_old.before);
 DELETE FROM notifications.breaker
   WHERE (breaker.changed_at < forget_old.before);
 DELETE FROM notifications.deleted_user
   WHERE (deleted_user.at < forget_old.before);
END;

CREATE OR REPLACE FUNCTION notifications.forget_published(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM notifications.outbox
   WHERE (outbox.published_at < forget_published.before);
END;

CREATE OR REPLACE FUNCTION notifications.is_deleted(user_id text, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM notifications.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(is_deleted.user_id)) AND (deleted_user.at >= is_deleted.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION notifications.is_gone(since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM notifications.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(zerodue.caller())) AND (deleted_user.at >= is_gone.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION notifications.list_set_aside(after uuid, most integer)
 RETURNS SETOF notifications.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM notifications.set_aside
   WHERE ((set_aside.set_aside_at IS NOT NULL) AND ((list_set_aside.after IS NULL) OR (set_aside.id < list_set_aside.after)))
   ORDER BY set_aside.id DESC
  LIMIT list_set_aside.most;
END;

CREATE OR REPLACE FUNCTION notifications.mark_published(ids uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 UPDATE notifications.outbox SET published_at = now()
   WHERE ((outbox.id = ANY (mark_published.ids)) AND (outbox.published_at IS NULL));
END;

CREATE OR REPLACE FUNCTION notifications.next_due()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT LEAST(( SELECT min(delivery.next_at) AS min
            FROM notifications.delivery
           WHERE (delivery.state = 'pending'::text)), ( SELECT min(delivery.leased_until) AS min
            FROM notifications.delivery
           WHERE (delivery.state = 'sending'::text))) AS "least";
END;

CREATE OR REPLACE FUNCTION notifications.note_failure(failure json, most_tries integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      noted notifications.set_aside := json_populate_record(null::notifications.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from notifications.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into notifications.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update notifications.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from notifications.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $function$;

CREATE OR REPLACE FUNCTION notifications.take_back(wanted uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      taken notifications.set_aside;
    begin
      delete from notifications.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into notifications.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $function$;

CREATE OR REPLACE FUNCTION notifications.unpublished_events(after uuid, most integer)
 RETURNS SETOF notifications.outbox
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH page AS (
          SELECT o_1.id,
             (sum(pg_column_size(o_1.data)) OVER (ORDER BY o_1.id) - pg_column_size(o_1.data)) AS bytes_before
            FROM notifications.outbox o_1
           WHERE ((o_1.published_at IS NULL) AND (o_1.id > unpublished_events.after))
           ORDER BY o_1.id
          LIMIT unpublished_events.most
         )
  SELECT o.id,
     o.user_id,
     o.topic,
     o.type,
     o.subject,
     o."time",
     o.data,
     o.traceparent,
     o.published_at
    FROM (page
      JOIN notifications.outbox o USING (id))
   WHERE (page.bytes_before < 1000000)
   ORDER BY o.id;
END;

CREATE OR REPLACE FUNCTION notifications.vitals()
 RETURNS TABLE(name text, labels jsonb, value double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT 'zerodue.notifications.waiting'::text,
     jsonb_build_object('channel', channel.kind) AS jsonb_build_object,
     (count(d.id))::double precision AS count
    FROM (( VALUES ('app'::text), ('email'::text), ('webpush'::text), ('webhook'::text)) channel(kind)
      LEFT JOIN notifications.delivery d ON (((d.kind = channel.kind) AND (d.state = ANY (ARRAY['pending'::text, 'sending'::text])))))
   GROUP BY channel.kind;
END;

CREATE OR REPLACE FUNCTION reminders.alarm_for(instant timestamp with time zone)
 RETURNS TABLE(user_id text, rings_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT ( SELECT r.user_id
            FROM reminders.reminder r
           WHERE ((r.state = 'armed'::text) AND (r.at = alarm_for.instant))
          LIMIT 1) AS user_id,
     ( SELECT a.rings_at
            FROM reminders.alarm a
           WHERE (a.at = alarm_for.instant)) AS rings_at;
END;

CREATE OR REPLACE FUNCTION reminders.alarms()
 RETURNS TABLE(next timestamp with time zone, is_set boolean, unneeded timestamp with time zone[])
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT first.at,
     (EXISTS ( SELECT
            FROM reminders.alarm a
           WHERE (a.at = first.at))) AS "exists",
     ARRAY( SELECT a.at
            FROM reminders.alarm a
           WHERE (NOT (EXISTS ( SELECT
                    FROM reminders.reminder r
                   WHERE ((r.state = 'armed'::text) AND (r.at = a.at)))))
           ORDER BY a.at
          LIMIT 100) AS "array"
    FROM ( SELECT min(r.at) AS at
            FROM reminders.reminder r
           WHERE (r.state = 'armed'::text)) first;
END;

CREATE OR REPLACE FUNCTION reminders.claim_due(now timestamp with time zone, most integer)
 RETURNS TABLE(user_id text, task_id uuid, id uuid, moment timestamp with time zone, key text, target timestamp with time zone, at timestamp with time zone, times integer, fired_at timestamp with time zone, late boolean, task json, zone text, locale text, morning text, quiet_hours jsonb, trace text)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH waiting AS (
          SELECT w.user_id,
             w.task_id,
             w.id,
             w.at,
             w.target
            FROM reminders.reminder w
           WHERE ((w.state = 'armed'::text) AND (w.at <= claim_due.now))
           ORDER BY w.at
          LIMIT 50000
         ), chosen AS (
          SELECT c.user_id,
             c.task_id,
             c.id
            FROM ( SELECT w.user_id,
                     w.task_id,
                     w.id,
                     w.at,
                     w.target,
                     row_number() OVER (PARTITION BY w.user_id ORDER BY w.at, w.target, w.task_id, w.id) AS turn
                    FROM waiting w) c
           ORDER BY c.turn, c.at
          LIMIT claim_due.most
         ), locked AS (
          SELECT r.user_id,
             r.task_id,
             r.id
            FROM (chosen
              JOIN reminders.reminder r USING (user_id, task_id, id))
           WHERE ((r.state = 'armed'::text) AND (r.at <= claim_due.now))
          FOR UPDATE OF r SKIP LOCKED
         ), fired AS (
          UPDATE reminders.reminder r SET state = 'fired'::text, fired_key = r.key, fired_for = r.moment, fired_at = claim_due.now, times = (r.times + 1), late = (r.at < (claim_due.now - '00:01:00'::interval))
            FROM locked
           WHERE ((r.user_id = locked.user_id) AND (r.task_id = locked.task_id) AND (r.id = locked.id))
           RETURNING r.user_id,
             r.task_id,
             r.id,
             r.state,
             r.moment,
             r.key,
             r.target,
             r.at,
             r.times,
             r.fired_key,
             r.fired_for,
             r.fired_at,
             r.late,
             r.trace
         )
  SELECT f.user_id,
     f.task_id,
     f.id,
     f.moment,
     f.key,
     f.target,
     f.at,
     f.times,
     f.fired_at,
     f.late,
     t.task,
     p.zone,
     p.locale,
     p.morning,
     p.quiet_hours,
     f.trace
    FROM ((fired f
      JOIN reminders.task t ON (((t.user_id = f.user_id) AND (t.id = f.task_id))))
      LEFT JOIN reminders.profile p ON ((p.user_id = f.user_id)))
   ORDER BY f.at, f.target, f.user_id;
END;

CREATE OR REPLACE FUNCTION reminders.delete_caller(now timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT zerodue.delete_user('reminders'::name, zerodue.caller(), now) AS delete_user;
END;

CREATE OR REPLACE FUNCTION reminders.find_set_aside(wanted uuid)
 RETURNS SETOF reminders.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM reminders.set_aside
   WHERE ((set_aside.id = find_set_aside.wanted) AND (set_aside.set_aside_at IS NOT NULL));
END;

CREATE OR REPLACE FUNCTION reminders.forget_failures(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM reminders.set_aside
   WHERE ((set_aside.set_aside_at IS NULL) AND (set_aside.failed_at < forget_failures.before));
END;

CREATE OR REPLACE FUNCTION reminders.forget_old(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM reminders.reminder
   WHERE ((reminder.state <> 'armed'::text) AND (reminder.at < forget_old.before));
 DELETE FROM reminders.task t
   WHERE (NOT (EXISTS ( SELECT
            FROM reminders.reminder r
           WHERE ((r.user_id = t.user_id) AND (r.task_id = t.id)))));
 DELETE FROM reminders.deleted_user
   WHERE (deleted_user.at < forget_old.before);
END;

CREATE OR REPLACE FUNCTION reminders.forget_published(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM reminders.outbox
   WHERE (outbox.published_at < forget_published.before);
END;

CREATE OR REPLACE FUNCTION reminders.is_deleted(user_id text, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM reminders.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(is_deleted.user_id)) AND (deleted_user.at >= is_deleted.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION reminders.is_due_at(instant timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM reminders.reminder r
           WHERE ((r.state = 'armed'::text) AND (r.at = is_due_at.instant)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION reminders.is_gone(since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM reminders.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(zerodue.caller())) AND (deleted_user.at >= is_gone.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION reminders.list_set_aside(after uuid, most integer)
 RETURNS SETOF reminders.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM reminders.set_aside
   WHERE ((set_aside.set_aside_at IS NOT NULL) AND ((list_set_aside.after IS NULL) OR (set_aside.id < list_set_aside.after)))
   ORDER BY set_aside.id DESC
  LIMIT list_set_aside.most;
END;

CREATE OR REPLACE FUNCTION reminders.mark_published(ids uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 UPDATE reminders.outbox SET published_at = now()
   WHERE ((outbox.id = ANY (mark_published.ids)) AND (outbox.published_at IS NULL));
END;

CREATE OR REPLACE FUNCTION reminders.note_alarm(at timestamp with time zone, rings_at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 INSERT INTO reminders.alarm (at, rings_at)
   VALUES (note_alarm.at, note_alarm.rings_at) ON CONFLICT ON CONSTRAINT alarm_pkey DO UPDATE SET rings_at = excluded.rings_at;
END;

CREATE OR REPLACE FUNCTION reminders.note_failure(failure json, most_tries integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      noted reminders.set_aside := json_populate_record(null::reminders.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from reminders.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into reminders.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update reminders.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from reminders.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $function$;

CREATE OR REPLACE FUNCTION reminders.settle(events json, again json)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 INSERT INTO reminders.outbox (id, user_id, topic, type, subject, "time", data, traceparent)  SELECT e.id,
             e.user_id,
             e.topic,
             e.type,
             e.subject,
             e."time",
             e.data,
             e.traceparent
            FROM json_populate_recordset(NULL::reminders.outbox, settle.events) e(id, user_id, topic, type, subject, "time", data, traceparent, published_at)
           WHERE (e.topic = ANY (ARRAY['reminders'::text, 'task-updates'::text]));
 UPDATE reminders.reminder r SET state = 'armed'::text, moment = a.moment, key = a.key, target = a.target, at = a.at, times = a.times
    FROM json_populate_recordset(NULL::reminders.reminder, settle.again) a(user_id, task_id, id, state, moment, key, target, at, times, fired_key, fired_for, fired_at, late, trace)
   WHERE ((r.user_id = a.user_id) AND (r.task_id = a.task_id) AND (r.id = a.id));
END;

CREATE OR REPLACE FUNCTION reminders.take_back(wanted uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      taken reminders.set_aside;
    begin
      delete from reminders.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into reminders.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $function$;

CREATE OR REPLACE FUNCTION reminders.unpublished_events(after uuid, most integer)
 RETURNS SETOF reminders.outbox
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH page AS (
          SELECT o_1.id,
             (sum(pg_column_size(o_1.data)) OVER (ORDER BY o_1.id) - pg_column_size(o_1.data)) AS bytes_before
            FROM reminders.outbox o_1
           WHERE ((o_1.published_at IS NULL) AND (o_1.id > unpublished_events.after))
           ORDER BY o_1.id
          LIMIT unpublished_events.most
         )
  SELECT o.id,
     o.user_id,
     o.topic,
     o.type,
     o.subject,
     o."time",
     o.data,
     o.traceparent,
     o.published_at
    FROM (page
      JOIN reminders.outbox o USING (id))
   WHERE (page.bytes_before < 1000000)
   ORDER BY o.id;
END;

CREATE OR REPLACE FUNCTION reminders.vitals()
 RETURNS TABLE(name text, labels jsonb, value double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH fired AS (
          SELECT o.user_id,
             o.subject,
             count(*) AS times
            FROM reminders.outbox o
           WHERE ((o.type = 'zerodue.reminder.due.v1'::text) AND (o."time" > (now() - '1 day'::interval)))
           GROUP BY o.user_id, o.subject
         ), doubled AS (
          SELECT
            FROM (reminders.outbox o
              JOIN fired f ON ((((f.user_id = o.user_id) AND (f.subject = o.subject)) AND (f.times > 1))))
           WHERE ((o.type = 'zerodue.reminder.due.v1'::text) AND (o."time" > (now() - '1 day'::interval)))
           GROUP BY o.user_id, ((o.data -> 'reminder'::text) ->> 'id'::text), (o.data ->> 'dueAt'::text)
          HAVING (count(*) > 1)
         )
  SELECT 'zerodue.reminders.armed'::text,
     '{}'::jsonb AS jsonb,
     (count(*))::double precision AS count
    FROM reminders.reminder
   WHERE (reminder.state = 'armed'::text)
 UNION ALL
  SELECT 'zerodue.reminders.overdue'::text,
     '{}'::jsonb,
     (GREATEST(COALESCE(EXTRACT(epoch FROM (now() - min(reminder.at))), (0)::numeric), (0)::numeric))::double precision AS "greatest"
    FROM reminders.reminder
   WHERE (reminder.state = 'armed'::text)
 UNION ALL
  SELECT 'zerodue.reminders.fired'::text,
     '{}'::jsonb,
     (COALESCE(sum(fired.times), (0)::numeric))::double precision AS "coalesce"
    FROM fired
 UNION ALL
  SELECT 'zerodue.reminders.doubled'::text,
     '{}'::jsonb,
     (count(*))::double precision AS count
    FROM doubled;
END;

CREATE OR REPLACE FUNCTION sync.delete_caller(now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  insert into sync.stream as s (user_id, last) values (zerodue.caller(), 0)
    on conflict (user_id) do update set last = s.last;
  perform zerodue.delete_user('sync', zerodue.caller(), now);
end $function$;

CREATE OR REPLACE FUNCTION sync.find_set_aside(wanted uuid)
 RETURNS SETOF sync.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM sync.set_aside
   WHERE ((set_aside.id = find_set_aside.wanted) AND (set_aside.set_aside_at IS NOT NULL));
END;

CREATE OR REPLACE FUNCTION sync.forget_failures(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM sync.set_aside
   WHERE ((set_aside.set_aside_at IS NULL) AND (set_aside.failed_at < forget_failures.before));
END;

CREATE OR REPLACE FUNCTION sync.forget_old(before timestamp with time zone, names_before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM sync.update
   WHERE (update.kept_at < forget_old.before);
 DELETE FROM sync.deleted_user
   WHERE (deleted_user.at < forget_old.names_before);
END;

CREATE OR REPLACE FUNCTION sync.heads(users text[])
 RETURNS TABLE(user_id text, last bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT s.user_id,
     s.last
    FROM sync.stream s
   WHERE (s.user_id = ANY (heads.users));
END;

CREATE OR REPLACE FUNCTION sync.is_deleted(user_id text, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM sync.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(is_deleted.user_id)) AND (deleted_user.at >= is_deleted.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION sync.is_gone(since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM sync.deleted_user
           WHERE ((deleted_user.user_hash = zerodue.hash_of(zerodue.caller())) AND (deleted_user.at >= is_gone.since)))) AS "exists";
END;

CREATE OR REPLACE FUNCTION sync.keep(type text, at timestamp with time zone, data json, most bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  who text := zerodue.caller();
  given bigint;
begin
  insert into sync.stream as s (user_id, last) values (who, 1)
    on conflict (user_id) do update set last = s.last + 1
    returning last into given;
  if sync.is_gone(keep.at) then
    delete from sync.stream where user_id = who and last = 1;
    return null;
  end if;
  insert into sync.update (user_id, number, type, time, kept_at, data, bytes)
    values (who, given, keep.type, keep.at, clock_timestamp(), keep.data, octet_length(keep.data::text));
  if given % 100 = 0 and given > keep.most then
    delete from sync.update u where u.user_id = who and u.number <= given - keep.most;
  end if;
  return given;
end $function$;

CREATE OR REPLACE FUNCTION sync.list_set_aside(after uuid, most integer)
 RETURNS SETOF sync.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM sync.set_aside
   WHERE ((set_aside.set_aside_at IS NOT NULL) AND ((list_set_aside.after IS NULL) OR (set_aside.id < list_set_aside.after)))
   ORDER BY set_aside.id DESC
  LIMIT list_set_aside.most;
END;

CREATE OR REPLACE FUNCTION sync.note_failure(failure json, most_tries integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      noted sync.set_aside := json_populate_record(null::sync.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from sync.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into sync.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update sync.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from sync.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $function$;

CREATE OR REPLACE FUNCTION sync.take_back(wanted uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      taken sync.set_aside;
    begin
      delete from sync.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into sync.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $function$;

CREATE OR REPLACE FUNCTION tasks.find_set_aside(wanted uuid)
 RETURNS SETOF tasks.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM tasks.set_aside
   WHERE ((set_aside.id = find_set_aside.wanted) AND (set_aside.set_aside_at IS NOT NULL));
END;

CREATE OR REPLACE FUNCTION tasks.forget_answered(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM tasks.idempotency
   WHERE (idempotency.created_at < forget_answered.before);
END;

CREATE OR REPLACE FUNCTION tasks.forget_failures(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM tasks.set_aside
   WHERE ((set_aside.set_aside_at IS NULL) AND (set_aside.failed_at < forget_failures.before));
END;

CREATE OR REPLACE FUNCTION tasks.forget_old(published_before timestamp with time zone, answered_before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT tasks.forget_published(published_before) AS forget_published,
     tasks.forget_answered(answered_before) AS forget_answered;
END;

CREATE OR REPLACE FUNCTION tasks.forget_published(before timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 DELETE FROM tasks.outbox
   WHERE (outbox.published_at < forget_published.before);
END;

CREATE OR REPLACE FUNCTION tasks.list_set_aside(after uuid, most integer)
 RETURNS SETOF tasks.set_aside
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT set_aside.id,
     set_aside.user_id,
     set_aside.way,
     set_aside.consumer,
     set_aside.source,
     set_aside.event_id,
     set_aside.topic,
     set_aside.type,
     set_aside.subject,
     set_aside."time",
     set_aside.data,
     set_aside.traceparent,
     set_aside.tries,
     set_aside.reason,
     set_aside.first_at,
     set_aside.failed_at,
     set_aside.set_aside_at
    FROM tasks.set_aside
   WHERE ((set_aside.set_aside_at IS NOT NULL) AND ((list_set_aside.after IS NULL) OR (set_aside.id < list_set_aside.after)))
   ORDER BY set_aside.id DESC
  LIMIT list_set_aside.most;
END;

CREATE OR REPLACE FUNCTION tasks.mark_published(ids uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 UPDATE tasks.outbox SET published_at = now()
   WHERE ((outbox.id = ANY (mark_published.ids)) AND (outbox.published_at IS NULL));
END;

CREATE OR REPLACE FUNCTION tasks.matching(query tsquery, ranked boolean)
 RETURNS TABLE(id uuid, status text, priority smallint, due_date date, due_time time without time zone, due_at timestamp with time zone, due_order timestamp with time zone, repeat jsonb, series_id uuid, reminders jsonb, created_at timestamp with time zone, updated_at timestamp with time zone, deleted_at timestamp with time zone, title_order text, distance real)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'public'
BEGIN ATOMIC
 SELECT t.id,
     t.status,
     t.priority,
     t.due_date,
     t.due_time,
     t.due_at,
     t.due_order,
     t.repeat,
     t.series_id,
     t.reminders,
     t.created_at,
     t.updated_at,
     t.deleted_at,
     t.title_order,
         CASE
             WHEN matching.ranked THEN (- ts_rank(t.search, matching.query))
             ELSE (0)::real
         END AS "case"
    FROM tasks.task t
   WHERE (((t.user_id || ''::text) = zerodue.caller()) AND (tasks.own_words(t.user_id, t.search) @@ tasks.own_query(zerodue.caller(), matching.query)));
END;

CREATE OR REPLACE FUNCTION tasks.note_failure(failure json, most_tries integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      noted tasks.set_aside := json_populate_record(null::tasks.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from tasks.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into tasks.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update tasks.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from tasks.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $function$;

CREATE OR REPLACE FUNCTION tasks.own_query(user_id text, query tsquery)
 RETURNS tsquery
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (regexp_replace((query)::text, '''((?:[^'']|'''')*)'''::text, ((''''::text || tasks.owner_mark(user_id)) || '\1'''::text), 'g'::text))::tsquery;

CREATE OR REPLACE FUNCTION tasks.own_words(user_id text, search tsvector)
 RETURNS tsvector
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  mark text := tasks.owner_mark(user_id);
begin
  return array_to_tsvector(array(select mark || left(word, 300) from unnest(tsvector_to_array(search)) as word));
end $function$;

CREATE OR REPLACE FUNCTION tasks.owner_mark(user_id text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN "left"(encode(sha256(convert_to(user_id, 'UTF8'::name)), 'hex'::text), 8);

CREATE OR REPLACE FUNCTION tasks.purgeable(before timestamp with time zone, most integer)
 RETURNS TABLE(user_id text, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT t.user_id,
     t.id
    FROM tasks.task t
   WHERE (t.deleted_at < purgeable.before)
   ORDER BY t.deleted_at
  LIMIT purgeable.most;
END;

CREATE OR REPLACE FUNCTION tasks.take_back(wanted uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      taken tasks.set_aside;
    begin
      delete from tasks.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into tasks.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $function$;

CREATE OR REPLACE FUNCTION tasks.unpublished_events(after uuid, most integer)
 RETURNS SETOF tasks.outbox
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 WITH page AS (
          SELECT o_1.id,
             (sum(pg_column_size(o_1.data)) OVER (ORDER BY o_1.id) - pg_column_size(o_1.data)) AS bytes_before
            FROM tasks.outbox o_1
           WHERE ((o_1.published_at IS NULL) AND (o_1.id > unpublished_events.after))
           ORDER BY o_1.id
          LIMIT unpublished_events.most
         )
  SELECT o.id,
     o.user_id,
     o.topic,
     o.type,
     o.subject,
     o."time",
     o.data,
     o.traceparent,
     o.published_at
    FROM (page
      JOIN tasks.outbox o USING (id))
   WHERE (page.bytes_before < 1000000)
   ORDER BY o.id;
END;

CREATE OR REPLACE FUNCTION zerodue.caller()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('app.user'::text, true), ''::text);

CREATE OR REPLACE FUNCTION zerodue.create_deleted_user(owner_schema name)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  execute format($sql$
    create table if not exists %1$I.deleted_user (
      user_hash bytea primary key,
      at timestamptz not null
    );
  $sql$, owner_schema);
  if to_regclass(format('%I.deleted_user_by_age', owner_schema)) is null then
    execute format('create index deleted_user_by_age on %I.deleted_user (at)', owner_schema);
  end if;
  if not (select relrowsecurity from pg_class where oid = format('%I.deleted_user', owner_schema)::regclass) then
    execute format('alter table %I.deleted_user enable row level security', owner_schema);
  end if;
  execute format($sql$
    create or replace function %1$I.is_deleted(user_id text, since timestamptz) returns boolean
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select exists (
          select from %1$I.deleted_user where user_hash = zerodue.hash_of(is_deleted.user_id) and at >= is_deleted.since);
      end;

    create or replace function %1$I.is_gone(since timestamptz) returns boolean
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select exists (
          select from %1$I.deleted_user where user_hash = zerodue.hash_of(zerodue.caller()) and at >= is_gone.since);
      end;
    revoke execute on function %1$I.is_deleted, %1$I.is_gone from public;
  $sql$, owner_schema);
end $function$;

CREATE OR REPLACE FUNCTION zerodue.create_idempotency(owner_schema name, writer name)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  idempotency text := format('%I.idempotency', owner_schema);
begin
  if to_regclass(idempotency) is null then
    execute format($sql$
      create table %1$I.idempotency (
        user_id text not null,
        key text not null,
        fingerprint text not null,
        status smallint not null,
        headers jsonb not null,
        body text not null,
        created_at timestamptz not null default now(),
        primary key (user_id, key)
      );
      create index idempotency_by_age on %1$I.idempotency (created_at);
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(idempotency::regclass);
  execute format($sql$
    grant select, insert, delete on %1$I.idempotency to %2$I;

    create or replace function %1$I.forget_answered(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.idempotency where created_at < before;
      end;
    revoke execute on function %1$I.forget_answered from public;
    grant execute on function %1$I.forget_answered to %2$I;
  $sql$, owner_schema, writer);
end $function$;

CREATE OR REPLACE FUNCTION zerodue.create_inbox(owner_schema name, reader name)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if to_regclass(format('%I.inbox', owner_schema)) is null then
    execute format($sql$
      create table %1$I.inbox (
        consumer text not null,
        source text not null,
        id text not null,
        received_at timestamptz not null default now(),
        primary key (consumer, source, id)
      );
      create index inbox_by_age on %1$I.inbox (received_at);
      create table %1$I.seen (
        user_id text not null,
        id uuid not null,
        version integer not null,
        primary key (user_id, id)
      );
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(format('%I.seen', owner_schema)::regclass);
  execute format($sql$
    grant select, insert, delete on %1$I.inbox to %2$I;
    grant select, insert, update, delete on %1$I.seen to %2$I;
  $sql$, owner_schema, reader);
end $function$;

CREATE OR REPLACE FUNCTION zerodue.create_outbox(owner_schema name, writer name)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  outbox text := format('%I.outbox', owner_schema);
begin
  if to_regclass(outbox) is null then
    execute format($sql$
      create table %1$I.outbox (
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
      create index outbox_unpublished on %1$I.outbox (id) where published_at is null;
      create index outbox_published on %1$I.outbox (published_at) where published_at is not null;
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(outbox::regclass);
  execute format($sql$
    grant select, insert, delete on %1$I.outbox to %2$I;

    -- Unpublished events of all people: the function empties its outbox, not a person. A sweep reads page after page and
    -- starts from the beginning each time, because the order of ids is not the order of commits. A page is bounded in its
    -- size too, as it is stored; it has at least one event.
    create or replace function %1$I.unpublished_events(after uuid, most integer) returns setof %1$I.outbox
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        with page as (
          select o.id, sum(pg_column_size(o.data)) over (order by o.id) - pg_column_size(o.data) as bytes_before
          from %1$I.outbox o where o.published_at is null and o.id > after order by o.id limit most)
        select o.* from page join %1$I.outbox o using (id) where page.bytes_before < 1000000 order by o.id;
      end;

    create or replace function %1$I.mark_published(ids uuid[]) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        update %1$I.outbox set published_at = now() where id = any(ids) and published_at is null;
      end;

    create or replace function %1$I.forget_published(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.outbox where published_at < before;
      end;

    revoke execute on function %1$I.unpublished_events, %1$I.mark_published, %1$I.forget_published from public;
    grant execute on function %1$I.unpublished_events, %1$I.mark_published, %1$I.forget_published to %2$I;
  $sql$, owner_schema, writer);
end $function$;

CREATE OR REPLACE FUNCTION zerodue.create_schema(owner_schema name, role name)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if not exists (select from pg_roles where rolname = role) then
    execute format('create role %I nologin', role);
  end if;
  if not pg_has_role(current_user, role, 'set') then
    execute format('grant %I to %I', role, current_user);
  end if;
  execute format($sql$
    create schema if not exists %1$I;
    revoke all on all tables in schema zerodue, %1$I from %2$I;
    revoke all on all sequences in schema %1$I from %2$I;
    revoke all on all functions in schema %1$I from %2$I;
    grant usage on schema zerodue, %1$I to %2$I;
  $sql$, owner_schema, role);
end $function$;

CREATE OR REPLACE FUNCTION zerodue.create_set_aside(owner_schema name, role name)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if to_regclass(format('%I.set_aside', owner_schema)) is null then
    execute format($sql$
      create table %1$I.set_aside (
        id uuid primary key,
        user_id text not null,
        way text not null check (way in ('published', 'received')),
        consumer text not null,
        source text not null,
        event_id text not null,
        topic text,
        type text not null,
        subject text,
        time text not null,
        data json not null,
        traceparent text,
        tries integer not null,
        reason text not null,
        first_at timestamptz not null,
        failed_at timestamptz not null,
        set_aside_at timestamptz,
        unique (way, consumer, source, event_id)
      );
      create index set_aside_waiting on %1$I.set_aside (id) where set_aside_at is not null;
      create index set_aside_by_user on %1$I.set_aside (user_id);
    $sql$, owner_schema);
  end if;
  perform zerodue.protect(format('%I.set_aside', owner_schema)::regclass);
  execute format($sql$
    grant select on %1$I.set_aside to %2$I;

    -- Records a failure, and answers whether the event is set aside with this one. A published event leaves the outbox
    -- then; one that has left it already, because its account was deleted, is not recorded.
    create or replace function %1$I.note_failure(failure json, most_tries integer) returns boolean
      language plpgsql volatile security definer set search_path = pg_catalog as $body$
    declare
      noted %1$I.set_aside := json_populate_record(null::%1$I.set_aside, failure);
    begin
      if noted.way = 'published' then
        perform from %1$I.outbox where id = noted.event_id::uuid and published_at is null for update;
        if not found then
          return false;
        end if;
      end if;
      noted.tries := 1;
      noted.first_at := clock_timestamp();
      noted.failed_at := noted.first_at;
      insert into %1$I.set_aside as known select noted.*
        on conflict (way, consumer, source, event_id) do update
          set tries = known.tries + 1, reason = excluded.reason, failed_at = excluded.failed_at
        returning * into noted;
      if noted.tries < most_tries then
        return false;
      end if;
      update %1$I.set_aside set set_aside_at = coalesce(set_aside_at, noted.failed_at) where id = noted.id;
      if noted.way = 'published' then
        delete from %1$I.outbox where id = noted.event_id::uuid;
      end if;
      return true;
    end $body$;

    create or replace function %1$I.list_set_aside(after uuid, most integer) returns setof %1$I.set_aside
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select * from %1$I.set_aside
        where set_aside_at is not null and (after is null or id < after) order by id desc limit most;
      end;

    create or replace function %1$I.find_set_aside(wanted uuid) returns setof %1$I.set_aside
      language sql stable security definer set search_path = pg_catalog
      begin atomic
        select * from %1$I.set_aside where id = wanted and set_aside_at is not null;
      end;

    -- After a replay: the event has been handled, or goes back into the outbox.
    create or replace function %1$I.take_back(wanted uuid) returns void
      language plpgsql volatile security definer set search_path = pg_catalog as $body$
    declare
      taken %1$I.set_aside;
    begin
      delete from %1$I.set_aside where id = wanted returning * into taken;
      if taken.way = 'published' then
        insert into %1$I.outbox (id, user_id, topic, type, subject, time, data, traceparent)
        values (taken.event_id::uuid, taken.user_id, taken.topic, taken.type, taken.subject, taken.time::timestamptz,
          taken.data, taken.traceparent)
        on conflict do nothing;
      end if;
    end $body$;

    -- Failures that were followed by a success.
    create or replace function %1$I.forget_failures(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.set_aside where set_aside_at is null and failed_at < before;
      end;

    revoke execute on function %1$I.note_failure, %1$I.list_set_aside, %1$I.find_set_aside,
      %1$I.take_back, %1$I.forget_failures from public;
    grant execute on function %1$I.note_failure, %1$I.list_set_aside, %1$I.find_set_aside,
      %1$I.take_back, %1$I.forget_failures to %2$I;
  $sql$, owner_schema, role);
end $function$;

CREATE OR REPLACE FUNCTION zerodue.delete_rows(owner_schema name, deleted text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  owned regclass;
begin
  for owned in
    select c.oid from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id' and not a.attisdropped
    where c.relnamespace = owner_schema::text::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname
  loop
    execute format('delete from %s where user_id = $1', owned) using deleted;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION zerodue.delete_user(owner_schema name, deleted text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform zerodue.delete_rows(owner_schema, deleted);
  execute format(
    'insert into %I.deleted_user as d values ($1, $2)
      on conflict (user_hash) do update set at = greatest(d.at, excluded.at)', owner_schema)
    using zerodue.hash_of(deleted), at;
end $function$;

CREATE OR REPLACE FUNCTION zerodue.hash_of(user_id text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(user_id, 'UTF8'::name));

CREATE OR REPLACE FUNCTION zerodue.note_start(name text, took_ms integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 INSERT INTO zerodue.start_time AS known (function, ms)
   VALUES (note_start.name, note_start.took_ms) ON CONFLICT(function) DO UPDATE SET ms = GREATEST(excluded.ms, (((known.ms * 7) + excluded.ms) / 8));
END;

CREATE OR REPLACE FUNCTION zerodue.protect(owned regclass, condition text DEFAULT '(user_id = zerodue.caller())'::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if not (select relrowsecurity from pg_class where oid = owned) then
    execute format('alter table %s enable row level security', owned);
  end if;
  if not exists (
    select from pg_policy where polrelid = owned and polname = 'own' and pg_get_expr(polqual, polrelid) = condition)
  then
    execute format('drop policy if exists own on %s', owned);
    execute format('create policy own on %s using %s', owned, condition);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION zerodue.start_ms(names text[], unknown_ms integer)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
BEGIN ATOMIC
 SELECT (sum(COALESCE(known.ms, start_ms.unknown_ms)))::integer AS sum
    FROM (unnest(start_ms.names) name(name)
      LEFT JOIN zerodue.start_time known ON ((known.function = name.name)));
END;

CREATE OR REPLACE FUNCTION zerodue.vitals()
 RETURNS TABLE(name text, labels jsonb, value double precision)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  owned record;
begin
  -- The schemas, each with the function whose role may use it.
  for owned in
    select n.nspname as schema, replace(min(a.grantee::regrole::text), '_', '-') as function,
      to_regclass(format('%I.outbox', n.nspname)) as outbox, to_regclass(format('%I.set_aside', n.nspname)) as set_aside,
      to_regprocedure(format('%I.vitals()', n.nspname)) as own
    from pg_namespace n, aclexplode(n.nspacl) a
    where n.nspname <> 'zerodue' and n.nspowner = current_user::regrole and a.grantee not in (0, n.nspowner)
    group by n.nspname order by n.nspname
  loop
    if owned.outbox is not null then
      return query execute format($sql$
        select figure.* from (
          select count(*) as events, extract(epoch from clock_timestamp() - min(time)) as age
          from %s where published_at is null) o,
        lateral (values ('zerodue.outbox.events', $1, o.events::double precision),
          ('zerodue.outbox.age', $1, greatest(coalesce(o.age, 0), 0)::double precision)) figure $sql$, owned.outbox)
        using jsonb_build_object('function', owned.function);
    end if;
    if owned.set_aside is not null then
      return query execute format($sql$
        select 'zerodue.set_aside.waiting', $1, count(*)::double precision from %s where set_aside_at is not null $sql$,
        owned.set_aside)
        using jsonb_build_object('function', owned.function);
    end if;
    if owned.own is not null then
      return query execute format('select * from %I.vitals()', owned.schema);
    end if;
  end loop;

  return query
    select 'zerodue.database.size', '{}'::jsonb, pg_database_size(current_database())::double precision;
  -- A connection gives its role as its name; the role with which it logged in may be the same for all functions.
  return query
    select 'zerodue.database.connections', jsonb_build_object('role', coalesce(r.rolname, c.usename), 'state', c.state),
      count(*)::double precision
    from (
      select a.application_name, a.usename, coalesce(a.state, 'unknown') as state
      from pg_stat_activity a where a.datname = current_database() and a.backend_type = 'client backend') c
    left join pg_roles r on r.rolname = c.application_name
    group by coalesce(r.rolname, c.usename), c.state;
end $function$;

CREATE TRIGGER write_events AFTER INSERT ON identity.person FOR EACH ROW EXECUTE FUNCTION identity.write_events();
CREATE TRIGGER write_events AFTER INSERT ON identity.session FOR EACH ROW EXECUTE FUNCTION identity.write_events();
CREATE TRIGGER write_session_ended AFTER DELETE ON identity.session FOR EACH ROW WHEN ((old.expires_at > now())) EXECUTE FUNCTION identity.write_session_ended();

create role assistant with nosuperuser nobypassrls nocreaterole;
create role audit_sink with nosuperuser nobypassrls nocreaterole;
create role notifier with nosuperuser nobypassrls nocreaterole;
create role reminder_firer with nosuperuser nobypassrls nocreaterole;
create role sync_relay with nosuperuser nobypassrls nocreaterole;
create role task_api with nosuperuser nobypassrls nocreaterole;
create role watcher with nosuperuser nobypassrls nocreaterole;

grant execute on function assistant.delete_caller(timestamp with time zone) to assistant;
grant execute on function assistant.find_set_aside(uuid) to assistant;
grant execute on function assistant.forget_failures(timestamp with time zone) to assistant;
grant execute on function assistant.forget_model_usage(date) to assistant;
grant execute on function assistant.forget_old(timestamp with time zone,timestamp with time zone) to assistant;
grant execute on function assistant.forget_published(timestamp with time zone) to assistant;
grant execute on function assistant.is_gone(timestamp with time zone) to assistant;
grant execute on function assistant.list_set_aside(uuid,integer) to assistant;
grant execute on function assistant.mark_published(uuid[]) to assistant;
grant execute on function assistant.note_failure(json,integer) to assistant;
grant execute on function assistant.take_back(uuid) to assistant;
grant execute on function assistant.unpublished_events(uuid,integer) to assistant;
grant execute on function audit.append(text,uuid,text,text,text,uuid,timestamp with time zone,text,text,json,bytea) to audit_sink;
grant execute on function audit.append_all(json) to audit_sink;
grant execute on function audit.find_dead_letter(uuid) to audit_sink;
grant execute on function audit.find_set_aside(uuid) to audit_sink;
grant execute on function audit.forget_failures(timestamp with time zone) to audit_sink;
grant execute on function audit.forget_old(timestamp with time zone,timestamp with time zone) to audit_sink;
grant execute on function audit.keep_dead_letter(uuid,bytea,text,timestamp with time zone,jsonb,bytea,text,integer,text,timestamp with time zone) to audit_sink;
grant execute on function audit.list_dead_letters(uuid,boolean,integer) to audit_sink;
grant execute on function audit.list_set_aside(uuid,integer) to audit_sink;
grant execute on function audit.note_failure(json,integer) to audit_sink;
grant execute on function audit.note_replay(uuid,integer,timestamp with time zone) to audit_sink;
grant execute on function audit.take_back(uuid) to audit_sink;
grant execute on function identity.begin_write(text,timestamp with time zone) to task_api;
grant execute on function identity.calendar_owner(bytea) to task_api;
grant execute on function identity.delete_caller(timestamp with time zone) to task_api;
grant execute on function identity.forget_old() to task_api;
grant execute on function identity.oauth_owner(bytea) to task_api;
grant execute on function identity.use_access_token(bytea,timestamp with time zone) to task_api;
grant execute on function identity.use_api_token(bytea,timestamp with time zone) to task_api;
grant execute on function notifications.claim_due(timestamp with time zone,timestamp with time zone,integer,uuid[]) to notifier;
grant execute on function notifications.delete_caller(timestamp with time zone) to notifier;
grant execute on function notifications.find_set_aside(uuid) to notifier;
grant execute on function notifications.forget_answered(timestamp with time zone) to notifier;
grant execute on function notifications.forget_failures(timestamp with time zone) to notifier;
grant execute on function notifications.forget_old(timestamp with time zone) to notifier;
grant execute on function notifications.forget_published(timestamp with time zone) to notifier;
grant execute on function notifications.is_gone(timestamp with time zone) to notifier;
grant execute on function notifications.list_set_aside(uuid,integer) to notifier;
grant execute on function notifications.mark_published(uuid[]) to notifier;
grant execute on function notifications.next_due() to notifier;
grant execute on function notifications.note_failure(json,integer) to notifier;
grant execute on function notifications.take_back(uuid) to notifier;
grant execute on function notifications.unpublished_events(uuid,integer) to notifier;
grant execute on function reminders.alarm_for(timestamp with time zone) to reminder_firer;
grant execute on function reminders.alarms() to reminder_firer;
grant execute on function reminders.claim_due(timestamp with time zone,integer) to reminder_firer;
grant execute on function reminders.delete_caller(timestamp with time zone) to reminder_firer;
grant execute on function reminders.find_set_aside(uuid) to reminder_firer;
grant execute on function reminders.forget_failures(timestamp with time zone) to reminder_firer;
grant execute on function reminders.forget_old(timestamp with time zone) to reminder_firer;
grant execute on function reminders.forget_published(timestamp with time zone) to reminder_firer;
grant execute on function reminders.is_due_at(timestamp with time zone) to reminder_firer;
grant execute on function reminders.is_gone(timestamp with time zone) to reminder_firer;
grant execute on function reminders.list_set_aside(uuid,integer) to reminder_firer;
grant execute on function reminders.mark_published(uuid[]) to reminder_firer;
grant execute on function reminders.note_alarm(timestamp with time zone,timestamp with time zone) to reminder_firer;
grant execute on function reminders.note_failure(json,integer) to reminder_firer;
grant execute on function reminders.settle(json,json) to reminder_firer;
grant execute on function reminders.take_back(uuid) to reminder_firer;
grant execute on function reminders.unpublished_events(uuid,integer) to reminder_firer;
grant execute on function sync.delete_caller(timestamp with time zone) to sync_relay;
grant execute on function sync.find_set_aside(uuid) to sync_relay;
grant execute on function sync.forget_failures(timestamp with time zone) to sync_relay;
grant execute on function sync.forget_old(timestamp with time zone,timestamp with time zone) to sync_relay;
grant execute on function sync.heads(text[]) to sync_relay;
grant execute on function sync.is_gone(timestamp with time zone) to sync_relay;
grant execute on function sync.keep(text,timestamp with time zone,json,bigint) to sync_relay;
grant execute on function sync.list_set_aside(uuid,integer) to sync_relay;
grant execute on function sync.note_failure(json,integer) to sync_relay;
grant execute on function sync.take_back(uuid) to sync_relay;
grant execute on function tasks.find_set_aside(uuid) to task_api;
grant execute on function tasks.forget_answered(timestamp with time zone) to task_api;
grant execute on function tasks.forget_failures(timestamp with time zone) to task_api;
grant execute on function tasks.forget_old(timestamp with time zone,timestamp with time zone) to task_api;
grant execute on function tasks.forget_published(timestamp with time zone) to task_api;
grant execute on function tasks.list_set_aside(uuid,integer) to task_api;
grant execute on function tasks.mark_published(uuid[]) to task_api;
grant execute on function tasks.matching(tsquery,boolean) to task_api;
grant execute on function tasks.note_failure(json,integer) to task_api;
grant execute on function tasks.own_query(text,tsquery) to task_api;
grant execute on function tasks.own_words(text,tsvector) to task_api;
grant execute on function tasks.owner_mark(text) to task_api;
grant execute on function tasks.purgeable(timestamp with time zone,integer) to task_api;
grant execute on function tasks.take_back(uuid) to task_api;
grant execute on function tasks.unpublished_events(uuid,integer) to task_api;
grant execute on function zerodue.caller() to public;
grant execute on function zerodue.note_start(text,integer) to notifier;
grant execute on function zerodue.note_start(text,integer) to reminder_firer;
grant execute on function zerodue.start_ms(text[],integer) to reminder_firer;
grant execute on function zerodue.vitals() to watcher;
grant usage on schema assistant to assistant;
grant usage on schema audit to audit_sink;
grant usage on schema identity to task_api;
grant usage on schema notifications to notifier;
grant usage on schema reminders to reminder_firer;
grant usage on schema sync to sync_relay;
grant usage on schema tasks to task_api;
grant usage on schema zerodue to assistant;
grant usage on schema zerodue to audit_sink;
grant usage on schema zerodue to notifier;
grant usage on schema zerodue to reminder_firer;
grant usage on schema zerodue to sync_relay;
grant usage on schema zerodue to task_api;
grant usage on schema zerodue to watcher;
grant delete, insert, select, update on table assistant.conversation to assistant;
grant delete, insert, select on table assistant.inbox to assistant;
grant insert, select, update on table assistant.model_usage to assistant;
grant delete, insert, select on table assistant.outbox to assistant;
grant insert, select, update on table assistant.recent_call to assistant;
grant delete, insert, select, update on table assistant.seen to assistant;
grant select on table assistant.set_aside to assistant;
grant delete, insert, select, update on table assistant.turn to assistant;
grant select on table audit.chain to audit_sink;
grant select on table audit.entry to audit_sink;
grant select on table audit.set_aside to audit_sink;
grant delete, insert, select, update on table identity.access_token to task_api;
grant delete, insert, select on table identity.api_token to task_api;
grant delete, insert, select, update on table identity.attempt to task_api;
grant delete, insert, select, update on table identity.authorization_code to task_api;
grant delete, insert, select, update on table identity.calendar to task_api;
grant delete, insert, select, update on table identity.connection to task_api;
grant delete, insert, select, update on table identity.credential to task_api;
grant delete, insert, select, update on table identity.jwks to task_api;
grant insert, select on table identity.oauth_client to task_api;
grant delete, insert, select, update on table identity.person to task_api;
grant delete, insert, select, update on table identity.profile to task_api;
grant delete, insert, select, update on table identity.refresh_token to task_api;
grant delete, insert, select, update on table identity.session to task_api;
grant delete, insert, select, update on table identity.verification to task_api;
grant insert, select on table notifications.attempt to notifier;
grant delete, insert, select, update on table notifications.breaker to notifier;
grant delete, insert, select, update on table notifications.channel to notifier;
grant insert, select, update on table notifications.delivery to notifier;
grant delete, insert, select, update on table notifications.idempotency to notifier;
grant delete, insert, select on table notifications.inbox to notifier;
grant delete, insert, select on table notifications.outbox to notifier;
grant delete, insert, select, update on table notifications.seen to notifier;
grant select on table notifications.set_aside to notifier;
grant insert, select on table notifications.used_link to notifier;
grant delete, insert, select on table reminders.alarm to reminder_firer;
grant delete, insert, select on table reminders.inbox to reminder_firer;
grant delete, insert, select on table reminders.outbox to reminder_firer;
grant delete, insert, select, update on table reminders.profile to reminder_firer;
grant delete, insert, select, update on table reminders.reminder to reminder_firer;
grant delete, insert, select, update on table reminders.seen to reminder_firer;
grant select on table reminders.set_aside to reminder_firer;
grant delete, insert, select, update on table reminders.task to reminder_firer;
grant delete, insert, select on table sync.inbox to sync_relay;
grant delete, insert, select, update on table sync.seen to sync_relay;
grant select on table sync.set_aside to sync_relay;
grant delete, insert, select, update on table sync.stream to sync_relay;
grant delete, insert, select, update on table sync.update to sync_relay;
grant delete, insert, select on table tasks.idempotency to task_api;
grant delete, insert, select on table tasks.inbox to task_api;
grant delete, insert, select on table tasks.outbox to task_api;
grant select on table tasks.searchable to task_api;
grant delete, insert, select, update on table tasks.seen to task_api;
grant select on table tasks.set_aside to task_api;
grant delete, insert, select, update on table tasks.tag to task_api;
grant delete, insert, select, update on table tasks.task to task_api;
grant delete, insert, select, update on table tasks.word to task_api;
