-- The SQL files that are applied again whenever they change, each with the checksum of what was applied last.
create table zerodue.applied (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);
