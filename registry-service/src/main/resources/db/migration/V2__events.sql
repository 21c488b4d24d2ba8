-- What changed in the registry, written in the transaction of the change. Numbers are drawn before
-- commit and so may become visible out of order; positions are given after commit, in one order.
create table registry.event (
  event_no bigint generated always as identity primary key,
  position bigint unique,
  occurred bigint not null,
  type text not null,
  model text not null,
  data jsonb not null
);

create index event_without_position on registry.event (event_no) where position is null;
