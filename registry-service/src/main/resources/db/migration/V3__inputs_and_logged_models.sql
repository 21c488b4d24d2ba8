-- When something went into the bin; garbage collection counts its age from there.
alter table registry.experiment add column deleted_time bigint;
alter table registry.run add column deleted_time bigint;

create index run_in_bin on registry.run (deleted_time) where lifecycle_stage = 'deleted';

-- A dataset is known by its name and digest within its experiment; what was said first stays.
create table registry.dataset (
  dataset_no bigint generated always as identity primary key,
  experiment_id bigint not null references registry.experiment on delete cascade,
  name text collate "C" not null,
  digest text collate "C" not null,
  source_type text not null,
  source text not null,
  schema text,
  profile text,
  unique (experiment_id, name, digest)
);

create table registry.dataset_input (
  run_no bigint not null references registry.run on delete cascade,
  dataset_no bigint not null references registry.dataset on delete cascade,
  primary key (run_no, dataset_no)
);

create index dataset_input_by_dataset on registry.dataset_input (dataset_no);

create table registry.dataset_input_tag (
  run_no bigint not null,
  dataset_no bigint not null,
  key text collate "C" not null,
  value text not null,
  primary key (run_no, dataset_no, key),
  foreign key (run_no, dataset_no) references registry.dataset_input on delete cascade
);

-- Models that a run read and made. As in MLflow, an id may be of a model that is not here.
create table registry.model_input (
  run_no bigint not null references registry.run on delete cascade,
  model_id text collate "C" not null,
  primary key (run_no, model_id)
);

create table registry.model_output (
  run_no bigint not null references registry.run on delete cascade,
  model_id text collate "C" not null,
  step bigint not null,
  primary key (run_no, model_id)
);

-- logged_no is to a logged model what run_no is to a run.
create table registry.logged_model (
  logged_no bigint generated always as identity primary key,
  model_id text collate "C" not null unique,
  experiment_id bigint not null references registry.experiment,
  name text not null,
  model_type text not null,
  source_run_id text collate "C" not null,
  status text not null check (status in ('LOGGED_MODEL_STATUS_UNSPECIFIED',
    'LOGGED_MODEL_PENDING', 'LOGGED_MODEL_READY', 'LOGGED_MODEL_UPLOAD_FAILED')),
  artifact_uri text not null,
  creation_time bigint not null,
  last_updated_time bigint not null,
  lifecycle_stage text not null default 'active' check (lifecycle_stage in ('active', 'deleted')),
  deleted_time bigint
);

create index logged_model_by_experiment
  on registry.logged_model (experiment_id, creation_time desc, model_id);
create index logged_model_by_run on registry.logged_model (source_run_id);
create index logged_model_in_bin on registry.logged_model (deleted_time)
  where lifecycle_stage = 'deleted';

create table registry.logged_model_param (
  logged_no bigint not null references registry.logged_model on delete cascade,
  key text collate "C" not null,
  value text not null,
  primary key (logged_no, key)
);

create table registry.logged_model_tag (
  logged_no bigint not null references registry.logged_model on delete cascade,
  key text collate "C" not null,
  value text not null,
  primary key (logged_no, key)
);

-- Points that a run measured of a logged model, on a dataset where both texts are not empty.
create table registry.logged_model_metric (
  logged_no bigint not null references registry.logged_model on delete cascade,
  key text collate "C" not null,
  timestamp bigint not null,
  step bigint not null,
  run_no bigint not null references registry.run on delete cascade,
  value double precision not null,
  dataset_name text collate "C" not null,
  dataset_digest text collate "C" not null,
  primary key (logged_no, key, timestamp, step, run_no, value, dataset_name, dataset_digest)
);

create index logged_model_metric_by_run on registry.logged_model_metric (run_no);
create index logged_model_metric_by_dataset
  on registry.logged_model_metric (dataset_name, dataset_digest) where dataset_name <> '';
