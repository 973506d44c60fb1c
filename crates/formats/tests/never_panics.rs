//! Whatever the bytes, readers answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use formats::{names, roster, table, timetable};
use proptest::prelude::*;

const CSV: &[u8] = include_bytes!("samples/school_timetable.csv");
const FET: &[u8] = include_bytes!("samples/school_data_and_timetable.fet");
const ASC: &[u8] = include_bytes!("samples/school_asc.xml");
const ASC_1251: &[u8] = include_bytes!("samples/school_asc_1251.xml");
const ROSTER: &[u8] =
    "Класс;ФИО;Дата рождения;Мать;Телефон матери\n7А;Иванова Анна;01.09.2013;Иванова Ольга;89131234567\n"
        .as_bytes();

fn read_all(bytes: &[u8]) {
    if let Ok(timetable) = timetable::read(bytes, "a") {
        for lesson in &timetable.lessons {
            assert!(
                (1..=7).contains(&lesson.weekday)
                    && !lesson.students.is_empty()
                    && !lesson.subject.is_empty()
            );
        }
    }
    let _ = table::read(bytes, "a");
    let _ = roster::read(bytes, "a");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_markup(parts in proptest::collection::vec("(<[/!?]?[a-z]{1,8}( [a-z]{1,4}=\"[0-9,а-я&;]{0,6}\")?/?>|[&а-я0-9;]{0,5}|<!\\[CDATA\\[|\\]\\]>|<fet>|<timetable>|<cards>|<card>|<Activities_List>|<Activity>|<lessons>|<lesson/>)", 0..60)) {
        read_all(parts.concat().as_bytes());
    }

    #[test]
    fn arbitrary_names(text in "[0-9А-Яа-яA-Za-z «»\".,+@()\\-–:]{0,40}", other in "\\PC{0,40}") {
        for text in [&text, &other] {
            let _ = (names::class_name(text), names::phone(text), names::email(text), names::snils(text), names::person_name(text));
            let _ = (formats::dates::parse(text), names::teacher_key(text));
            if let Some(class) = names::class_name(text) {
                prop_assert_eq!(names::class_name(&class.to_string()), Some(class));
            }
        }
        prop_assert_eq!(names::same_teacher(&text, &other), names::same_teacher(&other, &text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_samples(
        which in 0_usize..5,
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        keep in proptest::option::of(any::<prop::sample::Index>()),
        cut_out in proptest::option::of((any::<prop::sample::Index>(), 1_usize..200)),
    ) {
        let mut bytes = [CSV, FET, ASC, ASC_1251, ROSTER][which].to_vec();
        if let Some((at, length)) = cut_out {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.drain(at..end);
        }
        for (at, value) in flips {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
        }
        if let Some(keep) = keep {
            bytes.truncate(keep.index(bytes.len() + 1));
        }
        read_all(&bytes);
    }
}
