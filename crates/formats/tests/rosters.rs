//! Rosters from CSV: every column, every row error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use formats::RowEffect;
use formats::roster::{self, Relation, Roster, Sex};

fn read(text: &str) -> Roster {
    roster::read(text.as_bytes(), "roster.csv").unwrap()
}

const PUPILS: &str = "Логин;Отчество;ИМЯ;Фамилия ученика;класс;Дата рождения;Пол;СНИЛС;Подгруппы;Питание;Родитель 1 ФИО;Родитель 1: телефон;Родитель 1 эл. почта;Родитель 1 логин;Отец фамилия;Отец имя;Отец отчество;Отец телефон;Родитель 1 степень родства\n\
    ivanova;Петровна;Анна;Иванова;7 a;01.09.2013;ж;11223344595;Английский язык: гр1; да;Иванова Ольга Игоревна;8 (913) 123-45-67;Olga@Mail.ru;mama;Иванов;Пётр;;+7 913 765-43-21;мать\n\
    ;;Борис;Ким;7-А;2013-05-07;мужской;;\"Английский язык: гр2; Информатика: гр1\";;;;;;;;;;\n";

#[test]
fn every_column_of_a_pupil_is_read_in_any_order() {
    // The subgroup list of the first row ends before its `;`, so quote it as spreadsheets do.
    let text = PUPILS.replace("Английский язык: гр1; да", "гр1;да");
    let roster = read(&text);
    assert_eq!(roster.errors, []);
    assert_eq!(roster.ignored.iter().map(|i| i.column.as_deref()).collect::<Vec<_>>(), [Some("Питание")]);
    let anna = roster.pupils.first().unwrap();
    assert_eq!(
        (anna.line, anna.class.to_string(), anna.name.to_string()),
        (2, "7А".into(), "Иванова Анна Петровна".into())
    );
    assert_eq!(
        (anna.sex, anna.snils.as_deref(), anna.login.as_deref()),
        (Some(Sex::Female), Some("112-233-445 95"), Some("ivanova"))
    );
    assert_eq!(anna.birth.map(|d| (d.year, d.month, d.day)), Some((2013, 9, 1)));
    assert_eq!(
        anna.subgroups.iter().map(|s| (s.subject.as_deref(), s.name.as_str())).collect::<Vec<_>>(),
        [(None, "гр1")]
    );
    let [mother, father] = anna.parents.as_slice() else { panic!("{:?}", anna.parents) };
    assert_eq!(
        (mother.relation, mother.name.to_string()),
        (Relation::Mother, "Иванова Ольга Игоревна".into())
    );
    assert_eq!(
        (mother.phone.as_deref(), mother.email.as_deref(), mother.login.as_deref()),
        (Some("+79131234567"), Some("olga@mail.ru"), Some("mama"))
    );
    assert_eq!(
        (father.relation, father.name.to_string(), father.phone.as_deref()),
        (Relation::Father, "Иванов Пётр".into(), Some("+79137654321"))
    );
    let boris = roster.pupils.get(1).unwrap();
    assert_eq!(
        (boris.sex, boris.parents.len(), boris.name.patronymic.as_deref()),
        (Some(Sex::Male), 0, None)
    );
    assert_eq!(
        boris.subgroups.iter().map(|s| (s.subject.as_deref(), s.name.as_str())).collect::<Vec<_>>(),
        [(Some("Английский язык"), "гр2"), (Some("Информатика"), "гр1")]
    );
}

#[test]
fn encodings_and_delimiters_make_no_difference() {
    let plain = "Класс;ФИО;Мать;Телефон матери\n1Г;Ёлкина Алёна Игоревна;Ёлкина Мария Львовна;89131112233\n";
    let expected = read(plain).pupils;
    assert_eq!(expected.len(), 1);
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(plain);
    assert_eq!(roster::read(&bytes, "roster.csv").unwrap().pupils, expected);
    for text in [
        format!("\u{FEFF}{plain}"),
        plain.replace(';', ","),
        plain.replace(';', "\t"),
        plain.replace('\n', "\r\n"),
    ] {
        assert_eq!(read(&text).pupils, expected, "{text:?}");
    }
}

#[test]
fn staff_are_known_by_their_position() {
    let roster = read(
        "ФИО;Должность;Предметы;Классное руководство;Телефон;Эл. почта;Логин;Дата рождения;Роль\n\
         Орлов Дмитрий Николаевич;учитель;Физическая культура, ОБЖ;7 «А»;9131234567;orlov@school.ru;orlov;1980-01-02;учитель\n\
         Белова А.А.;завуч;;;;;;;\n",
    );
    assert_eq!(roster.errors, []);
    let orlov = roster.staff.first().unwrap();
    assert_eq!(orlov.subjects, ["Физическая культура", "ОБЖ"]);
    assert_eq!(
        (orlov.homerooms.first().unwrap().to_string(), orlov.phone.as_deref()),
        ("7А".into(), Some("+79131234567"))
    );
    assert_eq!(
        (orlov.position.as_deref(), orlov.role.as_deref(), orlov.login.as_deref()),
        (Some("учитель"), Some("учитель"), Some("orlov"))
    );
    // «Белова А.А.» has one word for given name and patronymic; it is kept as written.
    assert_eq!(roster.staff.get(1).unwrap().name.given, "А.А.");
}

#[test]
fn each_row_error_names_line_column_and_reason() {
    let roster = read(
        "Класс;ФИО;Дата рождения;Пол;СНИЛС;Телефон;Эл. почта;Мать;Телефон матери\n\
         7А;Иванова Анна;;;;;;;\n\
         ;Петров Пётр;;;;;;;\n\
         7Б класс вечерний;Сидоров Иван;;;;;;;\n\
         7А;Одинслово;;;;;;;\n\
         7А;Ким Борис;31.02.2013;да;112-233-445 00;12345;почты нет;;\n\
         7А;Ли Вера;;;;;;;89131234567\n\
         7А;Иванова  Анна;;;;;;;\n\
         7А;Цой Юрий;;;;;;;8 913 123-45-67, 8 913 765-43-21\n\
         7А;Пак Ян;;;;8 913 123-45-67, 8 913 765-43-21;;;\n",
    );
    let kept: Vec<u32> = roster.pupils.iter().map(|pupil| pupil.line).collect();
    assert_eq!(kept, [2, 6, 7, 9, 10]);
    let found: Vec<(u32, Option<&str>, RowEffect)> =
        roster.errors.iter().map(|e| (e.line, e.column.as_deref(), e.effect)).collect();
    let (refused, ignored) = (RowEffect::RowRefused, RowEffect::CellIgnored);
    assert_eq!(
        found,
        [
            (3, Some("Класс"), refused),
            (4, Some("Класс"), refused),
            (5, Some("ФИО"), refused),
            (6, Some("Дата рождения"), ignored),
            (6, Some("Пол"), ignored),
            (6, Some("СНИЛС"), ignored),
            (6, Some("Телефон"), ignored),
            (6, Some("Эл. почта"), ignored),
            (7, Some("Мать"), ignored),
            (9, Some("Мать"), ignored),
            (10, Some("Телефон"), ignored),
            (8, None, refused),
        ]
    );
    for error in &roster.errors {
        let text = error.to_string();
        assert!(text.starts_with("Строка ") && text.ends_with('.'), "{text}");
        assert!(!error.reason.contains(". ") && !error.reason.contains('\n'), "{text}");
    }
    assert_eq!(roster.errors.first().unwrap().to_string(), "Строка 3, столбец «Класс»: не указан класс.");
    assert_eq!(roster.pupils.last().unwrap().phone.as_deref(), Some("+79131234567"));
}

#[test]
fn a_parent_of_two_children_is_one_person() {
    let roster = read(
        "Класс;ФИО;Мать;Телефон матери;Эл. почта матери\n\
         7А;Иванова Анна;Алёнина Ольга Игоревна;89131234567;\n\
         3Б;Иванов Олег;АЛЕНИНА Ольга Игоревна;+7 913 123 45 67;o@mail.ru\n\
         3Б;Ким Олег;Алёнина Ольга Игоревна;;\n",
    );
    let mothers: Vec<_> = roster.pupils.iter().map(|pupil| pupil.parents.first().unwrap()).collect();
    let [first, second, third] = mothers.as_slice() else { panic!() };
    assert!(first.same_person(second) && second.same_person(first));
    assert!(!first.same_person(third));
}
