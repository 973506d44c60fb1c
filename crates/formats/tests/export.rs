//! Lists written for people come back through the project's own reader, and no cell is ever calculated.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Cursor, Read};

use formats::dates::date;
use formats::export::{self, Sheet, Value, WriteError};
use formats::table;
use proptest::prelude::*;

fn sheet(rows: Vec<Vec<Value>>) -> Sheet {
    let headers = ["ФИО", "Телефон", "Пропусков", "Средний балл", "Дата рождения"];
    Sheet { name: "7А".to_owned(), headers: headers.map(str::to_owned).to_vec(), rows }
}

fn pupils() -> Sheet {
    sheet(vec![
        vec![
            "Иванова Анна; «Аня»".into(),
            "+7 (913) 123-45-67".into(),
            Value::Whole(12),
            Value::Decimal { units: 467, scale: 2 },
            date(2013, 9, 1).unwrap().into(),
        ],
        vec![
            "=HYPERLINK(\"http://x\",\"нажмите\")".into(),
            "-".into(),
            Value::Whole(-3),
            Value::Decimal { units: -5, scale: 2 },
            Value::Empty,
        ],
        vec!["О'Коннор-Петров\nШон".into(), "'+1".into()],
    ])
}

fn cells(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let table = table::read(bytes, name).unwrap();
    let sheet = table.sheets.first().unwrap();
    std::iter::once(sheet.header.clone()).chain(sheet.rows.iter().map(|row| row.cells.clone())).collect()
}

#[test]
fn a_workbook_comes_back_cell_by_cell() {
    let bytes = export::xlsx(&[pupils()]).unwrap();
    let read = cells(&bytes, "7А.xlsx");
    assert_eq!(read[0], ["ФИО", "Телефон", "Пропусков", "Средний балл", "Дата рождения"]);
    assert_eq!(read[1], ["Иванова Анна; «Аня»", "+7 (913) 123-45-67", "12", "4.67", "2013-09-01"]);
    assert_eq!(read[2], ["=HYPERLINK(\"http://x\",\"нажмите\")", "-", "-3", "-0.05"]);
    assert_eq!(read[3], ["О'Коннор-Петров\nШон", "'+1"]);
}

/// One part of the workbook's archive.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_workbook_has_no_formula_and_headings_that_stay() {
    let bytes = export::xlsx(&[pupils()]).unwrap();
    let page = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!page.contains("<f>") && !page.contains("<hyperlink"), "{page}");
    assert!(page.contains("state=\"frozen\"") && page.contains("<autoFilter ref=\"A1:E4\""), "{page}");
    assert!(page.contains("<cols>"), "{page}");
    assert!(part(&bytes, "xl/styles.xml").contains("<b/>"));
    assert_eq!(bytes, export::xlsx(&[pupils()]).unwrap(), "the same list gives the same file");
}

#[test]
fn tabs_get_names_that_excel_takes() {
    let named = |name: &str| Sheet { name: name.to_owned(), ..pupils() };
    let long = "Список обучающихся с датами рождения: 7А/7Б";
    let bytes =
        export::xlsx(&[named(long), named(long), named("?*[]"), named("history"), named("'7А'")]).unwrap();
    let table = table::read(&bytes, "a.xlsx").unwrap();
    let names: Vec<&str> = table.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names[2..], ["Лист", "Лист (2)", "7А"]);
    assert_ne!(names[0], names[1]);
    assert!(names.iter().all(|name| name.chars().count() <= 31 && !name.contains([':', '/'])), "{names:?}");
}

#[test]
fn what_excel_cannot_hold_is_refused_with_a_sentence() {
    let error = export::xlsx(&[sheet(vec![vec!["д".repeat(32_768).into()]])]).unwrap_err();
    assert!(matches!(error, WriteError::TooLarge { .. }));
    assert!(error.to_string().ends_with('.'));
    assert!(matches!(export::xlsx(&[]), Ok(_) | Err(WriteError::Failed { .. })));
    // A number of more than fifteen digits would be rounded: it stays a text.
    let bytes = export::xlsx(&[sheet(vec![vec![Value::Whole(i64::MAX)]])]).unwrap();
    assert_eq!(cells(&bytes, "a.xlsx")[1], [i64::MAX.to_string()]);
}

#[test]
fn csv_is_what_excel_with_russian_settings_opens() {
    let bytes = export::csv(&pupils());
    let text = String::from_utf8(bytes.clone()).unwrap();
    let expected = "\u{FEFF}ФИО;Телефон;Пропусков;Средний балл;Дата рождения\r\n\
        \"Иванова Анна; «Аня»\";'+7 (913) 123-45-67;12;\"4,67\";01.09.2013\r\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"нажмите\"\")\";-;-3;\"-0,05\";\r\n"), "{text}");
    let read = cells(&bytes, "7А.csv");
    assert_eq!(read[1], ["Иванова Анна; «Аня»", "+7 (913) 123-45-67", "12", "4,67", "01.09.2013"]);
    assert_eq!(read[2], ["=HYPERLINK(\"http://x\",\"нажмите\")", "-", "-3", "-0,05", ""]);
    assert_eq!(read[3], ["О'Коннор-Петров\nШон", "'+1"]);
}

#[test]
fn only_what_would_be_calculated_gets_an_apostrophe() {
    let text = |cell: &str| {
        let bytes =
            export::csv(&Sheet { headers: vec![cell.to_owned()], rows: Vec::new(), name: String::new() });
        String::from_utf8(bytes).unwrap().trim_start_matches('\u{FEFF}').trim_end().to_owned()
    };
    for formula in ["=1", "@SUM(A1)", "+7 913", "-2+3", "  =1", "-Анна", "＝1", "'=1"] {
        assert_eq!(text(formula), format!("'{}", formula.trim()), "{formula}");
    }
    for plain in ["-5", "+79131234567", "-", "-4,5", "7А", "Иванова-Петрова", "'30-е'", "5+"]
    {
        assert_eq!(text(plain).trim_matches('"'), plain);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[-=+@'\"; ,\nа-яё0-9<\t_x]{0,12}", "\\PC{0,20}", "[a-z]{0,3}_x00[0-9A-F]{2}_"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed, both kinds of file give it back (without white space at its ends).
    #[test]
    fn any_text_comes_back(texts in proptest::collection::vec(proptest::collection::vec(any_text(), 3), 1..6)) {
        let rows: Vec<Vec<Value>> =
            texts.iter().map(|row| row.iter().map(|text| text.as_str().into()).collect()).collect();
        let list = Sheet { name: "а".into(), headers: ["а", "б", "в"].map(str::to_owned).to_vec(), rows };
        let expected: Vec<Vec<String>> = texts
            .iter()
            .map(|row| row.iter().map(|text| text.trim().to_owned()).collect::<Vec<_>>())
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        for (bytes, name) in [(export::xlsx(std::slice::from_ref(&list)).unwrap(), "а.xlsx"), (export::csv(&list), "а.csv")] {
            let table = table::read(&bytes, name).unwrap();
            let rows = &table.sheets.first().unwrap().rows;
            let read: Vec<Vec<String>> =
                rows.iter().map(|row| (0..3).map(|column| row.cell(column).to_owned()).collect()).collect();
            prop_assert_eq!(&read, &expected, "{}", name);
        }
    }
}
