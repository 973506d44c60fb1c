//! XLSX: what people's workbooks hold, and workbooks made to do harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Cursor, Write};

use formats::{FileError, roster, table};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn pack(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of the given sheets; cells are given as XML. Style 1 is a date.
fn workbook(sheets: &[(&str, String)], strings: &str) -> Vec<u8> {
    let mut list = String::new();
    let mut links = String::new();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let n = at + 1;
        list += &format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
        links += &format!(
            "<Relationship Id=\"rId{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
        let sheet = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
        );
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet.into_bytes()));
    }
    let ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let fixed = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned()),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()),
        ("xl/workbook.xml", format!("<workbook {ns} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{list}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>")),
        ("xl/styles.xml", format!("<styleSheet {ns}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>")),
        ("xl/sharedStrings.xml", strings.to_owned()),
    ];
    let mut all: Vec<(&str, Vec<u8>)> =
        fixed.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect();
    all.extend(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
    pack(&all)
}

const NO_STRINGS: &str = "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"0\" uniqueCount=\"0\"></sst>";

/// A row of inline texts; `#` makes a number, `@` a date.
fn row(number: u32, cells: &[&str]) -> String {
    let mut out = format!("<row r=\"{number}\">");
    for (letter, cell) in ('A'..='Z').zip(cells) {
        out += &match cell.split_at_checked(1) {
            Some(("#", value)) => format!("<c r=\"{letter}{number}\"><v>{value}</v></c>"),
            Some(("@", value)) => format!("<c r=\"{letter}{number}\" s=\"1\"><v>{value}</v></c>"),
            _ => format!("<c r=\"{letter}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
        };
    }
    out + "</row>"
}

#[test]
fn sheets_are_recognised_by_their_headers() {
    let pupils = row(1, &["Список учащихся на 1 сентября"])
        + &row(3, &["№", "Класс", "ФИО", "Дата рождения", "Телефон матери", "ФИО матери"])
        + &row(
            4,
            &["#1", "7 а", "Иванова Анна Петровна", "@41518", "#89131234567", "Иванова Ольга Игоревна"],
        )
        + &row(6, &["#2", "7А", "Сидоров Пётр", "2013-05-07", "", ""]);
    let staff = row(1, &["Должность", "ФИО", "Классное руководство"])
        + &row(2, &["учитель", "Орлов Дмитрий Николаевич", "7-А"]);
    let notes = row(1, &["Просто заметки"]);
    let bytes = workbook(&[("Ученики", pupils), ("Сотрудники", staff), ("Заметки", notes)], NO_STRINGS);
    let roster = roster::read(&bytes, "школа.xlsx").unwrap();
    assert_eq!(roster.errors, []);
    let first = roster.pupils.first().unwrap();
    assert_eq!(
        (first.line, first.class.to_string(), first.name.to_string()),
        (4, "7А".into(), "Иванова Анна Петровна".into())
    );
    assert_eq!(first.birth.map(|d| d.to_string()).as_deref(), Some("2013-09-01"));
    assert_eq!(first.parents.first().unwrap().phone.as_deref(), Some("+79131234567"));
    assert_eq!(roster.pupils.get(1).unwrap().line, 6);
    assert_eq!(roster.staff.first().unwrap().homerooms.first().unwrap().to_string(), "7А");
    let ignored: Vec<_> = roster.ignored.iter().map(|i| (i.sheet.as_str(), i.column.as_deref())).collect();
    assert_eq!(ignored, [("Ученики", Some("№")), ("Заметки", None)]);
}

#[test]
fn dates_and_numbers_become_plain_text() {
    let bytes = workbook(
        &[("Лист1", row(1, &["а", "б", "в"]) + &row(2, &["@42248", "#79131234567", "#1.5"]))],
        NO_STRINGS,
    );
    let table = table::read(&bytes, "a.xlsx").unwrap();
    assert_eq!(
        table.sheets.first().unwrap().rows.first().unwrap().cells,
        ["2015-09-01", "79131234567", "1.5"]
    );
}

fn refused(bytes: &[u8]) -> FileError {
    let error = table::read(bytes, "a.xlsx").unwrap_err();
    let text = error.to_string();
    assert!(text.ends_with('.') && !text.contains(". ") && !text.contains('\n'), "{text}");
    error
}

#[test]
fn an_archive_that_is_no_workbook() {
    assert!(matches!(refused(&pack(&[("читай.txt", b"hello".to_vec())])), FileError::Spreadsheet { .. }));
    assert!(matches!(
        refused(&pack(&[("xl/workbook.xml", b"<a/>".to_vec())])),
        FileError::Spreadsheet { .. }
    ));
    let good = workbook(&[("Лист1", row(1, &["а"]))], NO_STRINGS);
    for part in [2, 3, 4] {
        assert!(matches!(
            refused(good.get(..good.len() * (part - 1) / part).unwrap()),
            FileError::Spreadsheet { .. }
        ));
    }
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let bomb = pack(&[
        ("xl/workbook.xml", b"<a/>".to_vec()),
        ("xl/worksheets/sheet1.xml", vec![b' '; 130 * 1024 * 1024]),
    ]);
    assert!(bomb.len() < 1024 * 1024);
    assert!(matches!(refused(&bomb), FileError::TooLarge { .. }));
}

#[test]
fn a_promise_of_endless_strings_reserves_nothing() {
    let strings = NO_STRINGS.replace("uniqueCount=\"0\"", "uniqueCount = \"999999999999\"");
    assert!(matches!(
        refused(&workbook(&[("Лист1", row(1, &["а"]))], &strings)),
        FileError::Spreadsheet { .. }
    ));
    let utf16: Vec<u8> = strings.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(
        refused(&pack(&[("xl/workbook.xml", b"<a/>".to_vec()), ("xl/sharedStrings.xml", utf16)])),
        FileError::Spreadsheet { .. }
    ));
}

#[test]
fn two_far_cells_do_not_make_a_rectangle() {
    let far = row(1, &["Класс", "ФИО"])
        + "<row r=\"1048576\"><c r=\"B1048576\" t=\"inlineStr\"><is><t>Иванов Иван</t></is></c></row>";
    let table = table::read(&workbook(&[("Лист1", far)], NO_STRINGS), "a.xlsx").unwrap();
    assert_eq!(table.sheets.first().unwrap().rows.first().unwrap().line, 1_048_576);
    let wide = "<row r=\"1\"><c r=\"XFD1\" t=\"inlineStr\"><is><t>x</t></is></c></row>".to_owned();
    assert!(matches!(refused(&workbook(&[("Лист1", wide)], NO_STRINGS)), FileError::TooLarge { .. }));
}

#[test]
fn one_long_string_in_many_cells_is_counted() {
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\" uniqueCount=\"1\"><si><t>{}</t></si></sst>",
        "д".repeat(500_000)
    );
    let rows: String =
        (1..=100).map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c></row>")).collect();
    assert!(matches!(refused(&workbook(&[("Лист1", rows)], &strings)), FileError::TooLarge { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Damage inside the sheet, under an intact archive.
    #[test]
    fn damaged_sheets_are_answered(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<char>()), 1..6)) {
        let good = row(1, &["Класс", "ФИО", "Дата рождения"]) + &row(2, &["7А", "Иванова Анна", "@41518"]);
        let mut chars: Vec<char> = good.chars().collect();
        for (at, with) in flips {
            let at = at.index(chars.len());
            chars[at] = with;
        }
        let bytes = workbook(&[("Лист1", chars.into_iter().collect())], NO_STRINGS);
        let _ = roster::read(&bytes, "a.xlsx");
    }

    /// Damage of the archive itself.
    #[test]
    fn damaged_archives_are_answered(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = workbook(&[("Лист1", row(1, &["Класс", "ФИО"]) + &row(2, &["7А", "Иванова Анна"]))], NO_STRINGS);
        for (at, with) in flips {
            let at = at.index(bytes.len());
            bytes[at] = with;
        }
        let _ = roster::read(&bytes, "a.xlsx");
    }
}
