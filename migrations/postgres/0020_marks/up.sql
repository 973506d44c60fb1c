-- A school's rules for marks, marks that are due, re-sits, release to the family, remarks of the inspecting deputy.

-- pause: minutes before a mark reaches the family. late_days: a mark written so many days after its lesson is called late.
-- due_days: the term of a mark that is due, when its column has none of its own.
CREATE TABLE mark_setting (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    pause INTEGER NOT NULL CHECK (pause BETWEEN 0 AND 10080),
    late_days INTEGER NOT NULL CHECK (late_days BETWEEN 0 AND 366),
    due_days INTEGER NOT NULL CHECK (due_days BETWEEN 1 AND 366),
    two_marks TEXT NOT NULL CHECK (two_marks IN ('refuse', 'split')),
    signs TEXT NOT NULL CHECK (signs IN ('refuse', 'comment')),
    resit TEXT NOT NULL CHECK (resit IN ('new', 'mean', 'both')),
    default_kind BIGINT,
    version INTEGER NOT NULL,
    PRIMARY KEY (institution_id)
);

ALTER TABLE work_kind ADD COLUMN in_use SMALLINT NOT NULL DEFAULT 1 CHECK (in_use IN (0, 1));

ALTER TABLE work ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE work ADD COLUMN release_at BIGINT;
ALTER TABLE work ADD COLUMN due_day INTEGER;

-- From visible_at on the family sees the cell as it is; before, as it was shown last.
ALTER TABLE mark ADD COLUMN first_value SMALLINT CHECK (first_value BETWEEN 1 AND 5);
ALTER TABLE mark ADD COLUMN resit TEXT CHECK (resit IN ('new', 'mean', 'both'));
ALTER TABLE mark ADD COLUMN due_until INTEGER;
ALTER TABLE mark ADD COLUMN staff_only SMALLINT NOT NULL DEFAULT 0 CHECK (staff_only IN (0, 1));
ALTER TABLE mark ADD COLUMN label TEXT CHECK (label IN ('import', 'late'));
ALTER TABLE mark ADD COLUMN visible_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mark ADD COLUMN shown_value SMALLINT;
ALTER TABLE mark ADD COLUMN shown_first SMALLINT;
ALTER TABLE mark ADD COLUMN shown_resit TEXT;
ALTER TABLE mark ADD COLUMN shown_attendance TEXT;
ALTER TABLE mark ADD COLUMN shown_due INTEGER;
ALTER TABLE mark ADD COLUMN shown_comment TEXT;
DROP INDEX mark_grid;
CREATE INDEX mark_grid ON mark (institution_id, journal_id, day, work_id, pupil_id, value, attendance, version, comment, first_value, resit, due_until, staff_only);
CREATE INDEX mark_due ON mark (institution_id, due_until, journal_id) WHERE due_until IS NOT NULL;

ALTER TABLE mark_history ADD COLUMN first_value SMALLINT;
ALTER TABLE mark_history ADD COLUMN resit TEXT;
ALTER TABLE mark_history ADD COLUMN due_until INTEGER;
ALTER TABLE mark_history ADD COLUMN staff_only SMALLINT NOT NULL DEFAULT 0;

-- Sums are kept in twentieths of weight: the mean of two marks stays whole.
UPDATE mark_sum SET weighted = weighted * 2, weight = weight * 2;

-- On a whole journal, on a column (work_id), or on a cell (work_id and pupil_id).
CREATE TABLE journal_remark (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    work_id BIGINT,
    pupil_id BIGINT,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by BIGINT,
    PRIMARY KEY (institution_id, journal_id, id),
    FOREIGN KEY (institution_id, journal_id) REFERENCES journal (institution_id, id)
);
CREATE INDEX journal_remark_open ON journal_remark (institution_id, journal_id) WHERE closed_at IS NULL;

CREATE TABLE journal_remark_answer (
    institution_id BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    remark_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, journal_id, remark_id, number)
);
