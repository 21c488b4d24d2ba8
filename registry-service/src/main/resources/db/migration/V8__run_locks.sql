-- A foreign key is looked up row by row, which is half of what a batch of metrics costs. Whoever
-- writes to these tables locks the run instead, once (for key share), and a run that is deleted
-- takes along what was logged to it. Logged models do the same.
alter table registry.metric drop constraint metric_run_no_fkey;
alter table registry.latest_metric drop constraint latest_metric_run_no_fkey;
alter table registry.param drop constraint param_run_no_fkey;
alter table registry.tag drop constraint tag_run_no_fkey;
alter table registry.logged_model_metric drop constraint logged_model_metric_run_no_fkey;
alter table registry.logged_model_metric drop constraint logged_model_metric_logged_no_fkey;

create function registry.forget_runs() returns trigger language plpgsql as $$
begin
  delete from registry.metric x using gone where x.run_no = gone.run_no;
  delete from registry.latest_metric x using gone where x.run_no = gone.run_no;
  delete from registry.param x using gone where x.run_no = gone.run_no;
  delete from registry.tag x using gone where x.run_no = gone.run_no;
  delete from registry.logged_model_metric x using gone where x.run_no = gone.run_no;
  return null;
end $$;

create trigger runs_forgotten after delete on registry.run
  referencing old table as gone for each statement execute function registry.forget_runs();

create function registry.forget_logged_models() returns trigger language plpgsql as $$
begin
  delete from registry.logged_model_metric x using gone where x.logged_no = gone.logged_no;
  return null;
end $$;

create trigger logged_models_forgotten after delete on registry.logged_model
  referencing old table as gone for each statement execute function registry.forget_logged_models();
