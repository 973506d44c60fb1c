//! Broken files: each gives exactly one clear sentence.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use formats::{FileError, roster, table, timetable};

const CSV: &[u8] = include_bytes!("samples/school_timetable.csv");
const FET: &[u8] = include_bytes!("samples/school_data_and_timetable.fet");
const ASC: &[u8] = include_bytes!("samples/school_asc.xml");
const ASC_1251: &[u8] = include_bytes!("samples/school_asc_1251.xml");

/// One sentence: ends with one full stop, has no line end, begins with a capital, is in Russian and not a novel.
fn sentence(error: &FileError) -> String {
    let text = error.to_string();
    assert!(text.ends_with('.') && !text.ends_with(".."), "{text}");
    assert!(!text.contains('\n') && !text.contains(". "), "{text}");
    assert!(text.chars().next().is_some_and(|c| ('А'..='Я').contains(&c)), "{text}");
    assert!(text.chars().count() < 300, "{text}");
    text
}

fn refused(bytes: &[u8], name: &str) -> FileError {
    let error = timetable::read(bytes, name).unwrap_err();
    sentence(&error);
    error
}

#[test]
fn empty_files_and_a_lone_mark() {
    for bytes in [b"".as_slice(), b"\xEF\xBB\xBF", b" \r\n\t\n", b"\xEF\xBB\xBF\r\n"] {
        assert_eq!(refused(bytes, "a.csv"), FileError::Empty);
        assert_eq!(table::read(bytes, "a.csv").unwrap_err(), FileError::Empty);
        assert_eq!(roster::read(bytes, "a.csv").unwrap_err(), FileError::Empty);
    }
}

#[test]
fn truncated_xml_names_the_place() {
    for bytes in [FET, ASC] {
        for cut in [bytes.len() / 2, bytes.len() / 3, bytes.len() - 3, bytes.len() - 40] {
            // Between two characters; a cut inside one is tested by the last letter below.
            let cut = (cut..bytes.len()).find(|&at| bytes.get(at).is_some_and(|b| b & 0xC0 != 0x80)).unwrap();
            let error = refused(bytes.get(..cut).unwrap(), "a.fet");
            assert!(
                matches!(error, FileError::Truncated { ref place } if place.contains("строке")),
                "{error}"
            );
        }
    }
}

#[test]
fn a_letter_cut_in_two_is_a_truncated_file() {
    let text = "<fet><Comments>Ш".as_bytes();
    assert!(matches!(refused(text.get(..text.len() - 1).unwrap(), "a.fet"), FileError::Truncated { .. }));
}

#[test]
fn a_truncated_table_with_an_open_quote() {
    let at = CSV.len() - 5;
    assert!(
        matches!(refused(CSV.get(..at).unwrap(), "a.csv"), FileError::Truncated { ref place } if place.contains("строке 67"))
    );
}

#[test]
fn wrong_encodings() {
    let declared_utf8 = String::from_utf8_lossy(ASC_1251.get(..60).unwrap()).replace("windows-1251", "UTF-8");
    let mut bytes = declared_utf8.into_bytes();
    bytes.extend_from_slice(ASC_1251.get(60..).unwrap());
    let error = refused(&bytes, "a.xml");
    assert!(matches!(error, FileError::Encoding { ref detail } if detail.contains("UTF-8")), "{error}");

    let text = std::str::from_utf8(ASC).unwrap();
    assert!(matches!(
        refused(text.replacen("UTF-8", "windows-1251", 1).as_bytes(), "a.xml"),
        FileError::Encoding { .. }
    ));
    assert!(matches!(
        refused(text.replacen("UTF-8", "клинопись", 1).as_bytes(), "a.xml"),
        FileError::Encoding { .. }
    ));

    let mut damaged = CSV.strip_prefix(b"\xEF\xBB\xBF").unwrap().to_vec();
    *damaged.get_mut(200).unwrap() = 0xFF;
    assert!(matches!(refused(&damaged, "a.csv"), FileError::Encoding { .. }));

    let (dos, _, _) =
        encoding_rs::IBM866.encode(std::str::from_utf8(CSV).unwrap().trim_start_matches('\u{FEFF}'));
    assert!(matches!(refused(&dos, "a.csv"), FileError::Encoding { .. }));
}

#[test]
fn pictures_archives_and_documents() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice();
    for bytes in
        [png, b"PK\x03\x04\x14\0\0\0", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"%PDF-1.4\n", b"a,b\n\0\0\0\n"]
    {
        assert!(matches!(refused(bytes, "a.csv"), FileError::Binary { .. }));
    }
    let error = table::read(png, "a.png").unwrap_err();
    assert!(matches!(error, FileError::Binary { .. }));
    sentence(&error);
}

#[test]
fn a_web_page_and_foreign_xml() {
    let page = "<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>Вход</title></head><body><p>Ошибка<br></body></html>";
    assert!(sentence(&refused(page.as_bytes(), "schedule.csv")).contains("веб-страница"));
    let error = table::read(page.as_bytes(), "roster.csv").unwrap_err();
    assert_eq!(
        sentence(&error),
        "Файл «roster.csv» не подходит, это веб-страница: выберите таблицу CSV или XLSX."
    );
    assert!(matches!(
        refused("<?xml version=\"1.0\"?><книга/>".as_bytes(), "a.xml"),
        FileError::UnknownKind { .. }
    ));
}

#[test]
fn a_table_with_a_foreign_header() {
    let error = refused("Товар;Цена;Количество\nМел;10;5\n".as_bytes(), "price.csv");
    assert!(
        matches!(error, FileError::MissingColumn { ref columns } if columns.contains("«Day»") && columns.contains("«Subject»"))
    );
    let error = roster::read("Товар;Цена\nМел;10\n".as_bytes(), "price.csv").unwrap_err();
    assert!(matches!(error, FileError::MissingColumn { .. }));
    assert!(sentence(&error).contains("«Класс»"));
    let error = roster::read("Класс;Телефон\n5А;1\n".as_bytes(), "a.csv").unwrap_err();
    assert!(sentence(&error).contains("«ФИО»"));
}

#[test]
fn headers_without_rows() {
    assert!(matches!(
        refused("Day,Hour,Students Sets,Subject\n".as_bytes(), "a.csv"),
        FileError::NoData { .. }
    ));
    let error = roster::read("Класс;ФИО\n".as_bytes(), "a.csv").unwrap_err();
    assert!(matches!(error, FileError::NoData { .. }));
    assert!(matches!(refused(b"<fet/>", "a.fet"), FileError::NoData { .. }));
    assert!(matches!(refused(b"<timetable/>", "a.xml"), FileError::NoData { .. }));
}

#[test]
fn a_file_of_nothing_but_errors_is_refused() {
    let rows = "Класс;ФИО\n".to_owned() + &"?;?\n".repeat(20_000);
    let error = roster::read(rows.as_bytes(), "a.csv").unwrap_err();
    assert!(matches!(error, FileError::TooManyErrors { .. }));
    sentence(&error);
    let rows = "Day,Hour,Students Sets,Subject\n".to_owned() + &"?,?,5А,?\n".repeat(20_000);
    assert!(matches!(refused(rows.as_bytes(), "a.csv"), FileError::TooManyErrors { .. }));
    let cards = "<card lessonid=\"x\"/>".repeat(20_000);
    let xml = format!("<timetable><lessons><lesson id=\"a\"/></lessons><cards>{cards}</cards></timetable>");
    assert!(matches!(refused(xml.as_bytes(), "a.xml"), FileError::TooManyErrors { .. }));
}

#[test]
fn malformed_xml_names_its_line() {
    let error = refused(b"<fet>\n<A>\n</B>\n</fet>", "a.fet");
    assert!(matches!(error, FileError::Xml { line: 3, .. }), "{error}");
    assert!(matches!(refused(b"<fet>&neverheard;</fet>", "a.fet"), FileError::Xml { line: 1, .. }));
    assert!(matches!(refused(b"<fet></fet><fet></fet>", "a.fet"), FileError::Xml { .. }));
}

#[test]
fn deep_nesting_and_endless_attributes_are_refused() {
    let deep = "<fet>".to_owned() + &"<a>".repeat(200_000);
    assert!(
        matches!(refused(deep.as_bytes(), "a.fet"), FileError::Xml { ref reason, .. } if reason.contains("вложенность"))
    );
    let wide: String = (0..50_000).map(|n| format!(" a{n}=\"1\"")).collect();
    assert!(matches!(refused(format!("<fet{wide}/>").as_bytes(), "a.fet"), FileError::Xml { .. }));
    let many = format!("<fet>{}</fet>", "<a/>".repeat(700_000));
    assert!(matches!(refused(many.as_bytes(), "a.fet"), FileError::TooLarge { .. }));
}

#[test]
fn external_entities_and_laughs_are_refused() {
    let xxe = "<?xml version=\"1.0\"?>\n<!DOCTYPE fet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<fet><Comments>&x;</Comments></fet>";
    assert_eq!(refused(xxe.as_bytes(), "a.fet"), FileError::DocumentType { line: 2 });
    let laughs = "<!DOCTYPE t [<!ENTITY a \"ха\"><!ENTITY b \"&a;&a;&a;&a;\">]><timetable>&b;</timetable>";
    assert_eq!(refused(laughs.as_bytes(), "a.xml"), FileError::DocumentType { line: 1 });
}

#[test]
fn a_file_or_table_beyond_the_limits_is_refused() {
    let huge = vec![b'a'; formats::MAX_BYTES + 1];
    assert!(matches!(refused(&huge, "a.csv"), FileError::TooLarge { .. }));
    let long = "Класс;ФИО\n".to_owned() + &"5А;Иванов Иван\n".repeat(formats::MAX_ROWS + 1);
    assert!(matches!(table::read(long.as_bytes(), "a.csv").unwrap_err(), FileError::TooLarge { .. }));
    assert!(matches!(
        table::read(";".repeat(1000).as_bytes(), "a.csv").unwrap_err(),
        FileError::TooLarge { .. }
    ));
}
