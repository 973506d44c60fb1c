//! One morning of an administrator: an empty school becomes a working one, through HTTP alone; in the end a teacher
//! marks and a mother sees.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

#[path = "year/forms.rs"]
mod forms;
#[path = "access/paper.rs"]
mod paper;

use formats::export::{Sheet, Value, xlsx};
use forms::{fill, send};
use paper::{BOTH, choose_password, issue, slips, try_in};
use registry::{InstitutionKind, Role};
use testkit::{Client, Site, both};

/// A school that has nothing yet, with `librarian` as its administrator.
async fn empty_school(site: &Site) {
    site.db()
        .write(move |tx| {
            let new = registry::write::NewInstitution {
                kind: InstitutionKind::School,
                name: "Новая школа".into(),
                short_name: "Новая школа".into(),
                parent: None,
                locality: String::new(),
                address: String::new(),
                phone: String::new(),
            };
            let school = registry::write::add_institution(tx, &new, testkit::NOW)?;
            let account = registry::read::account_by_login(tx, "librarian")?.unwrap();
            registry::write::add_role(tx, school, account.person, Role::Admin)
        })
        .await
        .unwrap();
}

fn sheet(name: &str, headers: &[&str], rows: &[&[&str]]) -> Sheet {
    Sheet {
        name: name.into(),
        headers: headers.iter().map(|h| (*h).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(|cell| Value::from(*cell)).collect()).collect(),
    }
}

/// The lists as the secretary keeps them: two classes with mothers, two teachers.
fn lists() -> Vec<u8> {
    let pupils = sheet(
        "Ученики",
        &["Класс", "Фамилия", "Имя", "Дата рождения", "Мать ФИО", "Мать телефон"],
        &[
            &["5А", "Белкин", "Артём", "12.03.2015", "Белкина Ирина Олеговна", "+79000000001"],
            &["5А", "Вязова", "Дарья", "01.07.2015", "Вязова Нина Павловна", "+79000000002"],
            &["5Б", "Гречкин", "Олег", "23.09.2015", "Гречкина Алла Ивановна", "+79000000003"],
        ],
    );
    let staff = sheet(
        "Сотрудники",
        &["ФИО", "Должность", "Роль"],
        &[
            &["Чижова Вера Львовна", "учитель математики", "учитель"],
            &["Дроздов Пётр Ильич", "учитель русского языка", "учитель"],
        ],
    );
    xlsx(&[pupils, staff]).unwrap()
}

const WEEK: &str = "Activity Id,Day,Hour,Students Sets,Subject,Teachers,Activity Tags,Room,Comments\n\
    1,Понедельник,1,5А,Математика,Чижова Вера Львовна,,12,\n\
    2,Среда,2,5А,Математика,Чижова Вера Львовна,,12,\n\
    3,Понедельник,2,5А,Русский язык,Дроздов Пётр Ильич,,14,\n\
    4,Вторник,1,5Б,Математика,Чижова Вера Львовна,,12,\n";

/// The address of a link with these words.
fn link(html: &str, words: &str) -> String {
    let end = html.find(&format!("\">{words}</a>")).unwrap_or_else(|| panic!("{words}: {html}"));
    let start = html[..end].rfind("href=\"").unwrap() + 6;
    html[start..end].split('"').next().unwrap().to_owned()
}

async fn first_sign_in(site: &Site, login: &str, code: &str) -> Client {
    let (mut client, status, to) = try_in(site, login, code).await;
    assert_eq!((status, to.as_str()), (303, "/cabinet/password/"));
    choose_password(&mut client).await;
    client
}

both!(an_empty_school_becomes_a_working_one, |site| {
    empty_school(&site).await;
    let mut admin = site.signed_in("librarian").await;
    assert!(admin.get("/school/").await.text().contains("Учебного года ещё нет"));

    // The year with its bells, as proposed.
    let begun = fill(&mut admin, "/school/year/new/", &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);

    // The lists: every column is known by its heading, nothing is refused.
    admin.get("/school/rosters/").await;
    let columns = admin.post_file("/school/rosters/", "школа.xlsx", &lists()).await.location().to_owned();
    let page = admin.get(&columns).await;
    assert_eq!(page.page(), "school.rosters-columns", "{}", page.body);
    let chosen = send(&mut admin, &columns, &page.body, &[]).await;
    assert_eq!(chosen.status, 303, "{}", chosen.body);
    let preview = chosen.location().to_owned();
    let shown = admin.get(&preview).await;
    assert!(shown.text().contains("Белкин Артём, 5А") && shown.text().contains("Чижова"), "{}", shown.body);
    let task = admin.post_form(&preview, &[]).await.location().to_owned();
    assert_eq!(site.work().await, 1);
    assert!(admin.get(&task).await.text().contains("Готово"));
    let overview = admin.get("/school/").await;
    assert!(overview.text().contains("5А") && overview.text().contains("5Б"), "{}", overview.body);

    // Curriculum: mathematics of 5А, four hours, of which the timetable will place two.
    let load = admin.get("/school/load/").await;
    let class = link(&load.body, "5А");
    let form = admin.get(&class).await;
    let teacher =
        form.body.split("\">Чижова Вера Львовна").next().unwrap().rsplit("value=\"").next().unwrap();
    let teacher = teacher.split('"').next().unwrap().to_owned();
    let given = admin
        .post_form(
            &class,
            &[("subject", "Математика"), ("hours", "4"), ("form", "lesson"), ("teacher-1", &teacher)],
        )
        .await;
    assert_eq!(given.status, 303, "{}", given.body);

    // The timetable from a file; what nobody knew yet is made by the administrator.
    let import = "/school/timetable/import/";
    admin.get(import).await;
    let draft = admin.post_file(import, "week.csv", WEEK.as_bytes()).await.location().to_owned();
    let shown = admin.get(&format!("{draft}?create=1")).await;
    assert_eq!(shown.page(), "school.timetable.preview", "{}", shown.body);
    assert!(shown.text().contains("Русский язык"), "the subject nobody knew: {}", shown.body);
    let done = send(&mut admin, &draft, &shown.body, &[]).await;
    assert_eq!(done.location(), "/school/timetable/?done=timetable-imported", "{}", done.body);
    site.dispatch().await;
    assert!(admin.get("/school/load/?by=teachers").await.text().contains("Чижова"));

    // Sheets for 5А and for the staff.
    let access = admin.get("/school/access/").await;
    let sheets = link(&access.body, "5А");
    admin.get(&sheets).await;
    let families = issue(&site, &mut admin, &format!("{sheets}issue/"), &BOTH).await.unwrap();
    let families = slips(&families);
    assert_eq!(families.len(), 4, "two pupils, two mothers: {families:?}");
    admin.get("/school/access/staff/").await;
    let staff =
        issue(&site, &mut admin, "/school/access/staff/issue/", &[("whose", "nobody"), ("look", "strips")])
            .await
            .unwrap();
    let staff = slips(&staff);

    // The teacher signs in for the first time and marks; the mother signs in for the first time and sees.
    let (login, code) = staff["Чижова Вера Львовна"].clone();
    let mut teacher = first_sign_in(&site, &login, &code.unwrap()).await;
    let journals = teacher.get("/journal/").await;
    let journal = link(&journals.body, "5А");
    let lesson = format!("{journal}lessons/2026-11-23/1/");
    let page = teacher.get(&lesson).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let field = forms::fields(&page.body)
        .into_iter()
        .map(|(name, _)| name)
        .find(|name| name.starts_with("m-"))
        .unwrap_or_else(|| panic!("{}", page.body));
    let marked = send(&mut teacher, &lesson, &page.body, &[(&field, "5"), ("topic", "Дроби")]).await;
    assert_eq!(marked.status, 303, "{}", marked.body);
    let (login, code) = families["Белкина Ирина Олеговна"].clone();
    let mut mother = first_sign_in(&site, &login, &code.unwrap()).await;
    // A mark reaches the family after the school's pause; until then a slip can be mended unseen.
    assert!(!mother.get("/diary/").await.text().contains("пятёрка"));
    site.clock.advance(10 * 60_000);
    let diary = mother.get("/diary/").await;
    assert!(diary.text().contains("Математика") && diary.text().contains("Дроби"), "{}", diary.body);
    assert!(diary.text().contains("пятёрка"), "{}", diary.body);
    assert!(site.db().read(journal::doctor::examine).await.unwrap().is_empty());
});
