-- The size of an update, so that a page of updates is bounded: an update may carry a hundred tasks. Older ones carry one.
alter table sync.update add column bytes integer not null default 1000;
