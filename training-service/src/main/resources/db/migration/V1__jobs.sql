CREATE TABLE training.job (
    id               text        PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
    -- The order in which jobs were accepted.
    place            bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    state            text        NOT NULL
        CHECK (state IN ('queued', 'running', 'publishing', 'succeeded', 'failed', 'cancelled')),
    spec             jsonb       NOT NULL,
    request_id       text,
    idempotency_key  text        UNIQUE,
    body_sha256      text,
    created_at       timestamptz NOT NULL,
    started_at       timestamptz,
    trained_at       timestamptz,
    finished_at      timestamptz,
    rounds_done      integer     NOT NULL DEFAULT 0,
    metrics          jsonb       NOT NULL DEFAULT '{}',
    evaluation       jsonb,
    error            text,
    model_version    text,
    cancel_requested boolean     NOT NULL DEFAULT false,
    -- How often training was begun, and publishing tried.
    attempts         integer     NOT NULL DEFAULT 0,
    publish_attempts integer     NOT NULL DEFAULT 0,
    -- Whether the registry has yet to hear of it.
    unpublished      boolean     NOT NULL DEFAULT false,
    -- The jobs directory that holds its files.
    home             text,
    -- Who works on it, until when that counts, and from when on anybody may.
    owner            text,
    lease_until      timestamptz,
    ready_at         timestamptz NOT NULL
);

CREATE INDEX job_waiting ON training.job (place) WHERE state IN ('queued', 'running');
CREATE INDEX job_unpublished ON training.job (ready_at) WHERE unpublished;
