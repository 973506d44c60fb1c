-- Period marks, locks, and the seal over the history of marks.

-- How marks of a period become its final mark. Thresholds in hundredths; by_shown compares the average as it is shown
-- (4.495 is shown as 4.50 and reaches it). absent_percent: who missed more and has too few marks is not attested.
-- Rows of institution 0 hold where a school has none of its own.
CREATE TABLE grading_rule (
    institution_id BIGINT NOT NULL,
    first_day INTEGER NOT NULL,
    grade_first INTEGER NOT NULL,
    grade_last INTEGER NOT NULL,
    five INTEGER NOT NULL,
    four INTEGER NOT NULL,
    three INTEGER NOT NULL,
    by_shown SMALLINT NOT NULL CHECK (by_shown IN (0, 1)),
    absent_percent INTEGER NOT NULL CHECK (absent_percent BETWEEN 0 AND 100),
    PRIMARY KEY (institution_id, first_day, grade_first)
);
INSERT INTO grading_rule (institution_id, first_day, grade_first, grade_last, five, four, three, by_shown, absent_percent) VALUES
    (0, 20000101, 1, 12, 450, 350, 250, 0, 67);

-- So many marks are wanted from so many hours a week (in tenths) on.
CREATE TABLE grading_minimum (
    institution_id BIGINT NOT NULL,
    first_day INTEGER NOT NULL,
    hours INTEGER NOT NULL,
    marks INTEGER NOT NULL,
    PRIMARY KEY (institution_id, first_day, hours)
);
INSERT INTO grading_minimum (institution_id, first_day, hours, marks) VALUES
    (0, 20000101, 0, 3),
    (0, 20000101, 15, 5),
    (0, 20000101, 35, 7);

-- What the marks of a year and the final marks are made from.
CREATE TABLE year_formula (
    institution_id BIGINT NOT NULL,
    first_day INTEGER NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('year', 'final')),
    grade_first INTEGER NOT NULL,
    with_exam SMALLINT NOT NULL CHECK (with_exam IN (0, 1)),
    grade_last INTEGER NOT NULL,
    sources TEXT NOT NULL,
    not_attested TEXT NOT NULL CHECK (not_attested IN ('blocks', 'skips')),
    PRIMARY KEY (institution_id, first_day, target, grade_first, with_exam)
);
INSERT INTO year_formula (institution_id, first_day, target, grade_first, with_exam, grade_last, sources, not_attested) VALUES
    (0, 20000101, 'year', 1, 0, 12, 'periods', 'blocks'),
    (0, 20000101, 'final', 9, 0, 9, 'year', 'blocks'),
    (0, 20000101, 'final', 9, 1, 9, 'year,exam', 'blocks'),
    (0, 20000101, 'final', 11, 0, 11, 'earlier_periods,earlier_year,periods,year', 'blocks');

CREATE TABLE period_mark (
    institution_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    slot TEXT NOT NULL CHECK (slot IN ('period', 'year', 'exam', 'final')),
    period_id BIGINT NOT NULL,
    year_id BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    value TEXT CHECK (value IN ('1', '2', '3', '4', '5', 'na', 'exempt', 'pass', 'fail')),
    proposal TEXT,
    reason TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, journal_id, slot, period_id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
);
CREATE INDEX period_mark_journal ON period_mark (institution_id, journal_id, slot, period_id);

CREATE TABLE period_mark_history (
    institution_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    slot TEXT NOT NULL,
    period_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT,
    proposal TEXT,
    reason TEXT NOT NULL,
    op TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('form', 'import')),
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, pupil_id, journal_id, slot, period_id, version)
);

-- So many days after its end a period locks by itself; a school without a row locks by hand.
CREATE TABLE period_lock_rule (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 60),
    PRIMARY KEY (institution_id)
);

-- A deputy's leave to change a locked period: in one journal, or in the journals of one class. Period 0 is the closed year.
CREATE TABLE period_unlock (
    institution_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    year_id BIGINT NOT NULL,
    period_id BIGINT NOT NULL,
    journal_id BIGINT,
    class_id BIGINT,
    reason TEXT NOT NULL,
    until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by BIGINT,
    PRIMARY KEY (institution_id, id),
    CHECK ((journal_id IS NULL) <> (class_id IS NULL))
);
CREATE INDEX period_unlock_place ON period_unlock (institution_id, period_id, until);

-- A closed year: its journals are signed, marks of the year, of exams and final ones stay as they are.
CREATE TABLE year_close (
    institution_id BIGINT NOT NULL,
    year_id BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    closed_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, year_id),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
);

-- Marks that came when their period was locked: kept, and shown to the deputy.
CREATE TABLE late_save (
    institution_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL,
    work_id BIGINT NOT NULL,
    day INTEGER NOT NULL,
    op TEXT NOT NULL,
    text TEXT NOT NULL,
    comment TEXT,
    base INTEGER NOT NULL,
    why TEXT NOT NULL,
    typed_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    typed_by BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined')),
    answer TEXT NOT NULL,
    decided_at BIGINT,
    decided_by BIGINT,
    PRIMARY KEY (institution_id, id)
);
CREATE UNIQUE INDEX late_save_op ON late_save (institution_id, journal_id, pupil_id, work_id, op);
CREATE INDEX late_save_state ON late_save (institution_id, state, received_at);
CREATE INDEX late_save_author ON late_save (institution_id, typed_by, received_at);

-- The chain: each link covers some rows of the history, named with their digests.
CREATE TABLE mark_chain (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    seq INTEGER NOT NULL,
    covers TEXT NOT NULL,
    hash TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (institution_id, journal_id, seq)
);

-- Public halves of the keys an institution has signed with.
CREATE TABLE institution_key (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    public_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (institution_id, public_key)
);

CREATE TABLE journal_seal (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    seq INTEGER NOT NULL,
    year_id BIGINT NOT NULL,
    hash TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    signed_by BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (institution_id, journal_id, seq),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
);

CREATE INDEX journal_seal_hash ON journal_seal (hash);

-- A mark may come from a late save that the deputy accepted.
ALTER TABLE mark_history DROP CONSTRAINT mark_history_origin_check;
ALTER TABLE mark_history ADD CONSTRAINT mark_history_origin_check CHECK (origin IN ('grid', 'form', 'column', 'import', 'late'));
