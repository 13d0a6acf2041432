-- An index of words that all people share makes everybody search among everybody's tasks: a word that is common is read
-- for all of them before the owner is compared. So each word is kept under its owner, by a few letters of a hash. Two
-- owners with the same letters cost a little time; whose task it is, is compared all the same.
create function tasks.owner_mark(user_id text) returns text
  language sql immutable parallel safe
  return left(encode(sha256(convert_to(user_id, 'UTF8')), 'hex'), 8);

-- A word that is longer than what anybody searches for is kept by its beginning: an index has no room for more.
create function tasks.own_words(user_id text, search tsvector) returns tsvector
  language sql immutable parallel safe
  return array_to_tsvector(array(
    select tasks.owner_mark(user_id) || left(lexeme, 300) from unnest(search)));

-- The same for what is searched for: every quoted word of the query gets the mark.
create function tasks.own_query(user_id text, query tsquery) returns tsquery
  language sql immutable parallel safe
  return regexp_replace(query::text, '''((?:[^'']|'''')*)''', '''' || tasks.owner_mark(user_id) || '\1''', 'g')::tsquery;

drop index tasks.task_search;
create index task_search on tasks.task using gin (tasks.own_words(user_id, search));

create or replace function tasks.matching(query tsquery) returns setof tasks.task
  language sql stable security definer set search_path = pg_catalog, public rows 100
  begin atomic
    select * from tasks.task
    where user_id = zerodue.caller() and tasks.own_words(user_id, search) @@ tasks.own_query(zerodue.caller(), query);
  end;

revoke execute on function tasks.owner_mark, tasks.own_words, tasks.own_query from public;
grant execute on function tasks.owner_mark, tasks.own_words, tasks.own_query to task_api;
