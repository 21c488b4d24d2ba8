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
