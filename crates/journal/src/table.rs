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

mod lesson_plan;
pub use lesson_plan::{plan, plan_change, plan_draft, plan_edition, plan_lesson, plan_row};

diesel::table! {
    grading_rule (institution_id, first_day, grade_first) {
        institution_id -> BigInt,
        first_day -> Integer,
        grade_first -> Integer,
        grade_last -> Integer,
        five -> Integer,
        four -> Integer,
        three -> Integer,
        by_shown -> SmallInt,
        absent_percent -> Integer,
    }
}

diesel::table! {
    grading_minimum (institution_id, first_day, hours) {
        institution_id -> BigInt,
        first_day -> Integer,
        hours -> Integer,
        marks -> Integer,
    }
}

diesel::table! {
    year_formula (institution_id, first_day, target, grade_first, with_exam) {
        institution_id -> BigInt,
        first_day -> Integer,
        target -> Text,
        grade_first -> Integer,
        with_exam -> SmallInt,
        grade_last -> Integer,
        sources -> Text,
        not_attested -> Text,
    }
}

diesel::table! {
    period_mark (institution_id, pupil_id, journal_id, slot, period_id) {
        institution_id -> BigInt,
        pupil_id -> BigInt,
        journal_id -> BigInt,
        slot -> Text,
        period_id -> BigInt,
        year_id -> BigInt,
        subject_id -> BigInt,
        value -> Nullable<Text>,
        proposal -> Nullable<Text>,
        reason -> Text,
        version -> Integer,
        changed_at -> BigInt,
        changed_by -> BigInt,
    }
}

diesel::table! {
    period_mark_history (institution_id, pupil_id, journal_id, slot, period_id, version) {
        institution_id -> BigInt,
        pupil_id -> BigInt,
        journal_id -> BigInt,
        slot -> Text,
        period_id -> BigInt,
        version -> Integer,
        value -> Nullable<Text>,
        proposal -> Nullable<Text>,
        reason -> Text,
        op -> Text,
        origin -> Text,
        changed_at -> BigInt,
        changed_by -> BigInt,
    }
}

diesel::table! {
    period_lock_rule (institution_id) {
        institution_id -> BigInt,
        days -> Integer,
    }
}

diesel::table! {
    period_unlock (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        year_id -> BigInt,
        period_id -> BigInt,
        journal_id -> Nullable<BigInt>,
        class_id -> Nullable<BigInt>,
        reason -> Text,
        until -> BigInt,
        created_at -> BigInt,
        created_by -> BigInt,
        ended_at -> Nullable<BigInt>,
        ended_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    year_close (institution_id, year_id) {
        institution_id -> BigInt,
        year_id -> BigInt,
        closed_at -> BigInt,
        closed_by -> BigInt,
    }
}

diesel::table! {
    late_save (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        journal_id -> BigInt,
        pupil_id -> BigInt,
        work_id -> BigInt,
        day -> Integer,
        op -> Text,
        text -> Text,
        comment -> Nullable<Text>,
        base -> Integer,
        why -> Text,
        typed_at -> BigInt,
        received_at -> BigInt,
        typed_by -> BigInt,
        state -> Text,
        answer -> Text,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    mark_chain (institution_id, journal_id, seq) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        seq -> Integer,
        covers -> Text,
        hash -> Text,
        linked_at -> BigInt,
    }
}

diesel::table! {
    institution_key (institution_id, public_key) {
        institution_id -> BigInt,
        public_key -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    journal_seal (institution_id, journal_id, seq) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        seq -> Integer,
        year_id -> BigInt,
        hash -> Text,
        signed_at -> BigInt,
        signed_by -> BigInt,
        public_key -> Text,
        signature -> Text,
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
    plan,
    lesson,
    work,
    mark,
    work_kind,
    mark_sum,
    mark_setting,
    journal_remark,
    mark_history,
    late_save,
    homework,
    homework_pupil,
    homework_file,
    homework_history
);

diesel::alias!(mark_history as earlier: Earlier);
diesel::alias!(period_mark_history as earlier_final: EarlierFinal);

/// Lets this room's tables be joined with the registry's. Diesel's own macro can't: besides these it writes
/// implementations for wrappers that belong to neither crate.
macro_rules! joined_with_registry {
    ($($own:ident: $($theirs:ident),+;)+) => {$($(
        impl diesel::query_source::TableNotEqual<$theirs::table> for $own::table {}
        impl diesel::query_source::TableNotEqual<$own::table> for $theirs::table {}
    )+)+};
}
use registry::table::{
    class, grading_period, journal, journal_class, journal_pupil, person, subgroup_member, subject,
};
joined_with_registry! {
    homework: journal, journal_class, journal_pupil, person, subgroup_member, subject;
    homework_pupil: journal_pupil, subgroup_member;
    homework_file: journal_pupil, subgroup_member;
    homework_history: person;
    lesson: grading_period, journal, journal_pupil, person, subject;
    late_save: journal, person, subject;
    mark_history: person;
    period_mark: class, journal, journal_class, journal_pupil, person, subject;
    period_mark_history: person;
    period_unlock: person;
    work: grading_period, journal, journal_class, journal_pupil, subject;
    work_kind: journal, journal_class, subject;
    mark: grading_period, journal, journal_pupil, person, subject;
    mark_setting: grading_period, journal_pupil;
    journal_remark: journal, person;
    journal_remark_answer: person;
    mark_sum: journal, journal_pupil, subject;
    plan_change: person;
    plan_edition: person;
}
