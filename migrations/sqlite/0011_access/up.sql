-- Access sheets: when somebody last signed in, and the one-time codes that stand in for a password until then.
ALTER TABLE account ADD COLUMN signed_in_at INTEGER;
UPDATE account SET signed_in_at = (SELECT max(session.created_at) FROM session WHERE session.account_id = account.id);

CREATE TABLE access_code (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES account (id),
    code_hash TEXT NOT NULL,
    tries_left INTEGER NOT NULL,
    issued_by INTEGER NOT NULL REFERENCES person (id),
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX access_code_expiry ON access_code (expires_at);
