-- Files that people gave. The content lies in the file store under its hash; a row is one school's use of it.
CREATE TABLE file (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    kind TEXT NOT NULL CHECK (kind IN ('document', 'image')),
    owner_id BIGINT REFERENCES person (id),
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (institution_id, id)
);
CREATE INDEX file_hash ON file (hash, removed_at);
CREATE INDEX file_quota ON file (institution_id, removed_at, bytes);
