-- What seed.sql makes, row for row, in the tables of MLflow's own server.
with made as (
  insert into experiments (name, artifact_location, lifecycle_stage, creation_time, last_update_time)
  values (?, 'mlflow-artifacts:/seeded', 'active', 1700000000000, 1700000000000)
  returning experiment_id),
numbers as (
  select experiment_id, n, (random() * 1e9)::bigint r from made, generate_series(1, ?::int) n),
runs as (
  insert into runs (run_uuid, experiment_id, name, user_id, status, start_time, end_time,
    artifact_uri, lifecycle_stage, source_type, source_name, entry_point_name, source_version)
  select md5(experiment_id || '/' || n), experiment_id, 'run-' || n, 'user' || n % 20,
    case when n % 100 = 0 then 'FAILED' when n % 1000 = 1 then 'RUNNING' else 'FINISHED' end,
    1700000000000 + n * 1000, case when n % 1000 <> 1 then 1700000000000 + n * 1000 + r % 900000 end,
    'mlflow-artifacts:/' || experiment_id || '/' || md5(experiment_id || '/' || n) || '/artifacts',
    'active', 'UNKNOWN', '', '', ''
  from numbers
  returning run_uuid, experiment_id, start_time, (start_time - 1700000000000) / 1000 n),
metrics as (
  insert into latest_metrics (run_uuid, key, value, timestamp, step, is_nan)
  select run_uuid, m.key, case when m.nan then 0 else m.value end, start_time, 100, m.nan
  from runs, lateral (
    select 'm' || k key,
      case when k = 1 then (n * 7919 % 11)::float8
        else (hashint8(n * 31 + k)::float8 / 2147483648.0 + 1) / 2 end as value,
      k = 2 and n % 100 = 3 as nan
    from generate_series(0, ?::int - 1) k
    where k <> 2 or n % 50 <> 7
    union all
    select 'rare', n, false from (select 1) one where n % 1000 = 5) m),
parameters as (
  insert into params (run_uuid, key, value)
  select run_uuid, 'p' || k,
    case k when 0 then (array['adam', 'sgd', 'rmsprop'])[n % 3 + 1]
      when 1 then 'value-' || n
      else 'choice ' || hashint8(n + k * 1000) % 17 end
  from runs, generate_series(0, ?::int - 1) k),
marks as (
  insert into tags (run_uuid, key, value)
  select run_uuid, t.key, t.value
  from runs, lateral (
    select 'mlflow.runName' key, 'run-' || n as value
    union all
    select 'host', 'host-' || abs(hashint8(n)) % 1000
    union all
    select 't' || k, 'tag ' || hashint8(n + k * 77) % 10 from generate_series(0, ?::int - 1) k) t)
select distinct experiment_id from runs
