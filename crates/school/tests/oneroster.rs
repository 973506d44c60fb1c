//! OneRoster through HTTP: a school exported and imported into an empty one is the same school.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story fails loudly"
)]

use std::collections::{BTreeSet, HashMap};

use formats::oneroster::{ClassKind, EnrollmentKind, Package, RoleKind, read};
use registry::InstitutionKind;
use registry::write::{NewAccount, NewInstitution};
use testkit::{Site, both};

/// An institution with a year and an administrator `emptyadmin`, and nothing else.
async fn empty_school(site: &Site) {
    let hash = registry::password::hash("demo").unwrap();
    site.db()
        .write(move |tx| {
            let new = NewInstitution {
                kind: InstitutionKind::School,
                name: "Школа № 3".to_owned(),
                short_name: "Школа № 3".to_owned(),
                parent: None,
                locality: "Новокузнецк".to_owned(),
                address: String::new(),
                phone: String::new(),
            };
            let school = registry::write::add_institution(tx, &new, testkit::NOW)?;
            registry::write::add_year(tx, school, &registry::write::standard_year(2026).unwrap())?;
            let person = registry::NewPerson {
                name: kernel::PersonName::new("Пустова", "Алла", None).unwrap(),
                birth_day: None,
                sex: None,
                snils: None,
                phone: None,
                email: None,
            };
            let person = registry::write::add_persons(tx, &[person], testkit::NOW)?[0];
            registry::write::add_role(tx, school, person, registry::Role::Admin)?;
            let account = NewAccount {
                person,
                login: "emptyadmin".to_owned(),
                email: None,
                phone: None,
                password_hash: hash.clone(),
                must_change: false,
            };
            registry::write::add_account(tx, &account, testkit::NOW).map(drop)
        })
        .await
        .unwrap();
}

/// People, classes and enrollments in words that do not depend on ids.
fn told(package: &Package) -> BTreeSet<String> {
    let roster = &package.roster;
    let names: HashMap<&str, String> = roster
        .users
        .iter()
        .map(|user| (user.id.as_str(), format!("{} {} {}", user.family, user.given, user.middle)))
        .collect();
    let homerooms: HashMap<&str, &str> = roster
        .classes
        .iter()
        .filter(|class| class.kind == ClassKind::Homeroom)
        .map(|class| (class.id.as_str(), class.title.as_str()))
        .collect();
    let mut told: BTreeSet<String> = homerooms.values().map(|class| format!("class {class}")).collect();
    for one in &roster.enrollments {
        if let Some(class) = homerooms.get(one.class.as_str()) {
            let role = if one.kind == EnrollmentKind::Student { "learns" } else { "leads" };
            told.insert(format!("{} {role} {class}", names[one.user.as_str()]));
        }
    }
    for user in &roster.users {
        let born = roster.demographics.iter().find(|born| born.user == user.id);
        let (birth, sex) = born.map(|born| (born.birth, born.sex)).unwrap_or_default();
        let is = |kind| roster.roles.iter().any(|role| role.user == user.id && role.kind == kind);
        // A parent's birth day is not told of the school that imports.
        if is(RoleKind::Student) {
            told.insert(format!("pupil {} {birth:?} {sex:?}", names[user.id.as_str()]));
            for agent in &user.agents {
                told.insert(format!("{} is a parent of {}", names[agent.as_str()], names[user.id.as_str()]));
            }
        }
        for kind in [RoleKind::Teacher, RoleKind::Principal] {
            if is(kind) {
                told.insert(format!("{kind:?} {} {birth:?}", names[user.id.as_str()]));
            }
        }
    }
    told
}

both!(a_school_goes_into_an_empty_one_and_is_the_same, |site| {
    empty_school(&site).await;
    for version in ["1.2", "1.1"] {
        let mut admin = site.signed_in("admin").await;
        let file = admin.get(&format!("/school/rosters/oneroster/{version}/")).await;
        assert_eq!((file.status, file.header("content-type")), (200, "application/zip"));
        let ours = read(&file.bytes).unwrap();
        assert_eq!(ours.faults, [], "{version}");
        let mut other = site.signed_in("emptyadmin").await;
        other.get("/school/rosters/").await;
        let sent = other.post_file("/school/rosters/", "набор.zip", &file.bytes).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let preview = sent.location().to_owned();
        let page = other.get(&preview).await;
        if version == "1.2" {
            assert!(page.text().contains("Иванова Мария Сергеевна, 7А"), "{}", page.body);
            let task = other.post_form(&preview, &[]).await.location().to_owned();
            assert_eq!(site.work().await, 1);
            let report = other.get(&task).await;
            assert!(report.text().contains("Готово"), "{}", report.body);
        } else {
            assert!(page.text().contains("Загружать нечего"), "the second time all is there: {}", page.body);
        }
        let theirs = other.get(&format!("/school/rosters/oneroster/{version}/")).await;
        assert_eq!(told(&read(&theirs.bytes).unwrap()), told(&ours), "{version}");
    }
});

const STAFF: &[u8] = include_bytes!("../../../demo/school1/roster_staff.csv");
const PUPILS: &[u8] = include_bytes!("../../../demo/school1/roster_pupils.csv");

both!(a_thousand_pupils_with_their_families_go_the_same_way, |site| {
    empty_school(&site).await;
    let may = access::system_school(site.small.school);
    for bytes in [STAFF, PUPILS] {
        let roster = formats::roster::read(bytes, "roster.csv").unwrap();
        let today = kernel::Day::new(2026, 11, 23).unwrap();
        site.db()
            .write(move |tx| {
                let options = school::import::RosterOptions::default();
                school::import::roster(tx, &may, today, testkit::NOW, &roster, &options)
            })
            .await
            .unwrap();
    }
    let mut admin = site.signed_in("admin").await;
    let file = admin.get("/school/rosters/oneroster/1.2/").await;
    let ours = told(&read(&file.bytes).unwrap());
    assert!(ours.iter().filter(|line| line.contains(" learns ")).count() >= 1000, "{}", ours.len());
    let mut other = site.signed_in("emptyadmin").await;
    other.get("/school/rosters/").await;
    let preview = other.post_file("/school/rosters/", "набор.zip", &file.bytes).await.location().to_owned();
    other.get(&preview).await;
    let task = other.post_form(&preview, &[]).await.location().to_owned();
    assert_eq!(site.work().await, 1);
    assert!(other.get(&task).await.text().contains("Готово"));
    let theirs = other.get("/school/rosters/oneroster/1.2/").await;
    let theirs = told(&read(&theirs.bytes).unwrap());
    let lost: Vec<_> = ours.difference(&theirs).take(5).collect();
    let new: Vec<_> = theirs.difference(&ours).take(5).collect();
    assert!(lost.is_empty() && new.is_empty(), "lost {lost:?}, new {new:?}");
});

both!(faults_are_told_row_by_row, |site| {
    let mut admin = site.signed_in("admin").await;
    let file = admin.get("/school/rosters/oneroster/1.2/").await;
    // A pupil's row that refers to a class of another package.
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file.bytes)).unwrap();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        if name == "enrollments.csv" {
            let class = format!(",class-{},", site.small.class_b);
            text = text.replacen(&class, ",class-none,", 1);
        }
        files.push((name, text.into_bytes()));
    }
    let broken = print::archive(&files).unwrap();
    admin.get("/school/rosters/").await;
    let preview = admin.post_file("/school/rosters/", "набор.zip", &broken).await.location().to_owned();
    let page = admin.get(&format!("{preview}?only=errors")).await;
    assert!(page.text().contains("enrollments.csv") && page.text().contains("class-none"), "{}", page.body);
    let refused = admin.post_form(&preview, &[]).await;
    assert_eq!(refused.status, 422, "one refused row refuses the file");
    let nothing = admin.post_file("/school/rosters/", "набор.zip", b"PK\x03\x04 broken").await;
    assert_eq!(nothing.status, 422);
});
