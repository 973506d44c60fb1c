-- The class of the next year that a pupil gave up with the dismissal: where he goes when the transfer comes to nothing.
ALTER TABLE transfer ADD COLUMN next_class BIGINT;

-- Pairs of rows that look like one person, and of which somebody has said that they are two; the smaller number first.
CREATE TABLE person_apart (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    first_id BIGINT NOT NULL REFERENCES person (id),
    second_id BIGINT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, first_id, second_id),
    CHECK (first_id < second_id)
);

-- What a roll-over did with one pupil, and the lessons of one teacher.
CREATE INDEX rollover_pupil_pupil ON rollover_pupil (institution_id, pupil_id);
CREATE INDEX lesson_teacher ON lesson (institution_id, teacher_id, day);
