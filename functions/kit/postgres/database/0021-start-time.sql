-- How long a function needs from the request or event that wakes it until it handles that.
create table zerodue.start_time (
  function text primary key,
  ms integer not null check (ms >= 0)
);
