//! The tables of curriculum and load.
#![allow(missing_docs, reason = "diesel's macro writes modules without documentation")]

diesel::table! {
    curriculum (institution_id, class_id, subject_id) {
        institution_id -> BigInt,
        class_id -> BigInt,
        subject_id -> BigInt,
        hours -> Integer,
    }
}

diesel::table! {
    journal_load (institution_id, journal_id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        hours -> Integer,
        form -> Text,
    }
}

diesel::table! {
    load_limit (valid_from, week_days, grade) {
        valid_from -> Integer,
        week_days -> Integer,
        grade -> Integer,
        per_day -> Integer,
        per_week -> Integer,
        source -> Text,
    }
}
