//! The tables of lesson plans.

diesel::table! {
    plan (institution_id, journal_id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        status -> Text,
        version -> Integer,
        approved -> Nullable<Integer>,
        programme -> Text,
        hours_week -> Integer,
        hours_year -> Integer,
        remark -> Text,
        hours -> Integer,
        given -> Integer,
        next_day -> Nullable<Integer>,
        changed_at -> BigInt,
        changed_by -> BigInt,
    }
}

diesel::table! {
    plan_row (institution_id, journal_id, id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        id -> BigInt,
        place -> Integer,
        kind -> Text,
        title -> Text,
        hours -> Integer,
        control -> Text,
        homework -> Text,
        content -> Text,
        codes -> Text,
        remark -> Text,
        version -> Integer,
    }
}

diesel::table! {
    plan_lesson (institution_id, journal_id, row_id, fact, day, number) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        row_id -> BigInt,
        fact -> SmallInt,
        day -> Integer,
        number -> Integer,
    }
}

diesel::table! {
    plan_change (institution_id, journal_id, version) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        version -> Integer,
        kind -> Text,
        reason -> Nullable<Text>,
        note -> Text,
        what -> Text,
        before -> Text,
        changed_at -> BigInt,
        changed_by -> BigInt,
    }
}

diesel::table! {
    plan_edition (institution_id, journal_id, version) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        version -> Integer,
        content -> Text,
        approved_at -> BigInt,
        approved_by -> BigInt,
    }
}

diesel::table! {
    plan_draft (institution_id, journal_id, person_id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        person_id -> BigInt,
        name -> Text,
        content -> Text,
        created_at -> BigInt,
    }
}
