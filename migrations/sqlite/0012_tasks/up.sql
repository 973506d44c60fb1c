-- Long work off the requests: imports, access sheets, the roll-over of a year.
CREATE TABLE task (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    note TEXT NOT NULL,
    cancel_asked INTEGER NOT NULL CHECK (cancel_asked IN (0, 1)),
    started_by INTEGER NOT NULL REFERENCES account (id),
    report TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    seen_at INTEGER,
    ended_at INTEGER,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_state ON task (state, created_at);

-- A file somebody has sent and is looking at before it is imported. Swept after a day.
CREATE TABLE roster_draft (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    mapping TEXT NOT NULL,
    preview TEXT NOT NULL,
    made_by INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (institution_id, id)
) STRICT;
CREATE INDEX roster_draft_age ON roster_draft (created_at);
