//! The tables of this crate, private to it.
#![allow(missing_docs, reason = "diesel's macro writes modules without documentation")]

diesel::table! {
    lesson (institution_id, journal_id, day, number) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        day -> Integer,
        number -> Integer,
        id -> BigInt,
        starts -> Integer,
        ends -> Integer,
        room -> Text,
        teacher_id -> Nullable<BigInt>,
        status -> Text,
        topic -> Text,
        homework -> Text,
        version -> Integer,
    }
}

diesel::table! {
    work_kind (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        title -> Text,
        short -> Text,
        weight -> SmallInt,
        ordinal -> Integer,
        in_use -> SmallInt,
    }
}

diesel::table! {
    mark_setting (institution_id) {
        institution_id -> BigInt,
        pause -> Integer,
        late_days -> Integer,
        due_days -> Integer,
        two_marks -> Text,
        signs -> Text,
        resit -> Text,
        default_kind -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    journal_remark (institution_id, journal_id, id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        id -> BigInt,
        work_id -> Nullable<BigInt>,
        pupil_id -> Nullable<BigInt>,
        text -> Text,
        created_at -> BigInt,
        created_by -> BigInt,
        closed_at -> Nullable<BigInt>,
        closed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    journal_remark_answer (institution_id, journal_id, remark_id, number) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        remark_id -> BigInt,
        number -> Integer,
        text -> Text,
        created_at -> BigInt,
        created_by -> BigInt,
    }
}

diesel::table! {
    work (institution_id, journal_id, day, number, ordinal) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        day -> Integer,
        number -> Integer,
        ordinal -> Integer,
        id -> BigInt,
        kind_id -> BigInt,
        weight -> SmallInt,
        title -> Text,
        release_at -> Nullable<BigInt>,
        due_day -> Nullable<Integer>,
    }
}

diesel::table! {
    mark (institution_id, pupil_id, day, work_id) {
        institution_id -> BigInt,
        pupil_id -> BigInt,
        day -> Integer,
        work_id -> BigInt,
        journal_id -> BigInt,
        subject_id -> BigInt,
        period_id -> BigInt,
        number -> Integer,
        kind_id -> BigInt,
        value -> Nullable<SmallInt>,
        attendance -> Nullable<Text>,
        weight -> SmallInt,
        comment -> Nullable<Text>,
        version -> Integer,
        changed_at -> BigInt,
        changed_by -> BigInt,
        first_value -> Nullable<SmallInt>,
        resit -> Nullable<Text>,
        due_until -> Nullable<Integer>,
        staff_only -> SmallInt,
        label -> Nullable<Text>,
        visible_at -> BigInt,
        shown_value -> Nullable<SmallInt>,
        shown_first -> Nullable<SmallInt>,
        shown_resit -> Nullable<Text>,
        shown_attendance -> Nullable<Text>,
        shown_due -> Nullable<Integer>,
        shown_comment -> Nullable<Text>,
    }
}

diesel::table! {
    mark_history (institution_id, pupil_id, day, work_id, version) {
        institution_id -> BigInt,
        pupil_id -> BigInt,
        day -> Integer,
        work_id -> BigInt,
        version -> Integer,
        value -> Nullable<SmallInt>,
        attendance -> Nullable<Text>,
        weight -> SmallInt,
        comment -> Nullable<Text>,
        op -> Text,
        origin -> Text,
        changed_at -> BigInt,
        changed_by -> BigInt,
        first_value -> Nullable<SmallInt>,
        resit -> Nullable<Text>,
        due_until -> Nullable<Integer>,
        staff_only -> SmallInt,
    }
}

diesel::table! {
    mark_sum (institution_id, pupil_id, period_id, journal_id) {
        institution_id -> BigInt,
        pupil_id -> BigInt,
        period_id -> BigInt,
        journal_id -> BigInt,
        weighted -> BigInt,
        weight -> BigInt,
        count -> Integer,
        absent -> Integer,
        excused -> Integer,
        ill -> Integer,
        late -> Integer,
    }
}

diesel::table! {
    absence (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        person_id -> BigInt,
        first_day -> Integer,
        last_day -> Integer,
        reason -> Text,
        created_at -> BigInt,
        created_by -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    substitution (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        day -> Integer,
        journal_id -> BigInt,
        number -> Integer,
        kind -> Text,
        planned_number -> Integer,
        planned_teacher_id -> Nullable<BigInt>,
        planned_room -> Text,
        teacher_id -> Nullable<BigInt>,
        room -> Text,
        reason -> Text,
        created_at -> BigInt,
        created_by -> BigInt,
        undone_at -> Nullable<BigInt>,
        undone_by -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    lesson,
    work,
    mark,
    work_kind,
    mark_sum,
    mark_setting,
    journal_remark
);

/// Lets this room's tables be joined with the registry's. Diesel's own macro can't: besides these it writes
/// implementations for wrappers that belong to neither crate.
macro_rules! joined_with_registry {
    ($($own:ident: $($theirs:ident),+;)+) => {$($(
        impl diesel::query_source::TableNotEqual<$theirs::table> for $own::table {}
        impl diesel::query_source::TableNotEqual<$own::table> for $theirs::table {}
    )+)+};
}
use registry::table::{grading_period, journal, journal_class, journal_pupil, person, subject};
joined_with_registry! {
    lesson: journal, journal_pupil, person, subject;
    work: grading_period, journal_class, journal_pupil;
    mark: grading_period, journal, journal_pupil, person, subject;
    mark_setting: grading_period, journal_pupil;
    journal_remark: journal, person;
    journal_remark_answer: person;
    mark_sum: journal, journal_pupil, subject;
}
