-- What is known of each stored file's bytes. A file has the stamp of one row, or of none if a crash
-- came between the file and its row; rows of what it replaced go with a later upload.
create table registry.artifact_digest (
  path_sha256 bytea not null,
  stamp text collate "C" not null,
  path text collate "C" not null,
  bytes bigint not null,
  sha256 text not null,
  recorded_time bigint not null,
  primary key (path_sha256, stamp)
);

-- A key of PostgreSQL's has room for less than the longest path.
create index artifact_digest_by_path on registry.artifact_digest (left(path, 500), path_sha256);

-- The path in the registry's own store that a URI names; null for other stores.
create function registry.own_path(uri text) returns text
language sql immutable parallel safe
return case when uri ~* '^mlflow-artifacts:'
  then trim(both '/' from regexp_replace(uri, '^[^:]*:(//[^/]*)?', '')) end;

-- The directories in which a path lies: of a/b/c these are the store's root, a and a/b.
create function registry.directories(place text) returns text[]
language sql immutable parallel safe
return (
  select array_agg(array_to_string(names[1:depth], '/'))
  from (select string_to_array(place, '/') names) split,
    generate_series(0, cardinality(names) - 1) depth);

create index model_version_by_place
  on registry.model_version ((left(registry.own_path(storage_location), 500) collate "C"));

-- Whether the files of a model version are the place, in it, or all around it.
create function registry.has_version(place text) returns boolean
language sql stable
return exists (
    select from registry.model_version v
    where left(registry.own_path(v.storage_location), 500) collate "C"
        between left(place, 500) and left(place || '/', 500) || chr(1114111)
      and starts_with(registry.own_path(v.storage_location) || '/', place || '/'))
  or exists (
    select from registry.model_version v
    where left(registry.own_path(v.storage_location), 500) collate "C"
        = any (array(select left(d, 500) from unnest(registry.directories(place)) d))
      and registry.own_path(v.storage_location) = any (registry.directories(place)));

-- What was deleted before its cutoff is to be deleted for good.
create table registry.garbage_collection (
  collection_no bigint generated always as identity primary key,
  cutoff bigint not null,
  demanded_time bigint not null,
  finished_time bigint,
  runs bigint not null default 0,
  logged_models bigint not null default 0,
  experiments bigint not null default 0,
  directories bigint not null default 0
);

create index garbage_collection_unfinished on registry.garbage_collection (collection_no)
  where finished_time is null;

-- Directories whose owners are gone; a row goes when its files have.
create table registry.garbage (
  garbage_no bigint generated always as identity primary key,
  collection_no bigint not null references registry.garbage_collection,
  owner text not null,
  path text collate "C" not null,
  attempts int not null default 0,
  next_time bigint not null,
  error text
);

create index garbage_by_time on registry.garbage (next_time, garbage_no);
create index garbage_by_collection on registry.garbage (collection_no, attempts);

-- Nothing new may begin to use a directory that is garbage. Whoever deletes one holds the lock alone
-- for a moment before: then the last change that did not see it as garbage is over.
create function registry.keep_off_garbage() returns trigger language plpgsql as $$
declare
  place text := registry.own_path(to_jsonb(new) ->> tg_argv[0]);
begin
  perform pg_advisory_xact_lock_shared(7, 1);
  if exists (
      select from registry.garbage g
      where starts_with(place || '/', g.path || '/') or starts_with(g.path, place || '/')) then
    raise exception using errcode = '40001', message = 'the place is being deleted for good';
  end if;
  return new;
end
$$;

create trigger keep_off_garbage before insert or update of storage_location
  on registry.model_version
  for each row execute function registry.keep_off_garbage('storage_location');

create trigger keep_off_garbage before insert on registry.run
  for each row execute function registry.keep_off_garbage('artifact_uri');

create trigger keep_off_garbage before insert on registry.experiment
  for each row execute function registry.keep_off_garbage('artifact_location');
