-- What a request with an idempotency key answered, one shape for every function that keeps such answers.
create function zerodue.create_idempotency(owner_schema name, writer name) returns void
  language plpgsql set search_path = pg_catalog as $$
begin
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
    alter table %1$I.idempotency enable row level security;
    create policy own on %1$I.idempotency using (user_id = zerodue.caller());
    grant select, insert, delete on %1$I.idempotency to %2$I;

    create function %1$I.forget_answered(before timestamptz) returns void
      language sql volatile security definer set search_path = pg_catalog
      begin atomic
        delete from %1$I.idempotency where created_at < before;
      end;
    revoke execute on function %1$I.forget_answered from public;
    grant execute on function %1$I.forget_answered to %2$I;
  $sql$, owner_schema, writer);
end $$;
revoke execute on function zerodue.create_idempotency from public;

-- A test answers what became of it, which is known only after the transaction that asks for it: so it is kept twice.
select zerodue.create_idempotency('notifications', 'notifier');
grant update on notifications.idempotency to notifier;

-- Removes everything of the caller, and remembers when: see `is_gone`.
create or replace function notifications.delete_caller(now timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog
  begin atomic
    delete from notifications.channel where user_id = zerodue.caller();
    delete from notifications.delivery where user_id = zerodue.caller();
    delete from notifications.attempt where user_id = zerodue.caller();
    delete from notifications.used_link where user_id = zerodue.caller();
    delete from notifications.idempotency where user_id = zerodue.caller();
    delete from notifications.seen where user_id = zerodue.caller();
    delete from notifications.outbox where user_id = zerodue.caller();
    insert into notifications.deleted_user values (sha256(convert_to(zerodue.caller(), 'UTF8')), delete_caller.now)
      on conflict (user_hash) do update set at = greatest(notifications.deleted_user.at, excluded.at);
  end;
