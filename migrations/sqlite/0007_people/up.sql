-- People on the move: words of names for search, orders and movements, transfers between schools, changes of a person's
-- card, merged doubles.
ALTER TABLE person ADD COLUMN merged_into INTEGER REFERENCES person (id);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- The day from which a class is no more.
ALTER TABLE class ADD COLUMN dissolved_day INTEGER;

-- name_key is the whole name as it is searched: the other words of a question are looked for in it.
CREATE TABLE person_word (
    word TEXT NOT NULL,
    name_key TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (word, name_key, person_id)
) STRICT, WITHOUT ROWID;
WITH RECURSIVE split (person_id, name_key, word, rest) AS (
    SELECT id, replace(search_key, '-', ' '), '', replace(search_key, '-', ' ') || ' ' FROM person
    UNION ALL
    SELECT person_id, name_key, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM split WHERE rest <> ''
)
INSERT OR IGNORE INTO person_word (word, name_key, person_id) SELECT word, name_key, person_id FROM split WHERE word <> '';

-- Every word there is, once; tail is the word without its first letter, for a first letter typed wrong.
CREATE TABLE name_word (
    word TEXT NOT NULL PRIMARY KEY,
    tail TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX name_word_tail ON name_word (tail, word);
INSERT OR IGNORE INTO name_word (word, tail) SELECT DISTINCT word, substr(word, 2) FROM person_word;

CREATE TABLE school_order (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('archive', 'restore', 'move', 'dismiss', 'admit', 'dissolve', 'reopen', 'staff_archive', 'staff_restore')),
    number TEXT NOT NULL,
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    class_id INTEGER,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;

-- What became of somebody by which order; append-only.
CREATE TABLE movement (
    institution_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('archive', 'restore', 'move', 'depart', 'arrive', 'return', 'staff_archive', 'staff_restore')),
    from_class INTEGER,
    to_class INTEGER,
    day INTEGER NOT NULL,
    detail TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    PRIMARY KEY (institution_id, person_id, id),
    FOREIGN KEY (institution_id, order_id) REFERENCES school_order (institution_id, id)
) STRICT, WITHOUT ROWID;

-- institution_id is the sender.
CREATE TABLE transfer (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    receiver_id INTEGER NOT NULL REFERENCES institution (id),
    pupil_id INTEGER NOT NULL REFERENCES person (id),
    order_id INTEGER NOT NULL,
    from_class INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('offered', 'accepted', 'declined', 'withdrawn')),
    answer TEXT NOT NULL,
    to_class INTEGER,
    first_day INTEGER,
    offered_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER,
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, order_id) REFERENCES school_order (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_receiver ON transfer (receiver_id, id);
CREATE INDEX transfer_pupil ON transfer (pupil_id, status, institution_id, id);

-- What was changed on a person's card; append-only.
CREATE TABLE person_change (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    id INTEGER NOT NULL,
    field TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL,
    PRIMARY KEY (institution_id, person_id, id)
) STRICT, WITHOUT ROWID;

-- Two rows of one person made one: both as they were and as they became, so that it can be taken back.
CREATE TABLE person_merge (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    kept_id INTEGER NOT NULL REFERENCES person (id),
    gone_id INTEGER NOT NULL REFERENCES person (id),
    record TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    undone_at INTEGER,
    undone_by INTEGER,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
