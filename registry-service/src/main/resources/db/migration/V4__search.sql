-- A search filters and orders the runs of some experiments by what was logged to them. What is logged
-- bears its run's experiment and start, which never change, so that one index answers for both: the
-- rows of a key that have some value, in the order of that value, then of the start.
alter table registry.latest_metric add column experiment_id bigint, add column started bigint;
alter table registry.param add column experiment_id bigint, add column started bigint,
  alter column value type text collate "C";
alter table registry.tag add column experiment_id bigint, add column started bigint,
  alter column value type text collate "C";

alter table registry.run
  alter column user_id type text collate "C",
  alter column status type text collate "C",
  alter column artifact_uri type text collate "C";

update registry.latest_metric m set experiment_id = r.experiment_id, started = r.start_time
from registry.run r where r.run_no = m.run_no;
update registry.param p set experiment_id = r.experiment_id, started = r.start_time
from registry.run r where r.run_no = p.run_no;
update registry.tag t set experiment_id = r.experiment_id, started = r.start_time
from registry.run r where r.run_no = t.run_no;

alter table registry.latest_metric
  alter column experiment_id set not null, alter column started set not null;
alter table registry.param
  alter column experiment_id set not null, alter column started set not null;
alter table registry.tag
  alter column experiment_id set not null, alter column started set not null;

create index latest_metric_by_value
  on registry.latest_metric (experiment_id, key, value, started, run_no);
-- Long texts do not fit into an index: their beginning does, and the rest is compared in the row.
create index param_by_value
  on registry.param (experiment_id, key, left(value, 128), started, run_no);
create index tag_by_value
  on registry.tag (experiment_id, key, left(value, 128), started, run_no);

create index run_by_stage
  on registry.run (experiment_id, lifecycle_stage, start_time desc, run_id);
create index run_by_start on registry.run (start_time desc, run_id);
create index run_by_status on registry.run (experiment_id, status, start_time desc);
create index run_by_end on registry.run (experiment_id, end_time);
create index run_by_user on registry.run (experiment_id, left(user_id, 128));
