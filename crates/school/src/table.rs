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

diesel::table! {
    school_card (institution_id) {
        institution_id -> BigInt,
        site -> Text,
        email -> Text,
        head -> Text,
        inn -> Text,
        ogrn -> Text,
        license -> Text,
        changed_at -> BigInt,
        changed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    school_news (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        title -> Text,
        body -> Text,
        day -> Integer,
        pinned -> SmallInt,
        version -> Integer,
        created_at -> BigInt,
        changed_at -> BigInt,
        changed_by -> Nullable<BigInt>,
        removed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    school_document (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        title -> Text,
        section -> Text,
        file_id -> BigInt,
        version -> Integer,
        changed_at -> BigInt,
        removed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    school_document_history (institution_id, document_id, version) {
        institution_id -> BigInt,
        document_id -> BigInt,
        version -> Integer,
        change -> Text,
        title -> Text,
        file_id -> BigInt,
        changed_at -> BigInt,
        changed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    school_link (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        title -> Text,
        address -> Text,
        ordinal -> Integer,
    }
}

diesel::table! {
    timetable_change (institution_id, year_id, version) {
        institution_id -> BigInt,
        year_id -> BigInt,
        version -> Integer,
        kind -> Text,
        first_day -> Integer,
        before -> Text,
        after -> Text,
        changed_at -> BigInt,
        changed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    day_off (institution_id, person_id, weekday) {
        institution_id -> BigInt,
        person_id -> BigInt,
        weekday -> Integer,
    }
}

diesel::table! {
    import_draft (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        kind -> Text,
        file_name -> Text,
        content -> Binary,
        created_at -> BigInt,
        created_by -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    timetable_entry,
    import_run,
    timetable_change,
    day_off,
    import_draft
);

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
    roster_draft (institution_id, id) {
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
