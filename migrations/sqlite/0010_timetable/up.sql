-- Every change of a year's timetable: what stood before and what stands after, for undo. The last version is the
-- timetable's version.
CREATE TABLE timetable_change (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'import')),
    first_day INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person (id),
    PRIMARY KEY (institution_id, year_id, version),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;

-- Week days on which a teacher is not at the school (методический день).
CREATE TABLE day_off (
    institution_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    PRIMARY KEY (institution_id, person_id, weekday)
) STRICT, WITHOUT ROWID;

-- A file between its preview and its import; swept after a day.
CREATE TABLE import_draft (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('roster', 'timetable')),
    file_name TEXT NOT NULL,
    content BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_draft_age ON import_draft (created_at);

-- A teacher is absent on these days.
CREATE TABLE absence (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('ill', 'trip', 'training', 'leave', 'other')),
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at INTEGER,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX absence_days ON absence (institution_id, last_day, first_day, person_id);

-- What became of one dated lesson: who, when, why. number: where it is now; planned_*: what the timetable says.
CREATE TABLE substitution (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('substitute', 'joint', 'cancelled', 'moved', 'room')),
    planned_number INTEGER NOT NULL,
    planned_teacher_id INTEGER REFERENCES person (id),
    planned_room TEXT NOT NULL,
    teacher_id INTEGER REFERENCES person (id),
    room TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    undone_at INTEGER,
    undone_by INTEGER REFERENCES person (id),
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX substitution_day ON substitution (institution_id, day, id);

-- Who may fill which one lesson of a journal that is not his own.
CREATE TABLE substitute (
    institution_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    day INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (institution_id, person_id, day, journal_id, number),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;
