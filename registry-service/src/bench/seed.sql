-- Adds an experiment with runs, what was logged to them included. Takes its name, the number of runs,
-- and how many metrics, parameters and tags each has.
--
-- Of the metrics, m0 is different in every run and m1 has eleven values; m2 is NaN in one run of a
-- hundred and missing in one of fifty; rare is there in one run of a thousand. Of the parameters,
-- p0 has three values, p1 is different in every run. The tag t0 has ten values, host a thousand.
with made as (
  insert into registry.experiment (name, artifact_location, creation_time, last_update_time)
  values (?, 'mlflow-artifacts:/seeded', 1700000000000, 1700000000000)
  returning experiment_id),
numbers as (
  select experiment_id, n, (random() * 1e9)::bigint r, random() u
  from made, generate_series(1, ?::int) n),
runs as (
  insert into registry.run (run_id, experiment_id, name, user_id, status, start_time, end_time,
    artifact_uri)
  select md5(experiment_id || '/' || n), experiment_id, 'run-' || n, 'user' || n % 20,
    case when n % 100 = 0 then 'FAILED' when n % 1000 = 1 then 'RUNNING' else 'FINISHED' end,
    1700000000000 + n * 1000, case when n % 1000 <> 1 then 1700000000000 + n * 1000 + r % 900000 end,
    'mlflow-artifacts:/' || experiment_id || '/' || md5(experiment_id || '/' || n) || '/artifacts'
  from numbers
  returning run_no, experiment_id, start_time, (start_time - 1700000000000) / 1000 n),
metrics as (
  insert into registry.latest_metric (run_no, key, value, timestamp, step, experiment_id, started)
  select run_no, m.key, m.value, start_time, 100, experiment_id, start_time
  from runs, lateral (
    select 'm' || k key,
      case
        when k = 1 then (n * 7919 % 11)::float8
        when k = 2 and n % 100 = 3 then 'NaN'
        else (hashint8(n * 31 + k)::float8 / 2147483648.0 + 1) / 2 end as value
    from generate_series(0, ?::int - 1) k
    where k <> 2 or n % 50 <> 7
    union all
    select 'rare', n from (select 1) one where n % 1000 = 5) m),
params as (
  insert into registry.param (run_no, key, value, experiment_id, started)
  select run_no, 'p' || k,
    case k when 0 then (array['adam', 'sgd', 'rmsprop'])[n % 3 + 1]
      when 1 then 'value-' || n
      else 'choice ' || hashint8(n + k * 1000) % 17 end,
    experiment_id, start_time
  from runs, generate_series(0, ?::int - 1) k),
tags as (
  insert into registry.tag (run_no, key, value, experiment_id, started)
  select run_no, t.key, t.value, experiment_id, start_time
  from runs, lateral (
    select 'mlflow.runName' key, 'run-' || n as value
    union all
    select 'host', 'host-' || abs(hashint8(n)) % 1000
    union all
    select 't' || k, 'tag ' || hashint8(n + k * 77) % 10 from generate_series(0, ?::int - 1) k) t)
select distinct experiment_id from runs
