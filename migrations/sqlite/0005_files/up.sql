-- Files that people gave. The content lies in the file store under its hash; a row is one school's use of it.
CREATE TABLE file (
    institution_id INTEGER NOT NULL REFERENCES institution (id),
    id INTEGER NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    kind TEXT NOT NULL CHECK (kind IN ('document', 'image')),
    owner_id INTEGER REFERENCES person (id),
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (institution_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_hash ON file (hash, removed_at);
CREATE INDEX file_quota ON file (institution_id, removed_at, bytes);
