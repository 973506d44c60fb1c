//! The tables of this crate. Rooms above may join them in their questions (a page has a handful of statements); only
//! [`crate::write`](mod@crate::write) changes them.
#![allow(missing_docs, reason = "diesel's macro writes modules without documentation")]

diesel::table! {
    person (id) {
        id -> BigInt,
        family -> Text,
        given -> Text,
        patronymic -> Nullable<Text>,
        search_key -> Text,
        birth_day -> Nullable<Integer>,
        sex -> Nullable<Text>,
        snils -> Nullable<Text>,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        created_at -> BigInt,
        merged_into -> Nullable<BigInt>,
    }
}

diesel::table! {
    guardianship (guardian_id, child_id) {
        guardian_id -> BigInt,
        child_id -> BigInt,
        relation -> Text,
        status -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    account (id) {
        id -> BigInt,
        person_id -> BigInt,
        login -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        password_hash -> Text,
        must_change -> SmallInt,
        locked -> SmallInt,
        locale -> Nullable<Text>,
        created_at -> BigInt,
        signed_in_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    access_code (account_id) {
        account_id -> BigInt,
        code_hash -> Text,
        tries_left -> Integer,
        issued_by -> BigInt,
        issued_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    access_help (id) {
        id -> BigInt,
        person_id -> BigInt,
        account_id -> BigInt,
        given_by -> BigInt,
        reason -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    session (token_hash) {
        token_hash -> Text,
        id -> BigInt,
        account_id -> BigInt,
        agent -> Text,
        address -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    institution (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        short_name -> Text,
        parent_id -> Nullable<BigInt>,
        locality -> Text,
        address -> Text,
        phone -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    role_assignment (institution_id, person_id, role) {
        institution_id -> BigInt,
        person_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    staff (institution_id, person_id) {
        institution_id -> BigInt,
        person_id -> BigInt,
        position -> Text,
        first_day -> Integer,
        last_day -> Nullable<Integer>,
    }
}

diesel::table! {
    academic_year (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        name -> Text,
        first_day -> Integer,
        last_day -> Integer,
    }
}

diesel::table! {
    grading_period (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        year_id -> BigInt,
        kind -> Text,
        ordinal -> Integer,
        first_day -> Integer,
        last_day -> Integer,
        locked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    holiday (institution_id, year_id, first_day, grade) {
        institution_id -> BigInt,
        year_id -> BigInt,
        first_day -> Integer,
        grade -> Integer,
        last_day -> Integer,
        title -> Text,
    }
}

diesel::table! {
    bell (institution_id, year_id, schedule_id, number) {
        institution_id -> BigInt,
        year_id -> BigInt,
        schedule_id -> BigInt,
        number -> Integer,
        starts -> Integer,
        ends -> Integer,
    }
}

diesel::table! {
    subject (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    class (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        year_id -> BigInt,
        grade -> Integer,
        letter -> Text,
        name -> Text,
        teacher_id -> Nullable<BigInt>,
        dissolved_day -> Nullable<Integer>,
    }
}

diesel::table! {
    class_enrollment (institution_id, class_id, pupil_id, first_day) {
        institution_id -> BigInt,
        class_id -> BigInt,
        pupil_id -> BigInt,
        first_day -> Integer,
        last_day -> Nullable<Integer>,
    }
}

diesel::table! {
    subgroup (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        class_id -> BigInt,
        division -> Text,
        name -> Text,
    }
}

diesel::table! {
    subgroup_member (institution_id, subgroup_id, pupil_id) {
        institution_id -> BigInt,
        subgroup_id -> BigInt,
        pupil_id -> BigInt,
    }
}

diesel::table! {
    journal (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        year_id -> BigInt,
        subject_id -> BigInt,
        groups_name -> Text,
        period_kind -> Text,
    }
}

diesel::table! {
    journal_class (institution_id, journal_id, class_id, subgroup_id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        class_id -> BigInt,
        subgroup_id -> BigInt,
    }
}

diesel::table! {
    journal_teacher (institution_id, journal_id, person_id) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        person_id -> BigInt,
        ordinal -> Integer,
    }
}

diesel::table! {
    journal_pupil (institution_id, journal_id, pupil_id, first_day) {
        institution_id -> BigInt,
        journal_id -> BigInt,
        pupil_id -> BigInt,
        first_day -> Integer,
        last_day -> Nullable<Integer>,
    }
}

diesel::table! {
    substitute (institution_id, person_id, day, journal_id, number) {
        institution_id -> BigInt,
        person_id -> BigInt,
        day -> Integer,
        journal_id -> BigInt,
        number -> Integer,
    }
}

diesel::table! {
    bell_schedule (institution_id, year_id, id) {
        institution_id -> BigInt,
        year_id -> BigInt,
        id -> BigInt,
        name -> Text,
        shift -> Integer,
    }
}

diesel::table! {
    bell_use (institution_id, year_id, id) {
        institution_id -> BigInt,
        year_id -> BigInt,
        id -> BigInt,
        schedule_id -> BigInt,
        grade -> Integer,
        class_id -> BigInt,
        weekday -> Integer,
        first_day -> Nullable<Integer>,
        last_day -> Nullable<Integer>,
    }
}

diesel::table! {
    grade_plan (institution_id, year_id, grade, class_id) {
        institution_id -> BigInt,
        year_id -> BigInt,
        grade -> Integer,
        class_id -> BigInt,
        week_days -> Integer,
        period_kind -> Nullable<Text>,
    }
}

diesel::table! {
    year_norm (code, first_day, grade_first, month_first) {
        code -> Text,
        first_day -> Integer,
        grade_first -> Integer,
        month_first -> Integer,
        grade_last -> Integer,
        month_last -> Integer,
        value -> Integer,
        source -> Text,
    }
}

diesel::table! {
    rollover (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        from_year -> BigInt,
        to_year -> BigInt,
        made_year -> SmallInt,
        order_number -> Text,
        order_day -> Integer,
        graduation_day -> Integer,
        first_day -> Integer,
        created_at -> BigInt,
        created_by -> BigInt,
        undone_at -> Nullable<BigInt>,
        undone_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    rollover_made (institution_id, rollover_id, what, id) {
        institution_id -> BigInt,
        rollover_id -> BigInt,
        what -> Text,
        id -> BigInt,
    }
}

diesel::table! {
    rollover_pupil (institution_id, rollover_id, from_class, pupil_id) {
        institution_id -> BigInt,
        rollover_id -> BigInt,
        from_class -> BigInt,
        pupil_id -> BigInt,
        to_class -> BigInt,
        outcome -> Text,
    }
}

diesel::table! {
    person_word (word, name_key, person_id) {
        word -> Text,
        name_key -> Text,
        person_id -> BigInt,
    }
}

diesel::table! {
    name_word (word) {
        word -> Text,
        tail -> Text,
    }
}

diesel::table! {
    school_order (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        kind -> Text,
        number -> Text,
        day -> Integer,
        reason -> Text,
        class_id -> Nullable<BigInt>,
        created_at -> BigInt,
        created_by -> BigInt,
    }
}

diesel::table! {
    movement (institution_id, person_id, id) {
        institution_id -> BigInt,
        person_id -> BigInt,
        id -> BigInt,
        order_id -> BigInt,
        kind -> Text,
        from_class -> Nullable<BigInt>,
        to_class -> Nullable<BigInt>,
        day -> Integer,
        detail -> Text,
        created_at -> BigInt,
        created_by -> BigInt,
    }
}

diesel::table! {
    transfer (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        receiver_id -> BigInt,
        pupil_id -> BigInt,
        order_id -> BigInt,
        from_class -> BigInt,
        last_day -> Integer,
        status -> Text,
        answer -> Text,
        to_class -> Nullable<BigInt>,
        first_day -> Nullable<Integer>,
        offered_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<BigInt>,
        next_class -> Nullable<BigInt>,
    }
}

diesel::table! {
    person_change (institution_id, person_id, id) {
        institution_id -> BigInt,
        person_id -> BigInt,
        id -> BigInt,
        field -> Text,
        old -> Text,
        new -> Text,
        changed_at -> BigInt,
        changed_by -> BigInt,
    }
}

diesel::table! {
    person_apart (institution_id, first_id, second_id) {
        institution_id -> BigInt,
        first_id -> BigInt,
        second_id -> BigInt,
        created_at -> BigInt,
        created_by -> BigInt,
    }
}

diesel::table! {
    person_merge (institution_id, id) {
        institution_id -> BigInt,
        id -> BigInt,
        kept_id -> BigInt,
        gone_id -> BigInt,
        record -> Text,
        created_at -> BigInt,
        created_by -> BigInt,
        undone_at -> Nullable<BigInt>,
        undone_by -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    person_word,
    name_word,
    school_order,
    movement,
    transfer,
    person_change,
    person_merge,
    person_apart,
    substitute,
    access_code,
    access_help,
    person,
    guardianship,
    account,
    session,
    institution,
    role_assignment,
    staff,
    academic_year,
    grading_period,
    holiday,
    bell,
    subject,
    class,
    class_enrollment,
    subgroup,
    subgroup_member,
    journal,
    journal_class,
    journal_teacher,
    journal_pupil
);
