-- Dated lessons with topic and homework, works, marks and their history.
CREATE TABLE lesson (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    number INTEGER NOT NULL,
    id BIGINT NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    room TEXT NOT NULL,
    teacher_id BIGINT REFERENCES person (id),
    status TEXT NOT NULL CHECK (status IN ('planned', 'cancelled', 'substituted')),
    topic TEXT NOT NULL,
    homework TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (institution_id, journal_id, day, number),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
);
CREATE UNIQUE INDEX lesson_id ON lesson (institution_id, id);

CREATE TABLE work_kind (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    title TEXT NOT NULL,
    short TEXT NOT NULL,
    weight SMALLINT NOT NULL CHECK (weight BETWEEN 1 AND 100),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (institution_id, id)
);
CREATE UNIQUE INDEX work_kind_title ON work_kind (institution_id, title);

CREATE TABLE work (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    number INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    id BIGINT NOT NULL,
    kind_id BIGINT NOT NULL,
    weight SMALLINT NOT NULL CHECK (weight BETWEEN 1 AND 100),
    PRIMARY KEY (institution_id, journal_id, day, number, ordinal),
    FOREIGN KEY (institution_id, kind_id) REFERENCES work_kind (institution_id, id)
);
CREATE UNIQUE INDEX work_id ON work (institution_id, id);

CREATE TABLE mark (
    institution_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    work_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    period_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    kind_id BIGINT NOT NULL,
    value SMALLINT CHECK (value BETWEEN 1 AND 5),
    attendance TEXT CHECK (attendance IN ('absent', 'excused', 'ill', 'late')),
    weight SMALLINT NOT NULL,
    comment TEXT,
    version INTEGER NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, day, work_id)
);
CREATE INDEX mark_grid ON mark (institution_id, journal_id, day, work_id, pupil_id, value, attendance, version, comment);

CREATE TABLE mark_history (
    institution_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    work_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    value SMALLINT,
    attendance TEXT,
    weight SMALLINT NOT NULL,
    comment TEXT,
    op TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('grid', 'form', 'column', 'import')),
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, day, work_id, version)
);

CREATE TABLE mark_sum (
    institution_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL,
    period_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    weighted BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    count INTEGER NOT NULL,
    absent INTEGER NOT NULL,
    excused INTEGER NOT NULL,
    ill INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, period_id, journal_id)
);
