//! Everything that can be wrong with a package.

use formats::FileError;
use formats::oneroster::{self, FileKind, Package, PackageError, Reason};

use crate::sample::{self, Files, add, files, files_1_1, replace};

fn changed(change: impl FnOnce(&mut Files)) -> Result<Package, FileError> {
    let mut files = files();
    change(&mut files);
    oneroster::read_files(&files)
}

/// The package is refused with one Russian sentence.
fn refused(change: impl FnOnce(&mut Files)) -> PackageError {
    let error = changed(change).unwrap_err();
    let text = error.to_string();
    assert!(text.ends_with('.') && !text.contains(". "), "{text}");
    assert!(text.starts_with(|c: char| ('А'..='Я').contains(&c)), "{text}");
    match error {
        FileError::OneRoster(error) => error,
        other => panic!("{other:?}"),
    }
}

/// The one fault of a package, and what is left of it.
fn one(change: impl FnOnce(&mut Files)) -> (FileKind, u32, Option<&'static str>, Reason) {
    let package = changed(change).unwrap();
    let sentences: Vec<String> = package.faults.iter().map(ToString::to_string).collect();
    let [fault] = package.faults.as_slice() else { panic!("{sentences:#?}") };
    assert!(sentences[0].starts_with("Файл ") && sentences[0].ends_with('.'), "{}", sentences[0]);
    (fault.file, fault.line, fault.field, fault.reason.clone())
}

#[test]
fn what_is_no_package_is_refused() {
    let read = |bytes: &[u8]| oneroster::read(bytes).unwrap_err();
    assert_eq!(read(b""), FileError::Empty);
    assert_eq!(read("Класс;ФИО\n".as_bytes()), PackageError::NotZip.into());
    assert_eq!(read(b"PK\x03\x04 broken"), PackageError::Damaged.into());
    assert_eq!(read(&sample::zip(&[("users.csv", b"x")])), PackageError::NoManifest.into());
    let bomb = vec![b' '; 129 * 1024 * 1024];
    assert!(matches!(read(&sample::zip(&[("users.csv", &bomb)])), FileError::TooLarge { .. }));
    let many: Vec<String> = (0..300).map(|n| format!("{n}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert!(matches!(read(&sample::zip(&many)), FileError::TooLarge { .. }));
}

#[test]
fn the_manifest_must_be_understood() {
    let property = |error| match error {
        PackageError::Manifest { property, value, .. } => (property, value),
        other => panic!("{other:?}"),
    };
    let change =
        |from: &'static str, to: &'static str| refused(|files| replace(files, "manifest.csv", from, to));
    assert_eq!(
        property(change("oneroster.version,1.2", "oneroster.version,2.0")),
        ("oneroster.version".into(), "2.0".into())
    );
    assert_eq!(property(change("manifest.version,1.0", "")), ("manifest.version".into(), String::new()));
    assert_eq!(property(change("file.orgs,bulk", "file.orgs,full")), ("file.orgs".into(), "full".into()));
    assert!(matches!(
        change("propertyName,value", "name,value"),
        PackageError::MissingHeader { file: "manifest.csv", .. }
    ));
    assert_eq!(
        change("file.roles,bulk", "file.roles,absent"),
        PackageError::MissingFile { file: "roles.csv" }
    );
    assert_eq!(
        refused(|files| files.retain(|(name, _)| name != "classes.csv")),
        PackageError::MissingFile { file: "classes.csv" }
    );
    assert_eq!(
        refused(|files| files.push(("Users.csv".into(), Vec::new()))),
        PackageError::DoubledFile { file: "Users.csv".into() }
    );
    let nothing = changed(|files| {
        files[0].1 = b"propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n".to_vec()
    });
    assert!(matches!(nothing, Err(FileError::NoData { .. })));
}

#[test]
fn headings_are_those_of_the_version() {
    assert_eq!(
        refused(|files| replace(files, "users.csv", "givenName,familyName", "firstName,lastName")),
        PackageError::UnknownHeader { file: "users.csv", header: "firstName".into() }
    );
    assert_eq!(
        refused(|files| replace(files, "courses.csv", "title,courseCode,grades", "title,grades")),
        PackageError::MissingHeader { file: "courses.csv", headers: "«courseCode»".into() }
    );
    assert_eq!(
        refused(|files| replace(files, "orgs.csv", "identifier", "name")),
        PackageError::DoubledHeader { file: "orgs.csv", header: "name".into() }
    );
    // Users of 1.2 in a package that says 1.1.
    assert_eq!(
        refused(|files| replace(files, "manifest.csv", "version,1.2", "version,1.1")),
        PackageError::UnknownHeader { file: "users.csv", header: "userMasterIdentifier".into() }
    );
    assert!(matches!(
        refused(|files| files[1].1 = Vec::new()),
        PackageError::MissingHeader { file: "orgs.csv", .. }
    ));
}

#[test]
fn only_utf_8_is_taken() {
    let windows = |files: &mut Files| {
        let text = String::from_utf8(files[1].1.clone()).unwrap();
        files[1].1 = encoding_rs::WINDOWS_1251.encode(&text).0.into_owned();
    };
    assert_eq!(refused(windows), PackageError::NotUtf8 { file: "orgs.csv".into(), line: 2 });
    assert!(matches!(
        refused(|files| add(files, "users.csv", "x,,,true,\"never closed")),
        PackageError::Truncated { file, place } if file == "users.csv" && place.contains("строке 5")
    ));
}

#[test]
fn broken_references_are_named_row_by_row() {
    let unknown = |file, line, field, target, id: &str| {
        (file, line, Some(field), Reason::UnknownReference { target, id: id.to_owned() })
    };
    assert_eq!(
        one(|files| add(files, "classes.csv", "c2,,,6А,,нет,,homeroom,,s1,q1,,,")),
        unknown(FileKind::Classes, 3, "courseSourcedId", FileKind::Courses, "нет")
    );
    assert_eq!(
        one(|files| add(files, "classes.csv", "c2,,,6А,,math5,,homeroom,,s9,q1,,,")),
        unknown(FileKind::Classes, 3, "schoolSourcedId", FileKind::Orgs, "s9")
    );
    assert_eq!(
        one(|files| add(files, "classes.csv", "c2,,,6А,,math5,,homeroom,,s1,\"q1,q9\",,,")),
        unknown(FileKind::Classes, 3, "termSourcedIds", FileKind::AcademicSessions, "q9")
    );
    assert_eq!(
        one(|files| add(files, "courses.csv", "k2,,,y2026,Физика,,,s9,,")),
        unknown(FileKind::Courses, 3, "orgSourcedId", FileKind::Orgs, "s9")
    );
    assert_eq!(
        one(|files| add(files, "enrollments.csv", "e3,,,c5a-math,s1,p9,student,false,,")),
        unknown(FileKind::Enrollments, 4, "userSourcedId", FileKind::Users, "p9")
    );
    assert_eq!(
        one(|files| add(files, "enrollments.csv", "e3,,,c9,s1,p1,student,false,,")),
        unknown(FileKind::Enrollments, 4, "classSourcedId", FileKind::Classes, "c9")
    );
    assert_eq!(
        one(|files| add(files, "roles.csv", "r9,,,p9,primary,student,,,s1,")),
        unknown(FileKind::Roles, 5, "userSourcedId", FileKind::Users, "p9")
    );
    assert_eq!(
        one(|files| add(files, "orgs.csv", "s2,,,Школа,school,,d9")),
        unknown(FileKind::Orgs, 4, "parentSourcedId", FileKind::Orgs, "d9")
    );
}

#[test]
fn a_link_to_an_unknown_parent_costs_the_link_alone() {
    let package = changed(|files| replace(files, "users.csv", ",a1,05", ",\"a1,a9\",05")).unwrap();
    assert_eq!(package.roster.users.len(), 3);
    assert_eq!(package.roster.users[1].agents, ["a1"]);
    let [fault] = package.faults.as_slice() else { panic!("{:?}", package.faults) };
    assert_eq!((fault.line, fault.field), (3, Some("agentSourcedIds")));
    assert_eq!(fault.effect, formats::RowEffect::CellIgnored);
}

#[test]
fn a_refused_row_takes_along_what_refers_to_it() {
    let package = changed(|files| replace(files, "orgs.csv", "district", "район")).unwrap();
    let roster = &package.roster;
    assert!(roster.orgs.is_empty() && roster.courses.is_empty() && roster.enrollments.is_empty());
    assert!(
        package
            .faults
            .iter()
            .any(|fault| matches!(&fault.reason, Reason::Unknown { value, .. } if value == "район"))
    );
    assert!(package.faults.iter().any(|fault| fault.file == FileKind::Orgs
        && fault.reason == Reason::RefusedReference { target: FileKind::Orgs, id: "d1".into() }));
    let circle = changed(|files| replace(files, "orgs.csv", "district,,", "district,,s1")).unwrap();
    let circles = circle.faults.iter().filter(|fault| matches!(fault.reason, Reason::Circle { .. }));
    assert_eq!(circles.count(), 2);
}

#[test]
fn the_second_of_two_equal_ids_is_refused() {
    for (file, row, kind, line, first) in [
        ("users.csv", "p1,,,true,x,,Имя,Фамилия,,,,,,,,,,,,,s1,", FileKind::Users, 5, 3),
        ("orgs.csv", "s1,,,Школа,school,,", FileKind::Orgs, 4, 3),
        ("enrollments.csv", "e1,,,c5a-math,s1,p1,student,false,,", FileKind::Enrollments, 4, 2),
    ] {
        let (file, at, field, reason) = one(|files| add(files, file, row));
        assert_eq!((file, at, field), (kind, line, Some("sourcedId")));
        assert!(matches!(reason, Reason::Duplicate { first: earlier, .. } if earlier == first), "{reason:?}");
    }
}

#[test]
fn values_outside_of_the_standard_are_refused() {
    let unknown = |change: &dyn Fn(&mut Files)| match one(change) {
        (file, line, Some(field), Reason::Unknown { value, allowed }) => {
            assert!(allowed.len() > 1);
            (file, line, field, value)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        unknown(&|files| add(files, "roles.csv", "r9,,,p1,primary,administrator,,,s1,")),
        (FileKind::Roles, 5, "role", "administrator".into())
    );
    assert_eq!(
        unknown(&|files| add(files, "enrollments.csv", "e3,,,c5a-math,s1,p1,parent,,,")),
        (FileKind::Enrollments, 4, "role", "parent".into())
    );
    assert_eq!(
        unknown(&|files| add(files, "enrollments.csv", "e3,,,c5a-math,s1,p1,student,да,,")),
        (FileKind::Enrollments, 4, "primary", "да".into())
    );
    assert_eq!(
        unknown(&|files| add(
            files,
            "academicSessions.csv",
            "q2,,,2,quarter,2026-11-05,2026-12-30,y2026,2027"
        )),
        (FileKind::AcademicSessions, 4, "type", "quarter".into())
    );
    let mut old = files_1_1();
    replace(&mut old, "users.csv", "administrator", "principal");
    replace(&mut old, "demographics.csv", "female", "other");
    let package = oneroster::read_files(&old).unwrap();
    assert_eq!(package.faults.len(), 2, "1.1 knows neither: {:?}", package.faults);
}

#[test]
fn days_and_years_are_checked() {
    let session = |days: &str, year: &str| {
        let row = format!("q2,,,2 четверть,term,{days},y2026,{year}");
        one(|files| add(files, "academicSessions.csv", &row))
    };
    for wrong in ["31.12.2026", "2026-02-30", "2026-9-1", "2026-09-01T00:00:00"] {
        let (_, _, field, reason) = session(&format!("2026-01-01,{wrong}"), "2027");
        assert_eq!((field, reason), (Some("endDate"), Reason::Date { value: wrong.into() }));
    }
    assert_eq!(session("2026-12-31,2026-11-01", "2027").3, Reason::EndsBeforeStart);
    assert_eq!(session("2026-11-01,2026-12-31", "26/27").3, Reason::Year { value: "26/27".into() });
    assert_eq!(session(",2026-12-31", "2027").3, Reason::Empty);
}

#[test]
fn other_faults_of_a_row() {
    let (file, line, field, reason) =
        one(|files| add(files, "orgs.csv", "s2,,,Школа, которая в лесу,school,,d1"));
    assert_eq!((file, line, field), (FileKind::Orgs, 4, None));
    assert_eq!(reason, Reason::Cells { expected: 7, found: 8 });
    assert_eq!(changed(|files| add(files, "orgs.csv", "s2,,,Школа,school,,d1,,")).unwrap().faults, []);
    assert_eq!(one(|files| add(files, "orgs.csv", ",,,Школа,school,,d1")).3, Reason::Empty);
    assert_eq!(
        one(|files| add(files, "users.csv", "x,,,true,x,,Имя,Фамилия,,,,,,,,,,,,,s1,")).3,
        Reason::NoRole
    );
    assert_eq!(
        one(|files| add(files, "orgs.csv", "s2,tobedeleted,,Школа,school,,")).3,
        Reason::DeletedInBulk
    );
    assert_eq!(
        one(|files| add(files, "courses.csv", "k2,,,y2026,Физика,,,s1,\"Физика,Астрономия\",ФИЗ")).3,
        Reason::SubjectCodes { subjects: 2, codes: 1 }
    );
}

#[test]
fn a_package_of_nothing_but_faults_is_refused() {
    let rows = ",,,,,,\r\n".repeat(20_000);
    let refused = changed(|files| files[1].1.extend(rows.into_bytes()));
    assert!(matches!(refused, Err(FileError::TooManyErrors { .. })));
    // All in one cell.
    let row = format!("c2,,,6А,,math5,,homeroom,,s1,\"{}\",,,", "q9,".repeat(20_000));
    let refused = changed(|files| add(files, "classes.csv", &row));
    assert!(matches!(refused, Err(FileError::TooManyErrors { .. })));
}
