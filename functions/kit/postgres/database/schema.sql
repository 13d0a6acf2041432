-- Makes the schema of a function and its role. The role cannot log in until an operator gives it a password; until then the
-- owner of the database becomes it. Roles belong to the whole server, so another database may have made this one already.
-- The role starts with no right to anything in the schema: the rest of the file that calls this grants what it needs.
create or replace function zerodue.create_schema(owner_schema name, role name) returns void
  language plpgsql set search_path = pg_catalog as $$
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
end $$;
revoke execute on function zerodue.create_schema from public;
