-- Dated lessons with topic and homework, works, marks and their history.
CREATE TABLE lesson (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    number INTEGER NOT NULL,
    id INTEGER NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    room TEXT NOT NULL,
    teacher_id INTEGER REFERENCES person (id),
    status TEXT NOT NULL CHECK (status IN ('planned', 'cancelled', 'substituted')),
    topic TEXT NOT NULL,
    homework TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (institution_id, journal_id, day, number),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lesson_id ON lesson (institution_id, id);

CREATE TABLE work_kind (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    short TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX work_kind_title ON work_kind (institution_id, title);

CREATE TABLE work (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    number INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind_id INTEGER NOT NULL,
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 100),
    PRIMARY KEY (institution_id, journal_id, day, number, ordinal),
    FOREIGN KEY (institution_id, kind_id) REFERENCES work_kind (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX work_id ON work (institution_id, id);

CREATE TABLE mark (
    institution_id INTEGER NOT NULL,
    pupil_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    work_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    subject_id INTEGER NOT NULL,
    period_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind_id INTEGER NOT NULL,
    value INTEGER CHECK (value BETWEEN 1 AND 5),
    attendance TEXT CHECK (attendance IN ('absent', 'excused', 'ill', 'late')),
    weight INTEGER NOT NULL,
    comment TEXT,
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, day, work_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_grid ON mark (institution_id, journal_id, day, work_id, pupil_id, value, attendance, version, comment);

CREATE TABLE mark_history (
    institution_id INTEGER NOT NULL,
    pupil_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    work_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    value INTEGER,
    attendance TEXT,
    weight INTEGER NOT NULL,
    comment TEXT,
    op TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('grid', 'form', 'column', 'import')),
    changed_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, day, work_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE mark_sum (
    institution_id INTEGER NOT NULL,
    pupil_id INTEGER NOT NULL,
    period_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    weighted INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    count INTEGER NOT NULL,
    absent INTEGER NOT NULL,
    excused INTEGER NOT NULL,
    ill INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, period_id, journal_id)
) STRICT, WITHOUT ROWID;
