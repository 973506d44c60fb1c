-- The weekly timetable. weeks 0: every week; 1, 2 …: that week of the cycle.
CREATE TABLE timetable_entry (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    number INTEGER NOT NULL,
    weeks INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER,
    room TEXT NOT NULL,
    PRIMARY KEY (institution_id, journal_id, weekday, number, weeks, first_day),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
);

-- What an import did, for the one who asks later.
CREATE TABLE import_run (
    institution_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('roster', 'timetable')),
    file_name TEXT NOT NULL,
    changed INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (institution_id, id)
);
