//! The PDF as another program reads it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use std::io::Write;
use std::process::{Command, Stdio};

use print::{Group, Layout, Sheets, Slip, access_sheets, archive};

fn sheets(layout: Layout, people: usize) -> Sheets {
    let slips = (0..people)
        .map(|number| Slip {
            name: format!("Щёголева-Преображенская Екатерина {number}"),
            note: "ученица".to_owned(),
            login: format!("schegoleva-e{number}"),
            code: (number % 3 != 2).then(|| "ABCDE-FGH23".to_owned()),
        })
        .collect();
    Sheets {
        place: "Школа № 1".to_owned(),
        address: "https://school.example".to_owned(),
        until: "22 января 2027".to_owned(),
        english: false,
        layout,
        groups: vec![Group { title: "7А класс".to_owned(), slips }],
    }
}

/// The words of a PDF as poppler finds them.
fn text(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils; ./test installs it");
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn another_program_reads_names_logins_and_codes() {
    for layout in [Layout::Strips, Layout::List] {
        let text = text(&access_sheets(&sheets(layout, 12)).unwrap());
        for words in [
            "7А класс",
            "Школа № 1",
            "Щёголева-Преображенская Екатерина 11",
            "schegoleva-e0",
            "ABCDE-FGH23",
            "22 января 2027",
            "https://school.example",
            "придумайте свой пароль",
        ] {
            assert!(
                text.contains(words) || text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words),
                "{layout:?}: {words}\n{text}"
            );
        }
        assert_eq!(text.matches("ABCDE-FGH23").count(), 8, "who has a way in gets no code");
    }
}

#[test]
fn each_class_begins_a_page_and_ten_strips_fill_one() {
    let mut two = sheets(Layout::Strips, 11);
    two.groups
        .push(Group { title: "7Б класс".to_owned(), slips: two.groups.first().unwrap().slips.clone() });
    let text = text(&access_sheets(&two).unwrap());
    // Poppler ends each page with a form feed.
    assert_eq!(text.matches('\u{c}').count(), 4);
    assert!(text.contains("лист 2 из 2"));
}

#[test]
fn the_english_words_are_there_when_wished() {
    let mut sheets = sheets(Layout::Strips, 1);
    assert!(!text(&access_sheets(&sheets).unwrap()).contains("password"));
    sheets.english = true;
    assert!(text(&access_sheets(&sheets).unwrap()).contains("password"));
}

#[test]
fn odd_names_and_long_logins_harm_nothing() {
    let mut sheets = sheets(Layout::Strips, 1);
    for slip in &mut sheets.groups.first_mut().unwrap().slips {
        slip.name = "Ө\u{0}ү 😀 \n".repeat(30);
        slip.note = String::new();
        slip.login = "o".repeat(64);
    }
    assert!(access_sheets(&sheets).unwrap().starts_with(b"%PDF-"));
    sheets.groups.clear();
    assert!(access_sheets(&sheets).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn an_archive_holds_every_file() {
    let bytes =
        archive(&[("7А.pdf".to_owned(), b"one".to_vec()), ("7Б.pdf".to_owned(), b"two".to_vec())]).unwrap();
    assert!(bytes.starts_with(b"PK"));
    assert!(archive(&[("a".to_owned(), Vec::new()), ("a".to_owned(), Vec::new())]).is_err());
}
