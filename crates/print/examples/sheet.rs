//! Writes a sample sheet: `cargo run -p print --example sheet strips.pdf list.pdf`.
#![allow(clippy::unwrap_used, reason = "a tool for looking")]

use print::{Group, Layout, Sheets, Slip, access_sheets};

fn main() {
    let slips = |count: usize| {
        (0..count)
            .map(|number| Slip {
                name: [
                    "Иванова Мария Сергеевна",
                    "Константинопольский Александр Владиславович",
                    "Фёдорова Анна",
                ]
                .into_iter()
                .cycle()
                .nth(number)
                .unwrap_or_default()
                .to_owned(),
                note: if number % 2 == 0 {
                    "ученица"
                } else {
                    "родитель: Иванова Мария"
                }
                .to_owned(),
                login: format!("ivanova-m{}", 100 + number),
                code: (number % 5 != 4).then(|| "K7WPA-3XCJM".to_owned()),
            })
            .collect()
    };
    for (path, layout) in std::env::args().skip(1).zip([Layout::Strips, Layout::List]) {
        let sheets = Sheets {
            place: "МБОУ «СОШ № 1»".to_owned(),
            address: "https://zvonok.example".to_owned(),
            until: "22 января 2027".to_owned(),
            english: true,
            layout,
            groups: vec![Group { title: "7А класс".to_owned(), slips: slips(28) }],
        };
        std::fs::write(path, access_sheets(&sheets).unwrap()).unwrap();
    }
}
