-- Whom the system's operator gave a new code, and why. Nothing in it is ever changed or deleted; no code stands in it.
CREATE TABLE access_help (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    given_by BIGINT NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX access_help_person ON access_help (person_id, id);
