//! What an administrator waits for on his first morning: 1 000 pupils with parents and staff from XLSX, then access sheets for 40 classes.
//!
//! `cargo run -p school --example morning [-- roster.xlsx]` prints milliseconds and writes the sheets beside it. Not a test: figures depend on the machine.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a tool that can't go on stops"
)]

use std::io::{Cursor, Write};
use std::time::Instant;

use testkit::Site;

/// So many classes of twenty-five.
const CLASSES: usize = 40;
const SIZE: usize = 25;

fn main() {
    testkit::run(async {
        let site = Site::sqlite().await;
        let mut admin = site.signed_in("admin").await;
        let file = workbook();
        println!("file: {} KB", file.len() / 1024);
        admin.get("/school/rosters/").await;
        let start = Instant::now();
        let sent = admin.post_file("/school/rosters/", "школа.xlsx", &file).await;
        let columns = sent.location().to_owned();
        println!("upload and recognition: {} ms", start.elapsed().as_millis());
        let page = admin.get(&columns).await;
        let fields: Vec<(String, String)> = chosen(&page.body);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let start = Instant::now();
        let preview = admin.post_form(&columns, &fields).await.location().to_owned();
        println!("preview: {} ms", start.elapsed().as_millis());
        let task = admin.post_form(&preview, &[("skip", "on")]).await.location().to_owned();
        let start = Instant::now();
        assert_eq!(site.work().await, 1);
        println!("import: {} ms", start.elapsed().as_millis());
        let report = admin.get(&task).await.body;
        let told = report.split("Добавлено: <b>").nth(1).and_then(|rest| rest.split('<').next());
        println!("rows added: {}", told.unwrap_or("?"));

        let page = admin.get("/school/access/").await.body;
        let classes: Vec<&str> =
            page.split("name=\"class\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for (what, separate) in [("one PDF", ""), ("a ZIP of PDFs", "on")] {
            let mut fields: Vec<(&str, &str)> = classes.iter().map(|class| ("class", *class)).collect();
            let whose = if separate.is_empty() { "nobody" } else { "never" };
            fields.extend([("pupils", "on"), ("parents", "on"), ("whose", whose), ("separate", separate)]);
            let task = admin.post_form("/school/access/issue/", &fields).await.location().to_owned();
            let start = Instant::now();
            assert_eq!(site.work().await, 1);
            let took = start.elapsed().as_millis();
            let sheet = admin.get(&format!("{task}files/0/")).await;
            println!(
                "sheets of {} classes as {what}: {took} ms, {} KB",
                classes.len(),
                sheet.bytes.len() / 1024
            );
            if let Some(path) = std::env::args().nth(1) {
                std::fs::write(
                    format!("{path}{}", if separate.is_empty() { ".pdf" } else { ".zip" }),
                    &sheet.bytes,
                )
                .unwrap();
            }
        }
    });
}

/// What the form of columns has chosen by itself.
fn chosen(html: &str) -> Vec<(String, String)> {
    html.split("<select ")
        .skip(1)
        .filter_map(|select| {
            let select = select.split("</select>").next()?;
            let name = select.split("name=\"").nth(1)?.split('"').next()?;
            let selected = select.split("\" selected").next().filter(|_| select.contains("\" selected"))?;
            Some((name.to_owned(), selected.rsplit("value=\"").next()?.to_owned()))
        })
        .collect()
}

/// A workbook with a sheet of pupils and one of staff, as spreadsheets write them.
fn workbook() -> Vec<u8> {
    let families = [
        "Иванов",
        "Смирнов",
        "Кузнецов",
        "Попов",
        "Васильев",
        "Петров",
        "Соколов",
        "Михайлов",
        "Новиков",
        "Фёдоров",
    ];
    let names = ["Алексей", "Борис", "Виктор", "Глеб", "Денис", "Егор", "Захар", "Илья", "Кирилл", "Лев"];
    let mut pupils = vec![
        ["Класс", "ФИО", "Дата рождения", "Пол", "Мать", "Мать телефон", "Отец", "Отец телефон"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for class in 0..CLASSES {
        for pupil in 0..SIZE {
            let number = class * SIZE + pupil;
            let (family, name) = (families[number % 10], names[(number / 10) % 10]);
            let patronymic = format!("{}{}ович", names[(number / 100) % 10], ["", "а", "о"][number % 3]);
            pupils.push(vec![
                format!("{}{}", class / 4 + 1, ["А", "Б", "В", "Г"][class % 4]),
                format!("{family} {name} {patronymic}"),
                format!("{:02}.{:02}.{}", number % 28 + 1, number % 12 + 1, 2019 - class / 4),
                "м".to_owned(),
                format!("{family}а Анна {}на", ["Петров", "Иванов", "Олегов"][number % 3]),
                format!("8901{number:07}"),
                format!("{family} Пётр Ильич"),
                format!("8902{number:07}"),
            ]);
        }
    }
    let mut staff = vec![["ФИО", "Должность", "Предметы", "Телефон"].map(str::to_owned).to_vec()];
    for number in 0..70 {
        let family = families[number % 10];
        let name = names[number / 10];
        staff.push(vec![
            format!("{family} {name} Учительевич"),
            "учитель".to_owned(),
            "Математика".to_owned(),
            format!("8903{number:07}"),
        ]);
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    part(
        "[Content_Types].xml",
        r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    );
    part(
        "_rels/.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    );
    part(
        "xl/workbook.xml",
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Ученики" sheetId="1" r:id="r1"/><sheet name="Сотрудники" sheetId="2" r:id="r2"/></sheets></workbook>"#,
    );
    part(
        "xl/_rels/workbook.xml.rels",
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#,
    );
    for (number, rows) in [(1, &pupils), (2, &staff)] {
        let mut text = String::from(
            r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
        );
        for (line, row) in rows.iter().enumerate() {
            text.push_str(&format!("<row r=\"{}\">", line + 1));
            for (column, cell) in ('A'..).zip(row) {
                text.push_str(&format!(
                    "<c r=\"{column}{}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>",
                    line + 1
                ));
            }
            text.push_str("</row>");
        }
        text.push_str("</sheetData></worksheet>");
        part(&format!("xl/worksheets/sheet{number}.xml"), &text);
    }
    zip.finish().unwrap().into_inner()
}
