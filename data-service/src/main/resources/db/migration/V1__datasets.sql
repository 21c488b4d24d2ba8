-- What has been loaded. The tables themselves lie in the dataset store, by version.

CREATE TABLE dataset (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);

-- Immutable: rows are inserted, never changed.
CREATE TABLE dataset_version (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dataset    text NOT NULL REFERENCES dataset (name),
  version    text NOT NULL CHECK (version ~ '^[0-9a-f]{64}$'),
  created_at timestamptz NOT NULL,
  row_count  bigint NOT NULL,
  rejected   bigint NOT NULL,
  duplicates bigint NOT NULL,
  bytes      bigint NOT NULL,
  options    jsonb NOT NULL,
  table_schema jsonb NOT NULL,
  warnings   jsonb NOT NULL,
  UNIQUE (dataset, version)
);

CREATE INDEX dataset_version_newest ON dataset_version (dataset, id DESC);
CREATE INDEX dataset_version_content ON dataset_version (version);

CREATE TABLE version_profile (
  version_id bigint PRIMARY KEY REFERENCES dataset_version (id),
  profile    jsonb NOT NULL
);

CREATE TABLE version_split (
  version_id      bigint NOT NULL REFERENCES dataset_version (id),
  name            text NOT NULL,
  seed            bigint NOT NULL,
  train_rows      bigint NOT NULL,
  validation_rows bigint NOT NULL,
  test_rows       bigint NOT NULL,
  PRIMARY KEY (version_id, name)
);

-- The first rejected rows of a version, in the order of the file; dataset_version.rejected counts all.
CREATE TABLE rejected_row (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version_id bigint NOT NULL REFERENCES dataset_version (id),
  line       bigint NOT NULL,
  reason     text NOT NULL,
  content    text NOT NULL
);

CREATE INDEX rejected_row_of_version ON rejected_row (version_id, id);
