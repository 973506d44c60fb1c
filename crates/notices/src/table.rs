//! The table of this crate, private to it.
#![allow(missing_docs, reason = "diesel's macro writes modules without documentation")]

diesel::table! {
    notice (institution_id, person_id, id) {
        institution_id -> BigInt,
        person_id -> BigInt,
        id -> BigInt,
        kind -> Text,
        source -> Text,
        payload -> Text,
        event_id -> BigInt,
        created_at -> BigInt,
        read_at -> Nullable<BigInt>,
    }
}
