-- The end and the beginning of the log that readers see. Whoever gives positions locks this row.
create table registry.event_head (
  single boolean primary key default true check (single),
  last_position bigint not null,
  dropped_position bigint not null
);

insert into registry.event_head (last_position, dropped_position) values (0, 0);

-- How far those have come who must see every event before it is dropped.
create table registry.event_follower (
  name text primary key,
  position bigint not null
);

insert into registry.event_follower (name, position) values ('webhooks', 0);

create index event_by_model on registry.event (model, position);
create index event_by_type on registry.event (type, position);

create table registry.webhook (
  webhook_no bigint generated always as identity primary key,
  webhook_id text collate "C" not null unique,
  name text not null,
  description text not null,
  url text not null,
  events text[] not null,
  status text not null check (status in ('ACTIVE', 'DISABLED')),
  -- Encrypted by the registry, never by the database.
  secret bytea,
  creation_time bigint not null,
  last_updated_time bigint not null
);

create index webhook_by_creation on registry.webhook (creation_time desc, webhook_no desc);

-- What is still to be delivered, or was given up. What arrived has no row.
create table registry.webhook_delivery (
  delivery_no bigint generated always as identity primary key,
  delivery_id text collate "C" not null unique default gen_random_uuid()::text,
  webhook_no bigint not null references registry.webhook on delete cascade,
  event_no bigint not null references registry.event on delete cascade,
  model text not null,
  attempts int not null default 0,
  -- While it is tried: when the try counts as lost.
  due bigint not null,
  dead boolean not null default false,
  last_attempt bigint,
  last_status int,
  last_error text,
  unique (webhook_no, event_no)
);

create index webhook_delivery_by_event on registry.webhook_delivery (event_no);
create index webhook_delivery_waiting on registry.webhook_delivery (webhook_no, due) where not dead;
create index webhook_delivery_line on registry.webhook_delivery (webhook_no, model, delivery_no) where not dead;
create index webhook_delivery_dead on registry.webhook_delivery (webhook_no, delivery_no) where dead;
