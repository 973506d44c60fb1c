-- What a school tells about itself: card, news, documents with their history, links.
CREATE TABLE school_card (
    institution_id BIGINT NOT NULL PRIMARY KEY REFERENCES institution (id),
    site TEXT NOT NULL,
    email TEXT NOT NULL,
    head TEXT NOT NULL,
    inn TEXT NOT NULL,
    ogrn TEXT NOT NULL,
    license TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT REFERENCES person (id)
);

CREATE TABLE school_news (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    day INTEGER NOT NULL,
    pinned SMALLINT NOT NULL CHECK (pinned IN (0, 1)),
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT REFERENCES person (id),
    removed_at BIGINT,
    PRIMARY KEY (institution_id, id)
);
CREATE INDEX school_news_list ON school_news (institution_id, pinned, day, id);

CREATE TABLE school_document (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    title TEXT NOT NULL,
    section TEXT NOT NULL CHECK (section IN ('founding', 'education', 'orders', 'safety', 'finance', 'other')),
    file_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    changed_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (institution_id, id),
    FOREIGN KEY (institution_id, file_id) REFERENCES file (institution_id, id)
);

CREATE TABLE school_document_history (
    institution_id BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('added', 'renamed', 'replaced', 'removed', 'restored')),
    title TEXT NOT NULL,
    file_id BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by BIGINT REFERENCES person (id),
    PRIMARY KEY (institution_id, document_id, version),
    FOREIGN KEY (institution_id, document_id) REFERENCES school_document (institution_id, id)
);

CREATE TABLE school_link (
    institution_id BIGINT NOT NULL REFERENCES institution (id),
    id BIGINT NOT NULL,
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (institution_id, id)
);
