-- Who is who.
CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT,
    search_key TEXT NOT NULL,
    birth_day INTEGER,
    sex TEXT CHECK (sex IN ('f', 'm')),
    snils TEXT,
    phone TEXT,
    email TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_snils ON person (snils) WHERE snils IS NOT NULL;
CREATE INDEX person_search ON person (search_key);

CREATE TABLE guardianship (
    guardian_id INTEGER NOT NULL REFERENCES person (id),
    child_id INTEGER NOT NULL REFERENCES person (id),
    relation TEXT NOT NULL CHECK (relation IN ('mother', 'father', 'guardian', 'other')),
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'claimed')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (guardian_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardianship_child ON guardianship (child_id, guardian_id);

CREATE TABLE account (
    id INTEGER NOT NULL PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    login TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    locale TEXT CHECK (locale IN ('ru', 'en')),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_login ON account (login);
CREATE UNIQUE INDEX account_email ON account (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX account_phone ON account (phone) WHERE phone IS NOT NULL;
CREATE INDEX account_person ON account (person_id);

CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    agent TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account_id, seen_at);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE institution (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('school', 'kindergarten', 'college', 'supplementary', 'municipality', 'department', 'operator')),
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    parent_id INTEGER REFERENCES institution (id),
    locality TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX institution_parent ON institution (parent_id, id);

CREATE TABLE role_assignment (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN ('teacher', 'deputy', 'director', 'admin', 'canteen', 'librarian', 'guard', 'kindergarten_head', 'municipal', 'department', 'operator')),
    PRIMARY KEY (institution_id, person_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_person ON role_assignment (person_id, institution_id);

CREATE TABLE staff (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    position TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER,
    PRIMARY KEY (institution_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_person ON staff (person_id, institution_id);

CREATE TABLE academic_year (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX academic_year_name ON academic_year (institution_id, name);

CREATE TABLE grading_period (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('quarter', 'trimester', 'half_year', 'semester')),
    ordinal INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    locked_at INTEGER,
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX grading_period_place ON grading_period (institution_id, year_id, kind, ordinal);

CREATE TABLE holiday (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (institution_id, year_id, first_day),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bell (
    institution_id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    PRIMARY KEY (institution_id, year_id, number),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE subject (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX subject_name ON subject (institution_id, name);

CREATE TABLE class (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    grade INTEGER NOT NULL,
    letter TEXT NOT NULL,
    name TEXT NOT NULL,
    teacher_id INTEGER REFERENCES person (id),
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX class_name ON class (institution_id, year_id, name);
CREATE INDEX class_teacher ON class (teacher_id, institution_id);

CREATE TABLE class_enrollment (
    institution_id INTEGER NOT NULL,
    class_id INTEGER NOT NULL,
    pupil_id INTEGER NOT NULL REFERENCES person (id),
    first_day INTEGER NOT NULL,
    last_day INTEGER,
    PRIMARY KEY (institution_id, class_id, pupil_id, first_day),
    FOREIGN KEY (institution_id, class_id) REFERENCES class (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_enrollment_pupil ON class_enrollment (pupil_id, institution_id, class_id, first_day, last_day);

CREATE TABLE subgroup (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    class_id INTEGER NOT NULL,
    division TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, class_id) REFERENCES class (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX subgroup_name ON subgroup (institution_id, class_id, division, name);

CREATE TABLE subgroup_member (
    institution_id INTEGER NOT NULL,
    subgroup_id INTEGER NOT NULL,
    pupil_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (institution_id, subgroup_id, pupil_id),
    FOREIGN KEY (institution_id, subgroup_id) REFERENCES subgroup (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subgroup_member_pupil ON subgroup_member (pupil_id, institution_id, subgroup_id);

CREATE TABLE journal (
    institution_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    year_id INTEGER NOT NULL,
    subject_id INTEGER NOT NULL,
    groups_name TEXT NOT NULL,
    period_kind TEXT NOT NULL CHECK (period_kind IN ('quarter', 'trimester', 'half_year', 'semester')),
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, year_id) REFERENCES academic_year (institution_id, id),
    FOREIGN KEY (institution_id, subject_id) REFERENCES subject (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX journal_place ON journal (institution_id, year_id, groups_name, subject_id);

-- subgroup_id 0: the whole class.
CREATE TABLE journal_class (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    class_id INTEGER NOT NULL,
    subgroup_id INTEGER NOT NULL,
    PRIMARY KEY (institution_id, journal_id, class_id, subgroup_id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_class_class ON journal_class (institution_id, class_id, journal_id);

CREATE TABLE journal_teacher (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (institution_id, journal_id, person_id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_teacher_person ON journal_teacher (person_id, institution_id, journal_id);

CREATE TABLE journal_pupil (
    institution_id INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    pupil_id INTEGER NOT NULL REFERENCES person (id),
    first_day INTEGER NOT NULL,
    last_day INTEGER,
    PRIMARY KEY (institution_id, journal_id, pupil_id, first_day),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_pupil_pupil ON journal_pupil (institution_id, pupil_id, journal_id, first_day, last_day);
