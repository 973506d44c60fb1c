-- What somebody should know (уведомления): one row per person and thing. `source` is the thing inside its kind, so that an
-- event carried out again, or a second change of the same lesson, finds its row; `event_id` is the event that wrote it last.
CREATE TABLE notice (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    payload TEXT NOT NULL,
    event_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    read_at INTEGER,
    PRIMARY KEY (institution_id, person_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX notice_source ON notice (institution_id, person_id, kind, source);
CREATE INDEX notice_person ON notice (person_id, created_at);
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL;
CREATE INDEX notice_age ON notice (created_at);
CREATE INDEX absence_person ON absence (institution_id, person_id, last_day);
