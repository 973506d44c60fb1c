-- Curriculum (учебный план) and load (нагрузка). Hours a week are kept in tenths: 1,5 hours are 15.
CREATE TABLE curriculum (
    institution_id INTEGER NOT NULL,
    class_id INTEGER NOT NULL,
    subject_id INTEGER NOT NULL,
    hours INTEGER NOT NULL CHECK (hours BETWEEN 0 AND 600),
    PRIMARY KEY (institution_id, class_id, subject_id),
    FOREIGN KEY (institution_id, class_id) REFERENCES class (institution_id, id),
    FOREIGN KEY (institution_id, subject_id) REFERENCES subject (institution_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_load (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    hours INTEGER NOT NULL CHECK (hours BETWEEN 0 AND 600),
    form TEXT NOT NULL CHECK (form IN ('lesson', 'elective', 'extracurricular', 'home')),
    PRIMARY KEY (institution_id, journal_id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;

-- What a pupil may have at most: lessons a day and hours a week, by grade and days of the school week.
CREATE TABLE load_limit (
    valid_from INTEGER NOT NULL,
    week_days INTEGER NOT NULL CHECK (week_days IN (5, 6)),
    grade INTEGER NOT NULL,
    per_day INTEGER NOT NULL,
    per_week INTEGER NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (valid_from, week_days, grade)
) STRICT, WITHOUT ROWID;
INSERT INTO load_limit (valid_from, week_days, grade, per_day, per_week, source) VALUES
    (20210301, 5, 1, 4, 21, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 2, 5, 23, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 3, 5, 23, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 4, 5, 23, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 5, 6, 29, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 6, 6, 30, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 7, 7, 32, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 8, 7, 33, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 9, 7, 33, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 10, 7, 34, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 5, 11, 7, 34, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 2, 5, 26, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 3, 5, 26, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 4, 5, 26, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 5, 6, 32, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 6, 6, 33, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 7, 7, 35, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 8, 7, 36, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 9, 7, 36, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 10, 7, 37, 'СанПиН 1.2.3685-21, табл. 6.6'),
    (20210301, 6, 11, 7, 37, 'СанПиН 1.2.3685-21, табл. 6.6');
