-- Long work off the requests: imports, access sheets, the roll-over of a year.
CREATE TABLE task (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    note TEXT NOT NULL,
    cancel_asked SMALLINT NOT NULL CHECK (cancel_asked IN (0, 1)),
    started_by BIGINT NOT NULL REFERENCES account (id),
    report TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    seen_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (institution_id, id)
);
CREATE INDEX task_state ON task (state, created_at);

-- A file somebody has sent and is looking at before it is imported. Swept after a day.
CREATE TABLE roster_draft (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    mapping TEXT NOT NULL,
    preview TEXT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (institution_id, id)
);
CREATE INDEX roster_draft_age ON roster_draft (created_at);
