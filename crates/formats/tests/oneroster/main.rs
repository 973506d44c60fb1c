//! OneRoster packages: what is written is read again, and every kind of fault is named in its row.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod faults;
mod round_trip;
mod sample;

use formats::oneroster::{self, EnrollmentKind, FileKind, Mode, OrgKind, RoleKind, Version};

#[test]
fn the_sample_of_1_2_is_read_whole() {
    for package in [
        oneroster::read(include_bytes!("../samples/oneroster/bulk12.zip")).unwrap(),
        oneroster::read_files(&sample::files()).unwrap(),
    ] {
        assert_eq!(package.faults, []);
        assert_eq!((package.version, package.system.as_str()), (Version::V1_2, "School7"));
        assert_eq!(package.mode(FileKind::Users), Mode::Bulk);
        assert_eq!(package.mode(FileKind::Demographics), Mode::Absent);
        let roster = package.roster;
        assert_eq!(roster.orgs[1].name, "МБОУ СОШ № 7");
        assert_eq!((roster.orgs[1].kind, roster.orgs[1].parent.as_str()), (OrgKind::School, "d1"));
        assert_eq!(roster.sessions[1].starts.to_string(), "2026-09-01");
        assert_eq!(roster.classes[0].terms, ["q1"]);
        assert_eq!(roster.users[1].family, "Иванова");
        assert_eq!(roster.users[1].agents, ["a1"]);
        assert_eq!(roster.users[2].agents, ["p1"]);
        let kinds: Vec<RoleKind> = roster.roles.iter().map(|role| role.kind).collect();
        assert_eq!(kinds, [RoleKind::Teacher, RoleKind::Student, RoleKind::Parent]);
        assert_eq!(roster.enrollments[0].kind, EnrollmentKind::Teacher);
        assert!(roster.enrollments[0].primary);
    }
}

#[test]
fn a_package_of_1_1_has_roles_in_its_users() {
    let package = oneroster::read_files(&sample::files_1_1()).unwrap();
    assert_eq!(package.faults, []);
    assert_eq!(package.version, Version::V1_1);
    let roles: Vec<(&str, &str, RoleKind)> =
        package.roster.roles.iter().map(|role| (role.user.as_str(), role.org.as_str(), role.kind)).collect();
    let expected = [
        ("t1", "s1", RoleKind::Teacher),
        ("t1", "d1", RoleKind::Teacher),
        ("h1", "s1", RoleKind::SiteAdministrator),
        ("p1", "s1", RoleKind::Student),
    ];
    assert_eq!(roles, expected);
    assert_eq!(package.roster.demographics[0].birth.unwrap().to_string(), "2015-04-30");
}

#[test]
fn a_folder_in_the_archive_a_mark_and_extensions_do_no_harm() {
    let mut files = sample::files();
    for (name, content) in &mut files {
        *name = name.to_uppercase();
        content.splice(0..0, *b"\xEF\xBB\xBF");
    }
    sample::replace(&mut files, "orgs.csv", "parentSourcedId", "parentSourcedId,metadata.inn");
    assert_eq!(oneroster::read_files(&files).unwrap().faults, []);
    let zipped = sample::zip(&[
        ("Выгрузка/manifest.csv", &sample::files()[0].1),
        ("__MACOSX/Выгрузка/._manifest.csv", b"\0\0"),
    ]);
    assert!(matches!(
        oneroster::read(&zipped),
        Err(formats::FileError::OneRoster(oneroster::PackageError::MissingFile { file: "orgs.csv" }))
    ));
}

#[test]
fn lists_may_hold_commas_and_flags_capitals() {
    let mut files = sample::files();
    sample::replace(
        &mut files,
        "classes.csv",
        "Математика,MAT,",
        "\"\"\"Алгебра, начала\"\",Геометрия\",\"A, G\",\"1,2\"",
    );
    sample::replace(
        &mut files,
        "users.csv",
        "t1,,,true,petrov,,",
        "t1,,,TRUE,petrov,\"{ЕСИА:7}, {СНИЛС:1:2}\",",
    );
    let package = oneroster::read_files(&files).unwrap();
    assert_eq!(package.faults, []);
    let teacher = &package.roster.users[0];
    assert!(teacher.enabled);
    let ids: Vec<(&str, &str)> =
        teacher.user_ids.iter().map(|other| (other.kind.as_str(), other.id.as_str())).collect();
    assert_eq!(ids, [("ЕСИА", "7"), ("СНИЛС", "1:2")]);
    assert_eq!(package.roster.classes[0].subjects, ["Алгебра, начала", "Геометрия"]);
    assert_eq!(package.roster.classes[0].subject_codes, ["A", "G"]);
    assert_eq!(package.roster.classes[0].periods, ["1", "2"]);
}

#[test]
fn a_code_of_another_system_names_the_system() {
    let mut files = sample::files();
    sample::replace(&mut files, "users.csv", "t1,,,true,petrov,,", "t1,,,true,petrov,77,");
    let faults: Vec<String> =
        oneroster::read_files(&files).unwrap().faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "Файл users.csv, строка 2, столбец «userIds»: «77» – не код вида {система:код}.",
            "Файл roles.csv, строка 2, столбец «userSourcedId»: запись «t1» из файла users.csv отклонена.",
            "Файл enrollments.csv, строка 2, столбец «userSourcedId»: запись «t1» из файла users.csv отклонена.",
        ]
    );
}

#[test]
fn changes_are_told_from_whole_files() {
    let mut files = sample::files();
    sample::replace(&mut files, "manifest.csv", "file.users,bulk", "file.users,delta");
    sample::replace(&mut files, "users.csv", "t1,,,", "t1,active,2026-09-05T10:00:00.000Z,");
    sample::replace(&mut files, "users.csv", "p1,,,", "p1,tobedeleted,2026-09-05T10:00:00.000Z,");
    sample::replace(&mut files, "users.csv", "a1,,,", "a1,active,вчера,");
    let package = oneroster::read_files(&files).unwrap();
    assert_eq!(package.deleted, [(FileKind::Users, "p1".to_owned())]);
    assert_eq!(package.roster.users.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["t1"]);
    let faults: Vec<String> = package.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "Файл users.csv, строка 4, столбец «dateLastModified»: «вчера» – не дата вида 2026-09-01.",
            "Файл roles.csv, строка 4, столбец «userSourcedId»: запись «a1» из файла users.csv отклонена.",
        ]
    );
    assert_eq!(package.roster.enrollments.len(), 2, "a change may refer to people who are already known");
}
