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
        tasks -> SmallInt,
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

diesel::table! {
    homework (institution_id, journal_id, due_day, id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        due_day -> Integer,
        id -> BigInt,
        lesson_id -> BigInt,
        given_day -> Integer,
        text -> Text,
        audience -> Text,
        subgroup_id -> BigInt,
        minutes -> Integer,
        solution -> SmallInt,
        main -> SmallInt,
        version -> Integer,
        changed_at -> BigInt,
        changed_by -> Nullable<BigInt>,
        removed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    homework_pupil (institution_id, homework_id, pupil_id) {
        institution_id -> BigInt,
        homework_id -> BigInt,
        pupil_id -> BigInt,
    }
}

diesel::table! {
    homework_file (institution_id, homework_id, file_id) {
        institution_id -> BigInt,
        homework_id -> BigInt,
        file_id -> BigInt,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
    }
}

diesel::table! {
    homework_history (institution_id, homework_id, version) {
        institution_id -> BigInt,
        homework_id -> BigInt,
        version -> Integer,
        due_day -> Integer,
        text -> Text,
        audience -> Text,
        subgroup_id -> BigInt,
        pupils -> Text,
        files -> Text,
        minutes -> Integer,
        solution -> SmallInt,
        removed -> SmallInt,
        changed_at -> BigInt,
        changed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    roll_call (institution_id, lesson_id) {
        institution_id -> BigInt,
        lesson_id -> BigInt,
        taken_at -> BigInt,
        taken_by -> BigInt,
    }
}

diesel::table! {
    lateness (institution_id, lesson_id, pupil_id) {
        institution_id -> BigInt,
        lesson_id -> BigInt,
        pupil_id -> BigInt,
        minutes -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    lesson,
    work,
    mark,
    work_kind,
    mark_sum,
    homework,
    homework_pupil,
    homework_file,
    homework_history
);

/// Lets this room's tables be joined with the registry's. Diesel's own macro can't: besides these it writes
/// implementations for wrappers that belong to neither crate.
macro_rules! joined_with_registry {
    ($($own:ident: $($theirs:ident),+;)+) => {$($(
        impl diesel::query_source::TableNotEqual<$theirs::table> for $own::table {}
        impl diesel::query_source::TableNotEqual<$own::table> for $theirs::table {}
    )+)+};
}
use registry::table::{
    grading_period, journal, journal_class, journal_pupil, person, subgroup_member, subject,
};
joined_with_registry! {
    lesson: journal, journal_pupil, person, subject;
    work: grading_period, journal, journal_class, journal_pupil, subject;
    mark: grading_period, journal_pupil;
    homework: journal, journal_class, journal_pupil, person, subgroup_member, subject;
    homework_pupil: journal_pupil, subgroup_member;
    homework_file: journal_pupil, subgroup_member;
    homework_history: person;
    work_kind: journal, journal_class, subject;
    mark_sum: journal, journal_pupil, subject;
}
