-- The year of an institution: who learns by which periods and week, several bell schedules and who uses which,
-- holidays of single grades, the norms these are compared with, and roll-overs into the next year.

-- grade 0: holidays of everybody.
CREATE TABLE holiday_of_year (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    grade INTEGER NOT NULL DEFAULT 0,
    last_day INTEGER NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (institution_id, year_id, first_day, grade),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO holiday_of_year (institution_id, year_id, first_day, grade, last_day, title)
    SELECT institution_id, year_id, first_day, 0, last_day, title FROM holiday;
DROP TABLE holiday;
ALTER TABLE holiday_of_year RENAME TO holiday;

-- schedule_id 0: the main schedule, which a year has even without a row of its own here.
CREATE TABLE bell_schedule (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    shift INTEGER NOT NULL CHECK (shift IN (1, 2)),
    PRIMARY KEY (institution_id, year_id, id),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bell_schedule_name ON bell_schedule (institution_id, year_id, name);

CREATE TABLE bell_of_schedule (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    schedule_id INTEGER NOT NULL DEFAULT 0,
    number INTEGER NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    PRIMARY KEY (institution_id, year_id, schedule_id, number),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO bell_of_schedule (institution_id, year_id, schedule_id, number, starts, ends)
    SELECT institution_id, year_id, 0, number, starts, ends FROM bell;
DROP TABLE bell;
ALTER TABLE bell_of_schedule RENAME TO bell;

-- Who uses a schedule and when. grade, class_id, weekday 0: any; no days: the whole year.
CREATE TABLE bell_use (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    schedule_id INTEGER NOT NULL,
    grade INTEGER NOT NULL,
    class_id INTEGER NOT NULL,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 7),
    first_day INTEGER,
    last_day INTEGER,
    PRIMARY KEY (institution_id, year_id, id),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;

-- Week and periods of a grade; class_id 0: the whole grade, else a class that differs.
CREATE TABLE grade_plan (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    grade INTEGER NOT NULL,
    class_id INTEGER NOT NULL,
    week_days INTEGER NOT NULL CHECK (week_days IN (5, 6)),
    period_kind TEXT CHECK (period_kind IN ('quarter', 'trimester', 'half_year', 'semester')),
    PRIMARY KEY (institution_id, year_id, grade, class_id),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;

-- What a year is compared with. Minutes of the day, minutes, days or shifts; months of the academic year's calendar.
CREATE TABLE year_norm (
    code TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    grade_first INTEGER NOT NULL,
    month_first INTEGER NOT NULL,
    grade_last INTEGER NOT NULL,
    month_last INTEGER NOT NULL,
    value INTEGER NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, first_day, grade_first, month_first)
) STRICT, WITHOUT ROWID;
INSERT INTO year_norm (code, first_day, grade_first, month_first, grade_last, month_last, value, source) VALUES
    ('break_min', 20210301, 0, 1, 99, 12, 10, 'СанПиН 1.2.3685-21'),
    ('starts_min', 20210101, 0, 1, 99, 12, 480, 'СП 2.4.3648-20'),
    ('ends_max', 20210101, 0, 1, 99, 12, 1140, 'СП 2.4.3648-20'),
    ('lesson_max', 20210301, 1, 9, 1, 12, 35, 'СанПиН 1.2.3685-21'),
    ('lesson_max', 20210301, 1, 1, 1, 5, 40, 'СанПиН 1.2.3685-21'),
    ('lesson_max', 20210301, 2, 1, 11, 12, 45, 'СанПиН 1.2.3685-21'),
    ('shift_gap_min', 20210101, 0, 1, 99, 12, 30, 'СП 2.4.3648-20'),
    ('first_shift_only', 20210101, 1, 1, 1, 12, 1, 'СП 2.4.3648-20'),
    ('first_shift_only', 20210101, 5, 1, 5, 12, 1, 'СП 2.4.3648-20'),
    ('first_shift_only', 20210101, 9, 1, 11, 12, 1, 'СП 2.4.3648-20'),
    ('week_max', 20210301, 1, 1, 1, 12, 5, 'СанПиН 1.2.3685-21'),
    ('holidays_min', 20210301, 0, 1, 99, 12, 7, 'СанПиН 1.2.3685-21');

-- A school was taken into the next year.
CREATE TABLE rollover (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    from_year INTEGER NOT NULL,
    to_year INTEGER NOT NULL,
    made_year INTEGER NOT NULL CHECK (made_year IN (0, 1)),
    order_number TEXT NOT NULL,
    order_day INTEGER NOT NULL,
    graduation_day INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    undone_at INTEGER,
    undone_by INTEGER,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;

-- What it made, for the way back.
CREATE TABLE rollover_made (
    institution_id INTEGER NOT NULL,
    rollover_id INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('class', 'subgroup', 'journal')),
    id INTEGER NOT NULL,
    PRIMARY KEY (institution_id, rollover_id, what, id),
    FOREIGN KEY (institution_id, rollover_id) REFERENCES rollover (institution_id, id)
) STRICT, WITHOUT ROWID;

-- Who went where. to_class 0: left with a certificate.
CREATE TABLE rollover_pupil (
    institution_id INTEGER NOT NULL,
    rollover_id INTEGER NOT NULL,
    from_class INTEGER NOT NULL,
    pupil_id INTEGER NOT NULL,
    to_class INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('promoted', 'repeats', 'stays', 'spread', 'graduated')),
    PRIMARY KEY (institution_id, rollover_id, from_class, pupil_id),
    FOREIGN KEY (institution_id, rollover_id) REFERENCES rollover (institution_id, id)
) STRICT, WITHOUT ROWID;
