//! Plans from files that LibreOffice has saved, and from pasted tables.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story fails loudly"
)]

use testkit::{Answer, Client, both};

/// 68 topics in 8 sections: merged titles, a heading of two lines, days as dates, numbers and texts; saved by LibreOffice 7.4.
const XLSX: &[u8] = include_bytes!("plans/libreoffice.xlsx");
/// The same table as CSV in windows-1251.
const CSV: &[u8] = include_bytes!("plans/libreoffice_1251.csv");
/// The same table copied from a browser, as the page's script lays it out.
const PASTED: &str = include_str!("plans/pasted.txt");

fn values(body: &str, prefix: &str) -> Vec<(String, String)> {
    body.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|part| {
            let (name, rest) = part.split_once("\" value=\"")?;
            (name.starts_with(prefix) || name == "version" || name == "sheet")
                .then(|| (name.to_owned(), rest.split('"').next().unwrap().to_owned()))
        })
        .collect()
}

async fn apply(client: &mut Client, plan: &str, preview: &Answer) -> Answer {
    let fields = values(&preview.body, "c-");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    client.post_form(&format!("{plan}preview/"), &fields).await
}

both!(files_of_libreoffice_become_the_plan, |site| {
    let plan = format!("/journal/{}/plan/", site.small.journal_a);
    let mut teacher = site.signed_in("teacher").await;
    for (name, bytes) in [("КТП 7А.xlsx", XLSX), ("ктп.csv", CSV)] {
        let start = teacher.get(&format!("{plan}import/")).await;
        assert_eq!((start.status, start.page()), (200, "journal.plan-import"), "{}", start.body);
        let sent = teacher.post_files(&format!("{plan}import/"), &[], &[("file", name, bytes)]).await;
        assert_eq!(sent.location(), format!("{plan}preview/"), "{}", sent.body);
        let preview = teacher.get(&format!("{plan}preview/")).await;
        assert_eq!(preview.status, 200, "{}", preview.body);
        for said in [
            "Тем: 68, разделов: 8, часов: 68.",
            "Дата план",
            "Раздел 8. Повторение (7 ч)",
            "Контрольная работа",
        ] {
            assert!(preview.body.contains(said), "{name}, {said}: {}", preview.body);
        }
        assert!(!preview.body.contains(">Итого<"), "sums are no rows: {}", preview.body);
        if name.ends_with("xlsx") {
            let done = apply(&mut teacher, &plan, &preview).await;
            assert!(done.location().contains("plan-imported"), "{}", done.body);
            assert_eq!(teacher.get(&format!("{plan}preview/")).await.status, 404, "the table has served");
        } else {
            assert!(
                preview.body.contains("План уже такой"),
                "the same again changes nothing: {}",
                preview.body
            );
        }
    }
    let sent = teacher.post_files(&format!("{plan}import/"), &[("text", PASTED)], &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let preview = teacher.get(&format!("{plan}preview/")).await;
    assert!(
        preview.body.contains("Вставленная таблица") && preview.body.contains("План уже такой"),
        "{}",
        preview.body
    );
    let page = teacher.get(&plan).await;
    assert!(page.body.contains("По плану 68 ч"), "{}", page.body);
    // A date as a spreadsheet's number, as dd.mm.yyyy, as «7 сент», as a date: all stand on lessons of that day.
    for (title, day) in [
        ("Действия с обыкновенными дробями", "02.09"),
        ("Действия с рациональными числами", "04.09"),
        ("Пропорции. Проценты", "07.09"),
        ("Входная контрольная работа", "09.09"),
    ] {
        let row = page.body.split("<tr ").find(|part| part.contains(title)).unwrap();
        assert!(row.contains(day) && !row.contains("урока нет"), "{title}: {row}");
    }

    // The export is taken back without a difference.
    let export = teacher.get(&format!("{plan}export/")).await;
    assert!(export.header("content-type").contains("spreadsheetml"));
    teacher.post_files(&format!("{plan}import/"), &[], &[("file", "plan.xlsx", &export.bytes)]).await;
    let preview = teacher.get(&format!("{plan}preview/")).await;
    assert!(preview.body.contains("План уже такой"), "{}", preview.body);
});

both!(a_pasted_table_is_taken_whole_or_not_at_all, |site| {
    let plan = format!("/journal/{}/plan/", site.small.journal_a);
    let mut teacher = site.signed_in("teacher").await;
    teacher.get(&format!("{plan}import/")).await;
    let empty = teacher.post_files(&format!("{plan}import/"), &[("text", " ")], &[]).await;
    assert!(empty.status == 422 && empty.body.contains("Выберите файл или вставьте"), "{}", empty.body);
    let broken = teacher.post_files(&format!("{plan}import/"), &[], &[("file", "x.pdf", b"%PDF-1.4")]).await;
    assert!(broken.status == 422 && broken.body.contains("PDF"), "{}", broken.body);

    let text = "КТП, математика, 7А\n№\tТема\tЧасы\tДата\n\tРаздел I\t\t\n1\tСтепень\t1\t05.09\n2\tОдночлен\tмного\t5 сентября\n3\t\"Многочлен\nи его вид\"\t2\t12.09, 14.09";
    let sent = teacher.post_files(&format!("{plan}import/"), &[("text", text)], &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let preview = teacher.get(&format!("{plan}preview/")).await;
    assert!(
        preview.body.contains("«много» – не число часов") && preview.body.contains("С ошибкой 1 строка"),
        "{}",
        preview.body
    );
    let refused = apply(&mut teacher, &plan, &preview).await;
    assert!(refused.status == 422 && refused.body.contains("Ничего не загружено"), "{}", refused.body);
    assert!(teacher.get(&plan).await.body.contains("В плане пока нет строк"));

    // The column is left out: its rows are an hour each.
    let doubled = teacher.get(&format!("{plan}preview/?c-0=number&c-1=topic&c-2=topic&c-3=planned")).await;
    assert!(doubled.status == 422 && doubled.body.contains("выбран дважды"), "{}", doubled.body);
    let mended = teacher.get(&format!("{plan}preview/?c-0=number&c-1=topic&c-2=&c-3=planned")).await;
    assert_eq!(mended.status, 200, "{}", mended.body);
    let done = apply(&mut teacher, &plan, &mended).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = teacher.get(&plan).await;
    assert!(page.body.contains("Раздел I") && page.body.contains("Многочлен\nи его вид"), "{}", page.body);
    // The fifth of September is a Saturday: no lesson, and the plan says so.
    assert!(page.body.contains("урока нет"), "{}", page.body);

    // Another person's table is not seen, and a stranger's is not read.
    let mut deputy = site.signed_in("deputy").await;
    assert_eq!(deputy.get(&format!("{plan}preview/")).await.status, 404);
    let mut parent = site.signed_in("parent").await;
    let refused = parent.post_files(&format!("{plan}import/"), &[("text", text)], &[]).await;
    assert_eq!(refused.status, 404);
});
