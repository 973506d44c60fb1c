-- People on the move: words of names for search, orders and movements, transfers between schools, changes of a person's
-- card, merged doubles.
ALTER TABLE person ADD COLUMN merged_into BIGINT REFERENCES person (id);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- The day from which a class is no more.
ALTER TABLE class ADD COLUMN dissolved_day INTEGER;

-- Words are compared byte by byte, whatever the collation of the database: ranges of beginnings need it.
-- name_key is the whole name as it is searched: the other words of a question are looked for in it.
CREATE TABLE person_word (
    word TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    PRIMARY KEY (word, name_key, person_id)
);
INSERT INTO person_word (word, name_key, person_id)
SELECT DISTINCT word, name_key, person_id FROM (
    SELECT id AS person_id, replace(search_key, '-', ' ') AS name_key,
        regexp_split_to_table(replace(search_key, '-', ' '), ' +') AS word FROM person) split
WHERE word <> '';

-- Every word there is, once; tail is the word without its first letter, for a first letter typed wrong.
CREATE TABLE name_word (
    word TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    tail TEXT COLLATE "C" NOT NULL
);
CREATE INDEX name_word_tail ON name_word (tail, word);
INSERT INTO name_word (word, tail) SELECT DISTINCT word, substr(word, 2) FROM person_word;

CREATE TABLE school_order (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('archive', 'restore', 'move', 'dismiss', 'admit', 'dissolve', 'reopen', 'staff_archive', 'staff_restore')),
    number TEXT NOT NULL,
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    class_id BIGINT,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, id)
);

-- What became of somebody by which order; append-only.
CREATE TABLE movement (
    institution_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('archive', 'restore', 'move', 'depart', 'arrive', 'return', 'staff_archive', 'staff_restore')),
    from_class BIGINT,
    to_class BIGINT,
    day INTEGER NOT NULL,
    detail TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, person_id, id),
    FOREIGN KEY (institution_id, order_id) REFERENCES school_order (institution_id, id)
);

-- institution_id is the sender.
CREATE TABLE transfer (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    receiver_id BIGINT NOT NULL REFERENCES institution (id),
    pupil_id BIGINT NOT NULL REFERENCES person (id),
    order_id BIGINT NOT NULL,
    from_class BIGINT NOT NULL,
    last_day INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('offered', 'accepted', 'declined', 'withdrawn')),
    answer TEXT NOT NULL,
    to_class BIGINT,
    first_day INTEGER,
    offered_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BIGINT,
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, order_id) REFERENCES school_order (institution_id, id)
);
CREATE INDEX transfer_receiver ON transfer (receiver_id, id);
CREATE INDEX transfer_pupil ON transfer (pupil_id, status, institution_id, id);

-- What was changed on a person's card; append-only.
CREATE TABLE person_change (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    id BIGINT NOT NULL,
    field TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    PRIMARY KEY (institution_id, person_id, id)
);

-- Two rows of one person made one: both as they were and as they became, so that it can be taken back.
CREATE TABLE person_merge (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    kept_id BIGINT NOT NULL REFERENCES person (id),
    gone_id BIGINT NOT NULL REFERENCES person (id),
    record TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    undone_at BIGINT,
    undone_by BIGINT,
    PRIMARY KEY (institution_id, id)
);
