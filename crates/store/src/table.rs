//! The store's own tables.
#![allow(missing_docs, reason = "diesel's macro writes modules without documentation")]

diesel::table! {
    outbox (id) {
        id -> BigInt,
        institution_id -> BigInt,
        kind -> Text,
        subject_id -> BigInt,
        payload -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    job (id) {
        id -> BigInt,
        kind -> Text,
        key -> Text,
        payload -> Text,
        run_at -> BigInt,
        attempts -> Integer,
        leased_until -> BigInt,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    file (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        hash -> Text,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        kind -> Text,
        owner_id -> Nullable<BigInt>,
        created_at -> BigInt,
        removed_at -> Nullable<BigInt>,
    }
}
