//! What the family sees and when; marks that are due; re-sits; comments for the staff.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

use serde_json::{Value, json};
use testkit::{Client, Site, both};

const MINUTE: i64 = 60_000;
const FRIDAY: &str = "2026-11-20";

async fn works(client: &mut Client, journal: i64, day: &str) -> Vec<i64> {
    let page = client.get(&format!("/journal/{journal}/")).await;
    page.body
        .split("<th scope=\"col\" data-w=\"")
        .skip(1)
        .filter(|rest| rest.split("data-d=\"").nth(1).unwrap().starts_with(day))
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

/// Types into cells whatever version they have; gives the answer.
async fn write(client: &mut Client, journal: i64, pupil: i64, work: i64, text: &str) -> Value {
    let address = format!("/journal/{journal}/cells/");
    let mut base = 0;
    loop {
        let op = format!("{pupil}-{work}-{base}-{text}");
        let change = json!({"op": op, "pupil": pupil, "work": work, "base": base, "text": text});
        let answer = client.post_json(&address, &json!({"changes": [change]})).await.json();
        match answer["refused"][0]["why"].as_str() {
            Some("stale") => base = answer["refused"][0]["v"].as_i64().unwrap(),
            _ => return answer,
        }
    }
}

fn told(answer: &Value) -> (&str, &str) {
    let saved = &answer["saved"][0];
    (saved["cells"][0]["t"].as_str().unwrap_or("?"), saved["avg"][0]["a"].as_str().unwrap_or("?"))
}

async fn doctor_finds_nothing(site: &Site) {
    let found = site.db().read(journal::doctor::examine).await.unwrap();
    assert!(found.is_empty(), "{found:?}");
}

/// The row of mathematics on the family's page of marks.
async fn subject_row(client: &mut Client, pupil: i64) -> String {
    let page = client.get(&format!("/marks/{pupil}/")).await;
    assert_eq!(page.status, 200);
    let row = page.body.split("<tr>").find(|row| row.contains("Математика")).unwrap();
    row.split("</tr>").next().unwrap().to_owned()
}

/// The deputy sets the school's rules for marks.
async fn set(site: &Site, changed: &[(&str, &str)]) {
    let mut deputy = site.signed_in("deputy").await;
    let page = deputy.get("/school/marks/").await;
    let version = page.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut fields = vec![
        ("version", version),
        ("pause", "10"),
        ("late_days", "7"),
        ("due_days", "7"),
        ("two_marks", "refuse"),
        ("signs", "refuse"),
        ("resit", "new"),
        ("default_kind", ""),
    ];
    for (name, value) in changed {
        fields.iter_mut().find(|(known, _)| known == name).unwrap().1 = value;
    }
    let saved = deputy.post_form("/school/marks/", &fields).await;
    assert_eq!(saved.location(), "/school/marks/?done=saved", "{}", saved.body);
}

both!(a_slip_corrected_in_time_is_never_seen, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let mut parent = site.signed_in("parent").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    let diary = format!("/diary/{pupil}/{FRIDAY}");
    let start = parent.get(&diary).await.body;
    let row = subject_row(&mut parent, pupil).await;
    write(&mut teacher, journal, pupil, work, "2").await;
    site.clock.advance(9 * MINUTE);
    assert_eq!(parent.get(&diary).await.body, start, "nothing of it before the pause is over");
    assert_eq!(subject_row(&mut parent, pupil).await, row, "nor in the average");
    write(&mut teacher, journal, pupil, work, "5").await;
    site.clock.advance(9 * MINUTE);
    assert_eq!(parent.get(&diary).await.body, start, "the pause begins again with the correction");
    site.clock.advance(MINUTE);
    let week = parent.get(&diary).await;
    assert!(week.body.contains("class=\"mark m5\"") && !week.body.contains("class=\"mark m2\""));
    assert!(week.statements() <= 4, "{}", week.statements());

    // What was seen stays in sight until the correction has had its pause as well.
    write(&mut teacher, journal, pupil, work, "3").await;
    let week = parent.get(&diary).await;
    assert!(week.body.contains("class=\"mark m5\"") && !week.body.contains("class=\"mark m3\""));
    assert!(subject_row(&mut parent, pupil).await.contains("5,00"));
    site.clock.advance(10 * MINUTE);
    let row = subject_row(&mut parent, pupil).await;
    assert!(row.contains("class=\"mark m3\"") && row.contains("3,00"), "{row}");
    doctor_finds_nothing(&site).await;
});

both!(the_pause_is_the_schools, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    set(&site, &[("pause", "0")]).await;
    let mut teacher = site.signed_in("teacher").await;
    let mut parent = site.signed_in("parent").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    write(&mut teacher, journal, pupil, work, "4").await;
    assert!(parent.get(&format!("/diary/{pupil}/{FRIDAY}")).await.body.contains("class=\"mark m4\""));
});

both!(a_column_is_released_on_its_day, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let mut parent = site.signed_in("parent").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    let column = format!("/journal/{journal}/works/{work}/");
    let diary = format!("/diary/{pupil}/{FRIDAY}");
    write(&mut teacher, journal, pupil, work, "4").await;
    let page = teacher.get(&column).await;
    assert_eq!((page.status, page.page()), (200, "journal.column"));
    let kind = page.body.split("name=\"was\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = |release: &'static str, weight: &'static str| {
        vec![
            ("kind", kind.clone()),
            ("was", kind.clone()),
            ("weight", weight.into()),
            ("title", "Дроби".into()),
            ("release", release.into()),
            ("due", String::new()),
        ]
    };
    let send = async |teacher: &mut Client, fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        teacher.post_form(&column, &fields).await
    };
    assert_eq!(
        send(&mut teacher, fields("2026-11-25", "1")).await.location(),
        format!("{column}?done=saved")
    );
    assert!(teacher.get(&column).await.body.contains("value=\"2026-11-25\""));
    site.clock.advance(24 * 60 * MINUTE);
    assert!(!parent.get(&diary).await.body.contains("class=\"mark m4\""), "Tuesday");
    let mut other = site.signed_in("otherteacher").await;
    assert_eq!(other.get(&column).await.status, 404);
    let mut parent_again = site.signed_in("parent").await;
    assert_eq!(parent_again.post_form(&column, &[]).await.status, 404);
    site.clock.advance(14 * 60 * MINUTE);
    assert!(parent.get(&diary).await.body.contains("class=\"mark m4\""), "Wednesday");
    let wrong = send(&mut teacher, fields("", "0")).await;
    assert_eq!(wrong.status, 422, "a weight of nothing is refused at its field");
    assert_eq!(send(&mut teacher, fields("", "2,5")).await.status, 303);
    assert!(teacher.get(&column).await.body.contains("value=\"2,5\""));
    doctor_finds_nothing(&site).await;
});

both!(another_kind_brings_its_weight_unless_one_was_typed, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    let column = format!("/journal/{journal}/works/{work}/");
    write(&mut teacher, journal, pupil, work, "4").await;
    let page = teacher.get(&column).await.body;
    let value = |page: &str, name: &str| {
        page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let was = value(&page, "was");
    let before = page.split("Контрольная работа").next().unwrap();
    let test = before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
    for (kind, shown, weight, then) in
        [(&test, &was, "1", "3"), (&was, &test, "2", "2"), (&was, &was, "", "1")]
    {
        let was_weight = value(&teacher.get(&column).await.body, "was_weight");
        let fields = [
            ("kind", kind.as_str()),
            ("was", shown.as_str()),
            ("was_weight", was_weight.as_str()),
            ("weight", weight),
            ("title", ""),
            ("release", ""),
            ("due", ""),
        ];
        assert_eq!(teacher.post_form(&column, &fields).await.status, 303);
        assert_eq!(value(&teacher.get(&column).await.body, "was_weight"), then, "{weight}");
        doctor_finds_nothing(&site).await;
    }
});

both!(a_late_mark_and_a_comment_for_the_staff, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let mut parent = site.signed_in("parent").await;
    let work = works(&mut teacher, journal, "2026-11-09").await[0];
    write(&mut teacher, journal, pupil, work, "4").await;
    let cell = format!("/journal/{journal}/works/{work}/{pupil}/");
    let page = teacher.get(&cell).await;
    assert_eq!((page.status, page.page()), (200, "journal.cell"));
    let version = |body: &str| {
        body.split("name=\"base\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let base = version(&page.body);
    let fields = [
        ("base", base.as_str()),
        ("form", "a"),
        ("text", "4"),
        ("comment", "Списал"),
        ("staff_only", "on"),
        ("due", ""),
    ];
    assert_eq!(teacher.post_form(&cell, &fields).await.status, 303);
    site.clock.advance(10 * MINUTE);
    let week = parent.get(&format!("/diary/{pupil}/2026-11-09")).await;
    assert!(week.body.contains("class=\"mark m4\"") && !week.body.contains("Списал"));
    assert!(week.body.contains("поставлена 23 ноября"), "{}", week.body);
    assert!(teacher.get(&format!("/journal/{journal}/")).await.body.contains("Списал"));
    let stale = teacher
        .post_form(&cell, &[("base", "0"), ("form", "b"), ("text", "5"), ("comment", ""), ("due", "")])
        .await;
    assert_eq!(stale.status, 422);
    assert!(stale.body.contains("value=\"5\""), "what was typed is kept");
    let base = version(&teacher.get(&cell).await.body);
    let fields =
        [("base", base.as_str()), ("form", "c"), ("text", "4"), ("comment", "Молодец <b>"), ("due", "")];
    assert_eq!(teacher.post_form(&cell, &fields).await.status, 303);
    site.clock.advance(10 * MINUTE);
    let week = parent.get(&format!("/diary/{pupil}/2026-11-09")).await;
    assert!(
        week.body.contains("Молодец &#60;b&#62;") || week.body.contains("Молодец &lt;b&gt;"),
        "{}",
        week.body
    );
    doctor_finds_nothing(&site).await;
});

both!(a_mark_that_is_due_is_a_point_until_it_is_there, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut teacher = site.signed_in("teacher").await;
    let mut parent = site.signed_in("parent").await;
    let mut deputy = site.signed_in("deputy").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    assert_eq!(told(&write(&mut teacher, journal, pupil, work, ".").await).0, "•");
    let page = teacher.get(&format!("/journal/{journal}/")).await;
    assert!(page.body.contains("<td class=du data-v="), "the grid shows it");
    site.clock.advance(10 * MINUTE);
    let week = parent.get(&format!("/diary/{pupil}/{FRIDAY}")).await;
    assert!(
        week.body.contains("class=\"mark due\"") && week.body.contains("Долг до 30 ноября"),
        "{}",
        week.body
    );
    let control = deputy.get("/school/control/").await.body;
    assert!(!control.contains(&format!("/journal/{journal}/works/{work}/{pupil}/")), "not overdue yet");
    site.clock.advance(8 * 24 * 60 * MINUTE);
    let mut deputy = site.signed_in("deputy").await;
    let control = deputy.get("/school/control/").await.body;
    assert!(control.contains(&format!("/journal/{journal}/works/{work}/{pupil}/")), "{control}");
    let mut teacher = site.signed_in("teacher").await;
    let list = teacher.get("/journal/").await.body;
    assert!(
        list.contains(&format!("/journal/{journal}/works/{work}/{pupil}/")),
        "the teacher is told as well"
    );
    write(&mut teacher, journal, pupil, work, "4").await;
    let control = deputy.get("/school/control/").await.body;
    assert!(!control.contains(&format!("/journal/{journal}/works/{work}/{pupil}/")), "a mark replaces it");
    doctor_finds_nothing(&site).await;
});

both!(a_whole_column_can_be_due, |site| {
    let journal = site.small.journal_a.0;
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    let marked = site.small.pupils_a[0].0;
    write(&mut teacher, journal, marked, work, "5").await;
    write(&mut teacher, journal, site.small.pupils_a[1].0, work, "н").await;
    let column = format!("/journal/{journal}/works/{work}/");
    assert_eq!(teacher.post_form(&column, &[("do", "due"), ("until", "2026-12-01")]).await.status, 303);
    let page = teacher.get(&column).await.body;
    assert!(page.contains("н•") && page.contains("•"), "{page}");
    assert_eq!(told(&write(&mut teacher, journal, marked, work, "5").await).0, "5", "a mark stays");
    let kind = page.split("name=\"was\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [
        ("kind", kind),
        ("was", kind),
        ("weight", "1"),
        ("title", ""),
        ("release", ""),
        ("due", "2026-12-04"),
    ];
    assert_eq!(teacher.post_form(&column, &fields).await.status, 303);
    let cell = format!("/journal/{journal}/works/{work}/{}/", site.small.pupils_a[1].0);
    assert!(
        teacher.get(&cell).await.body.contains("value=\"2026-12-04\""),
        "another term of the column is every point's"
    );
    doctor_finds_nothing(&site).await;
});

both!(a_resit_keeps_the_old_mark_and_the_school_says_what_counts, |site| {
    let journal = site.small.journal_a.0;
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    for (rule, pupil, average) in [("new", 0, "4,00"), ("mean", 1, "3,00"), ("both", 2, "3,00")] {
        let pupil = site.small.pupils_a[pupil.min(site.small.pupils_a.len() - 1)].0;
        set(&site, &[("resit", rule)]).await;
        write(&mut teacher, journal, pupil, work, "").await;
        write(&mut teacher, journal, pupil, work, "2").await;
        let answer = write(&mut teacher, journal, pupil, work, ">4").await;
        assert_eq!(told(&answer), ("2→4", average), "{rule}: {answer}");
        assert!(teacher.get(&format!("/journal/{journal}/")).await.body.contains("2→4"));
        doctor_finds_nothing(&site).await;
    }
    let pupil = site.small.pupils_a[0].0;
    let nothing = write(&mut teacher, journal, pupil, work, "").await;
    assert_eq!(told(&nothing).0, "");
    let refused = write(&mut teacher, journal, pupil, work, ">4").await;
    assert_eq!(refused["refused"][0]["why"], "invalid");
    doctor_finds_nothing(&site).await;
});

both!(two_marks_and_signs_as_the_school_set, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupils_a[1].0);
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0];
    for text in ["5/4", "4-"] {
        assert_eq!(write(&mut teacher, journal, pupil, work, text).await["refused"][0]["why"], "invalid");
    }
    set(&site, &[("two_marks", "split"), ("signs", "comment")]).await;
    let answer = write(&mut teacher, journal, pupil, work, "5/4").await;
    let cells = answer["saved"][0]["cells"].as_array().unwrap();
    let texts: Vec<&str> = cells.iter().map(|cell| cell["t"].as_str().unwrap()).collect();
    assert_eq!(texts, ["5", "4"], "{answer}");
    assert_eq!(works(&mut teacher, journal, FRIDAY).await.len(), 2, "a second column came");
    let second = site.small.pupils_a[0].0;
    write(&mut teacher, journal, second, work, "3/2").await;
    assert_eq!(works(&mut teacher, journal, FRIDAY).await.len(), 2, "and is used again");
    let answer = write(&mut teacher, journal, second, work, "4-").await;
    assert_eq!(
        (answer["saved"][0]["cells"][0]["t"].as_str(), answer["saved"][0]["cells"][0]["c"].as_str()),
        (Some("4"), Some("4-"))
    );
    doctor_finds_nothing(&site).await;
});

both!(kinds_of_work_are_the_schools, |site| {
    let mut deputy = site.signed_in("deputy").await;
    let page = deputy.get("/school/marks/").await;
    assert_eq!((page.status, page.page()), (200, "school.marks"));
    let add = [
        ("title", "Чтение наизусть"),
        ("short", "ЧН"),
        ("weight", "1,5"),
        ("ordinal", "3"),
        ("in_use", "on"),
    ];
    assert_eq!(deputy.post_form("/school/marks/kinds/0/", &add).await.status, 303);
    assert_eq!(deputy.post_form("/school/marks/kinds/0/", &add).await.status, 422, "the title is taken");
    let page = deputy.get("/school/marks/").await.body;
    assert!(page.contains("Чтение наизусть") && page.contains("1,5"));
    let card = page.split("<b>Чтение наизусть").nth(1).unwrap();
    let id = card.split("/school/marks/kinds/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let address = format!("/school/marks/kinds/{id}/");
    let lesson = format!("/journal/{}/lessons/2026-11-23/1/", site.small.journal_a);
    let mut teacher = site.signed_in("teacher").await;
    assert!(teacher.get(&lesson).await.body.contains("Чтение наизусть"));
    let off = [("title", "Чтение наизусть"), ("short", "ЧН"), ("weight", "1,5"), ("ordinal", "3")];
    assert_eq!(deputy.post_form(&address, &off).await.status, 303);
    assert!(!teacher.get(&lesson).await.body.contains("Чтение наизусть"), "new columns are not of it");
    assert_eq!(teacher.post_form(&address, &off).await.status, 404);
    assert_eq!(site.signed_in("director").await.post_form(&address, &off).await.status, 404);
    assert_eq!(site.signed_in("director").await.get("/school/marks/").await.status, 200);
    let mut other = off;
    other[0].1 = "";
    assert_eq!(deputy.post_form(&address, &other).await.status, 422);
});

both!(an_empty_column_goes_to_another_lesson, |site| {
    let journal = site.small.journal_a.0;
    let mut teacher = site.signed_in("teacher").await;
    let lesson = format!("/journal/{journal}/lessons/{FRIDAY}/2/");
    teacher.post_form(&lesson, &[("add", "1")]).await;
    let both = works(&mut teacher, journal, FRIDAY).await;
    let column = |work: i64| format!("/journal/{journal}/works/{work}/");
    let to = [("do", "move"), ("to", "2026-11-23.1")];
    assert_eq!(teacher.post_form(&column(both[0]), &to).await.status, 422, "the first one holds attendance");
    assert_eq!(teacher.post_form(&column(both[1]), &to).await.status, 303);
    let monday = works(&mut teacher, journal, "2026-11-23").await;
    assert!(monday.contains(&both[1]) && works(&mut teacher, journal, FRIDAY).await == [both[0]]);
    write(&mut teacher, journal, site.small.pupil.0, both[1], "5").await;
    let back = [("do", "move"), ("to", "2026-11-20.2")];
    assert_eq!(teacher.post_form(&column(both[1]), &back).await.status, 422, "what was written stays");
    doctor_finds_nothing(&site).await;
});

both!(the_deputy_remarks_and_the_teacher_answers, |site| {
    let (journal, pupil) = (site.small.journal_a.0, site.small.pupil.0);
    let mut deputy = site.signed_in("deputy").await;
    let mut teacher = site.signed_in("teacher").await;
    let work = works(&mut teacher, journal, FRIDAY).await[0].to_string();
    let (pupil, address) = (pupil.to_string(), format!("/journal/{journal}/remarks/"));
    assert_eq!(deputy.post_form(&address, &[("text", "Нет тем за неделю")]).await.status, 303);
    let on_cell = [("text", "Исправлено без пояснения"), ("work", work.as_str()), ("pupil", pupil.as_str())];
    assert_eq!(deputy.post_form(&address, &on_cell).await.status, 303);
    assert_eq!(deputy.post_form(&address, &[("text", " ")]).await.status, 422);
    assert_eq!(teacher.post_form(&address, &[("text", "Сам себе")]).await.status, 404);
    assert_eq!(site.signed_in("otherteacher").await.get(&address).await.status, 404);
    for client in [&mut teacher, &mut deputy] {
        assert!(client.get("/journal/").await.body.contains("2 замечания"));
        assert!(client.get(&format!("/journal/{journal}/")).await.body.contains("2 замечания"));
    }
    let page = teacher.get(&address).await;
    assert_eq!((page.status, page.page()), (200, "journal.remarks"));
    let ids: Vec<&str> = page
        .body
        .split(&format!("action=\"{address}"))
        .skip(1)
        .filter_map(|rest| rest.split("/\"").next())
        .filter(|id| id.parse::<i64>().is_ok())
        .collect();
    assert_eq!(ids.len(), 2, "{}", page.body);
    let one = format!("{address}{}/", ids[0]);
    assert_eq!(teacher.post_form(&one, &[("do", "answer"), ("text", "Поправил")]).await.status, 303);
    assert!(deputy.get(&address).await.body.contains("Поправил"));
    assert_eq!(teacher.post_form(&one, &[("do", "close")]).await.status, 404, "only who inspects closes");
    assert_eq!(deputy.post_form(&one, &[("do", "close")]).await.status, 303);
    assert!(teacher.get("/journal/").await.body.contains("1 замечание"));
    assert_eq!(site.signed_in("parent").await.get(&address).await.status, 404);
});
