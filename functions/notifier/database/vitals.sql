-- How many messages wait to be sent, by channel. A channel where none waits counts too, so that its figure goes back to 0.
create or replace function notifications.vitals() returns table (name text, labels jsonb, value double precision)
  language sql stable security definer set search_path = pg_catalog
  begin atomic
    select 'zerodue.notifications.waiting', jsonb_build_object('channel', channel.kind), count(d.id)::double precision
    from (values ('app'), ('email'), ('webpush'), ('webhook')) channel (kind)
    left join notifications.delivery d on d.kind = channel.kind and d.state in ('pending', 'sending')
    group by channel.kind;
  end;
revoke execute on function notifications.vitals from public;
