//! The tables of this crate, private to it.
#![allow(missing_docs, reason = "diesel's macro writes modules without documentation")]

diesel::table! {
    timetable_entry (institution_id, journal_id, weekday, number, weeks, first_day) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        weekday -> Integer,
        number -> Integer,
        weeks -> Integer,
        first_day -> Integer,
        last_day -> Nullable<Integer>,
        room -> Text,
    }
}

diesel::table! {
    import_run (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        kind -> Text,
        file_name -> Text,
        changed -> Integer,
        refused -> Integer,
        created_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(timetable_entry, import_run);

diesel::table! {
    task (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        kind -> Text,
        title -> Text,
        payload -> Text,
        state -> Text,
        done -> BigInt,
        total -> BigInt,
        note -> Text,
        cancel_asked -> SmallInt,
        started_by -> BigInt,
        report -> Text,
        created_at -> BigInt,
        started_at -> Nullable<BigInt>,
        seen_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    import_draft (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        kind -> Text,
        file_name -> Text,
        bytes -> Binary,
        mapping -> Text,
        preview -> Text,
        made_by -> BigInt,
        created_at -> BigInt,
    }
}
