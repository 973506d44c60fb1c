-- Lesson plans (КТП): one of a journal. hours, given and next_day are kept beside the rows: planned hours, hours given,
-- the planned day of the first hour that is not given yet. hours_week is in tenths.
CREATE TABLE plan (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'returned', 'approved')),
    version INTEGER NOT NULL,
    approved INTEGER,
    programme TEXT NOT NULL,
    hours_week INTEGER NOT NULL CHECK (hours_week BETWEEN 0 AND 600),
    hours_year INTEGER NOT NULL CHECK (hours_year BETWEEN 0 AND 2000),
    remark TEXT NOT NULL,
    hours INTEGER NOT NULL,
    given INTEGER NOT NULL,
    next_day INTEGER,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (institution_id, journal_id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_row (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('section', 'lesson')),
    title TEXT NOT NULL,
    hours INTEGER NOT NULL CHECK (hours BETWEEN 0 AND 20),
    control TEXT NOT NULL,
    homework TEXT NOT NULL,
    content TEXT NOT NULL,
    codes TEXT NOT NULL,
    remark TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (institution_id, journal_id, id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES plan (institution_id, journal_id)
) STRICT, WITHOUT ROWID;

-- When a row is planned (fact = 0) and when it was given (fact = 1). number 0: that day, the lesson is not known.
CREATE TABLE plan_lesson (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    row_id INTEGER NOT NULL,
    fact INTEGER NOT NULL CHECK (fact IN (0, 1)),
    day INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (institution_id, journal_id, row_id, fact, day, number),
    FOREIGN KEY (institution_id, journal_id, row_id) REFERENCES plan_row (institution_id, journal_id, id)
) STRICT, WITHOUT ROWID;

-- What became of a plan, one line a version: append-only. before: the rows that a change altered as they were, JSON.
CREATE TABLE plan_change (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('header', 'edit', 'import', 'copy', 'dates', 'remark', 'undo', 'submit', 'withdraw', 'return', 'approve')),
    reason TEXT CHECK (reason IN ('quarantine', 'holiday', 'squeeze', 'other')),
    note TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (institution_id, journal_id, version),
    FOREIGN KEY (institution_id, journal_id) REFERENCES plan (institution_id, journal_id)
) STRICT, WITHOUT ROWID;

-- The plan as it was approved, frozen.
CREATE TABLE plan_edition (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    approved_at INTEGER NOT NULL,
    approved_by INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (institution_id, journal_id, version),
    FOREIGN KEY (institution_id, journal_id) REFERENCES plan (institution_id, journal_id)
) STRICT, WITHOUT ROWID;

-- A table somebody sent or pasted, between its preview and its import: one of a person and journal, kept for a day.
CREATE TABLE plan_draft (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (institution_id, journal_id, person_id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;

-- Plans are copied from other journals of the same subject.
CREATE INDEX journal_subject ON journal (institution_id, subject_id, year_id);
