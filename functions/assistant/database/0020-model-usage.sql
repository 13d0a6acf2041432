-- What the language model cost each person on each day in UTC. No text of a conversation is here.
create table assistant.model_usage (
  user_id text not null,
  day date not null,
  requests integer not null,
  tokens bigint not null,
  ms bigint not null,
  -- In millionths of the operator's currency.
  cost_micros bigint not null,
  primary key (user_id, day)
);
create index model_usage_by_day on assistant.model_usage (day);
