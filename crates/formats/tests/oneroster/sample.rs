//! Packages to read.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub type Files = Vec<(String, Vec<u8>)>;

fn owned(files: &[(&str, &[u8])]) -> Files {
    files.iter().map(|(name, content)| ((*name).to_owned(), content.to_vec())).collect()
}

/// A small package of 1.2, the manifest first.
pub fn files() -> Files {
    owned(&[
        ("manifest.csv", include_bytes!("../samples/oneroster/manifest.csv")),
        ("orgs.csv", include_bytes!("../samples/oneroster/orgs.csv")),
        ("academicSessions.csv", include_bytes!("../samples/oneroster/academicSessions.csv")),
        ("courses.csv", include_bytes!("../samples/oneroster/courses.csv")),
        ("classes.csv", include_bytes!("../samples/oneroster/classes.csv")),
        ("users.csv", include_bytes!("../samples/oneroster/users.csv")),
        ("roles.csv", include_bytes!("../samples/oneroster/roles.csv")),
        ("enrollments.csv", include_bytes!("../samples/oneroster/enrollments.csv")),
    ])
}

/// A small package of 1.1: people of one school.
pub fn files_1_1() -> Files {
    owned(&[
        (
            "manifest.csv",
            b"propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\nfile.orgs,bulk\r\nfile.users,bulk\r\n\
              file.demographics,bulk\r\nfile.classes,absent\r\n",
        ),
        ("orgs.csv", include_bytes!("../samples/oneroster/orgs.csv")),
        (
            "users.csv",
            "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\r\n\
             t1,,,true,\"s1,d1\",teacher,petrov,,Сергей,Петров,Андреевич,,,,,,,\r\n\
             h1,,,true,s1,administrator,,,Анна,Белова,,,,,,,,\r\n\
             p1,active,,false,s1,student,,,Анна,Иванова,,,,,,,05,секрет\r\n"
                .as_bytes(),
        ),
        (
            "demographics.csv",
            b"sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus\r\n\
              p1,,,2015-04-30,female,,,,,,,,,,,\r\n",
        ),
    ])
}

/// Changes the first occurrence of a text in a file, which must be there.
pub fn replace(files: &mut Files, file: &str, from: &str, to: &str) {
    let (_, content) = files.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(file)).unwrap();
    let text = std::str::from_utf8(content).unwrap();
    assert!(text.contains(from), "{file} has no «{from}»");
    *content = text.replacen(from, to, 1).into_bytes();
}

/// Adds a row to a file.
pub fn add(files: &mut Files, file: &str, row: &str) {
    let (_, content) = files.iter_mut().find(|(name, _)| name == file).unwrap();
    content.extend_from_slice(row.as_bytes());
    content.extend_from_slice(b"\r\n");
}

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
