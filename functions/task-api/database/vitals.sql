-- How many people there are, and how many of them came in the last day, by a session, an API token or a connected program.
create or replace function identity.vitals() returns table (name text, labels jsonb, value double precision)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select 'zerodue.people', jsonb_build_object('active', 'all'), count(*)::double precision from identity.person
    union all
    select 'zerodue.people', jsonb_build_object('active', 'day'), count(*)::double precision
    from (
      select user_id from identity.session where updated_at > now() - interval '1 day'
      union
      select user_id from identity.api_token where last_used_at > now() - interval '1 day'
      union
      select user_id from identity.connection where last_used_at > now() - interval '1 day') active;
  end;
revoke execute on function identity.vitals from public;
