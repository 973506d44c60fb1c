-- What is to be done at home. Given at a lesson, due by the end of a day; several rows a lesson. `main` 1: the lesson's own
-- homework, for everybody; the lesson keeps a copy of its text. audience 'subgroup' names subgroup_id, 'chosen' the rows of
-- homework_pupil. minutes 0: not said. changed_by null: written before authors were kept, or moved along with the timetable.
CREATE TABLE homework (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    due_day INTEGER NOT NULL,
    id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    given_day INTEGER NOT NULL,
    text TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('all', 'subgroup', 'chosen')),
    subgroup_id BIGINT NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 600),
    solution SMALLINT NOT NULL CHECK (solution IN (0, 1)),
    main SMALLINT NOT NULL CHECK (main IN (0, 1)),
    version INTEGER NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT REFERENCES person (id),
    removed_at BIGINT,
    PRIMARY KEY (institution_id, journal_id, due_day, id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
);
CREATE UNIQUE INDEX homework_id ON homework (institution_id, id);
CREATE INDEX homework_lesson ON homework (institution_id, lesson_id);

CREATE TABLE homework_pupil (
    institution_id BIGINT NOT NULL,
    homework_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (institution_id, homework_id, pupil_id)
);

-- Name, type and length are the file's own and never change: a week shows them without asking for each file.
CREATE TABLE homework_file (
    institution_id BIGINT NOT NULL,
    homework_id BIGINT NOT NULL,
    file_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (institution_id, homework_id, file_id),
    FOREIGN KEY (institution_id, file_id) REFERENCES file (institution_id, id)
);

-- Nothing in it is ever changed or deleted. pupils and files: ids with spaces between.
CREATE TABLE homework_history (
    institution_id BIGINT NOT NULL,
    homework_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    text TEXT NOT NULL,
    audience TEXT NOT NULL,
    subgroup_id BIGINT NOT NULL,
    pupils TEXT NOT NULL,
    files TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    solution SMALLINT NOT NULL,
    removed SMALLINT NOT NULL CHECK (removed IN (0, 1)),
    changed_at BIGINT NOT NULL,
    changed_by BIGINT,
    PRIMARY KEY (institution_id, homework_id, version)
);

-- 1 where something is due at the lesson: a week without any asks for none. May be 1 without cause, never 0 with one.
ALTER TABLE lesson ADD COLUMN tasks SMALLINT NOT NULL DEFAULT 0 CHECK (tasks IN (0, 1));

-- What stood at the lessons becomes their own homework, due at the journal's next lesson.
INSERT INTO homework (institution_id, journal_id, due_day, id, lesson_id, given_day, text, audience, subgroup_id, minutes,
    solution, main, version, changed_at)
SELECT l.institution_id, l.journal_id, COALESCE((SELECT MIN(n.day) FROM lesson n WHERE n.institution_id = l.institution_id
    AND n.journal_id = l.journal_id AND n.day > l.day AND n.status <> 'cancelled'), l.day),
    l.id, l.id, l.day, l.homework, 'all', 0, 0, 0, 1, 1, 0
FROM lesson l WHERE l.homework <> '';
INSERT INTO homework_history (institution_id, homework_id, version, due_day, text, audience, subgroup_id, pupils, files,
    minutes, solution, removed, changed_at)
SELECT institution_id, id, version, due_day, text, audience, subgroup_id, '', '', minutes, solution, 0, changed_at
FROM homework;
UPDATE lesson SET tasks = 1 WHERE EXISTS (SELECT 1 FROM homework h WHERE h.institution_id = lesson.institution_id
    AND h.journal_id = lesson.journal_id AND h.due_day = lesson.day);

-- What a class may be given for one day, minutes.
INSERT INTO year_norm (code, first_day, grade_first, month_first, grade_last, month_last, value, source) VALUES
    ('homework_max', 20210301, 1, 1, 1, 12, 60, 'СанПиН 1.2.3685-21'),
    ('homework_max', 20210301, 2, 1, 3, 12, 90, 'СанПиН 1.2.3685-21'),
    ('homework_max', 20210301, 4, 1, 5, 12, 120, 'СанПиН 1.2.3685-21'),
    ('homework_max', 20210301, 6, 1, 8, 12, 150, 'СанПиН 1.2.3685-21'),
    ('homework_max', 20210301, 9, 1, 11, 12, 210, 'СанПиН 1.2.3685-21');

-- Somebody looked who is there. Without a row the absence of a code says nothing.
CREATE TABLE roll_call (
    institution_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    taken_by BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (institution_id, lesson_id)
);

-- How late a pupil came; only beside the code in the journal.
CREATE TABLE lateness (
    institution_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    pupil_id BIGINT NOT NULL REFERENCES person (id),
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 240),
    PRIMARY KEY (institution_id, lesson_id, pupil_id)
);
