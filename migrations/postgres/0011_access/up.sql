-- Access sheets: when somebody last signed in, and the one-time codes that stand in for a password until then.
ALTER TABLE account ADD COLUMN signed_in_at BIGINT;
UPDATE account SET signed_in_at = (SELECT max(session.created_at) FROM session WHERE session.account_id = account.id);

CREATE TABLE access_code (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id),
    code_hash TEXT NOT NULL,
    tries_left INTEGER NOT NULL,
    issued_by BIGINT NOT NULL REFERENCES person (id),
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX access_code_expiry ON access_code (expires_at);
