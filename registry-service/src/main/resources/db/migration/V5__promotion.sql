-- The gates of a model and the head of its ledger lie in the model's row, which whoever moves an
-- alias locks first.
alter table registry.registered_model
  add column policy text,
  add column ledger_length bigint not null default 0,
  add column ledger_head text collate "C" not null default repeat('0', 64);

-- Every decision, one hash chain a model. It has no foreign keys, for it outlives what it tells of.
-- A promotion is the entries with its number, which is the sequence of its first one.
create table registry.ledger (
  entry_no bigint generated always as identity primary key,
  model_no bigint not null,
  sequence bigint not null,
  recorded_at bigint not null,
  model text collate "C" not null,
  via text collate "C" not null,
  action text collate "C" not null,
  state text collate "C",
  promotion bigint,
  alias text collate "C",
  version int,
  holder_before int,
  holder_after int,
  undoes bigint,
  actor text collate "C" not null,
  actor_verified boolean not null,
  comment text not null,
  detail text not null,
  previous text collate "C" not null,
  hash text collate "C" not null,
  unique (model_no, sequence)
);

create index ledger_by_promotion on registry.ledger (model_no, promotion, sequence);
create index ledger_of_promotions on registry.ledger (entry_no) where promotion = sequence;
create index ledger_of_promotions_by_model on registry.ledger (model_no, entry_no)
  where promotion = sequence;
-- Where a chain begins, gets another name and ends tells all names that it had.
create index ledger_by_model on registry.ledger (model)
  where sequence = 1 or action in ('model_renamed', 'model_deleted');
create index ledger_by_actor on registry.ledger (actor);
create index ledger_of_requests on registry.ledger (model_no, alias)
  where promotion = sequence and state = 'pending';
create index ledger_of_moves on registry.ledger (model_no, alias, sequence)
  where holder_before is distinct from holder_after;

create function registry.refuse_change_of_ledger() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only';
end $$;

create trigger ledger_is_append_only before update or delete or truncate on registry.ledger
  for each statement execute function registry.refuse_change_of_ledger();

-- The requests that came with an Idempotency-Key, and what they led to.
create table registry.promotion_key (
  key text collate "C" primary key,
  body_sha256 text not null,
  model_no bigint not null,
  promotion bigint not null
);
