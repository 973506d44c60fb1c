-- Numbers given out, events to carry out, work for later.
CREATE SEQUENCE id_person;
CREATE SEQUENCE id_account;
CREATE SEQUENCE id_institution;
CREATE SEQUENCE id_school;
CREATE SEQUENCE id_lesson CACHE 64;
CREATE SEQUENCE id_work CACHE 64;

CREATE TABLE outbox (
    id BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE job (
    id BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX job_due ON job (run_at, id) WHERE done_at IS NULL;
CREATE INDEX job_open ON job (kind, key) WHERE done_at IS NULL;
