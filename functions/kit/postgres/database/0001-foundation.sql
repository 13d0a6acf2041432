-- What has been applied, so that a migration runs once.
create schema zerodue;
create table zerodue.migration (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);

create extension if not exists btree_gin with schema public;
create extension if not exists fuzzystrmatch with schema public;

-- One role a function. It cannot log in until an operator gives it a password; until then the owner of the database
-- becomes it. Roles belong to the whole server, so another database of it may have made them already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'task_api') then
    create role task_api nologin;
  end if;
  execute format('grant task_api to %I', current_user);
end $$;

-- Who asks. Every policy compares with this; it is set for one transaction and never for a connection.
create function zerodue.caller() returns text
  language sql stable parallel safe
  return nullif(current_setting('app.user', true), '');

grant usage on schema zerodue to task_api;
grant select on zerodue.migration to task_api;
