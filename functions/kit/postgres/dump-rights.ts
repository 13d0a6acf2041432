import type { Sql } from './connect.ts'
import { joined, ours, type Part } from './dump-part.ts'

export const policies: Part = sql =>
  joined(sql`
    select line from (
      select c.oid::regclass::text as place, 1 as rank, '' as name,
        format('alter table %s %s row level security;', c.oid::regclass,
          case when c.relforcerowsecurity then 'force' else 'enable' end) as line
      from pg_class c where c.relrowsecurity
      union all
      select polrelid::regclass::text, 2, polname::text, concat(
        format('create policy %I on %s as %s for %s to %s', polname, polrelid::regclass,
          case when polpermissive then 'permissive' else 'restrictive' end,
          case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
            else 'all' end,
          (select string_agg(case role when 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ')
            from unnest(polroles) role)),
        ' using (' || pg_get_expr(polqual, polrelid) || ')',
        ' with check (' || pg_get_expr(polwithcheck, polrelid) || ')', ';')
      from pg_policy) all_of_them
    order by place, rank, name`)

/** Every right that somebody other than the owner has; a function belongs to everybody until that is revoked. */
export const grants: Part = sql =>
  joined(sql`
    ${granted(sql)}
    select format('grant %s on %s %s to %s;', string_agg(lower(privilege_type), ', ' order by privilege_type),
      kind, name, role) as line
    from granted where role is not null group by kind, name, role order by kind, name, role`)

/** Roles belong to the server, so only those with rights here. */
export const roles: Part = sql =>
  joined(sql`
    ${granted(sql)}
    select concat_ws(' ', format('create role %I with', rolname),
      case when rolsuper then 'superuser' else 'nosuperuser' end,
      case when rolbypassrls then 'bypassrls' else 'nobypassrls' end,
      case when rolcreaterole then 'createrole' else 'nocreaterole' end) || ';' as line
    from pg_roles where quote_ident(rolname) in (select role from granted) order by rolname`)

const granted = (sql: Sql) => sql`
  with object (kind, name, owner, acl) as (
    select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
      from pg_namespace n where ${ours(sql, 'n.nspname', 'pg_namespace', 'n.oid')} and n.nspname <> 'public'
    union all
    select case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass::text, c.relowner, c.relacl
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${ours(sql, 'n.nspname', 'pg_class', 'c.oid')}
    union all
    select 'column', a.attrelid::regclass || '.' || quote_ident(a.attname), c.relowner, a.attacl
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where ${ours(sql, 'n.nspname', 'pg_class', 'c.oid')}
    union all
    select 'function', p.oid::regprocedure::text, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${ours(sql, 'n.nspname', 'pg_proc', 'p.oid')}),
  granted as (
    select kind, name, privilege_type,
      case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end as role
    from object, aclexplode(acl) where grantee <> owner)`
