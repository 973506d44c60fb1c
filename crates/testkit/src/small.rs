//! The small region: two schools, a college, a kindergarten, the offices above them, and everybody of the demo's
//! sign-ins, each with the password «demo».
//!
//! School 1 has 7А and 7Б with three pupils each. The parent's two children learn in 7А and, in school 2, in 3Б. School 2
//! has a family, a teacher and an administrator of its own, who have nothing to do with school 1: `other…`.

use kernel::{
    ClassId, Day, DocumentId, FileId, InstitutionId, JournalId, LinkId, NewsId, PersonId, SubjectId, WorkId,
    YearId,
};
use registry::write as reg;
use registry::{InstitutionKind, Role};
use serde::{Deserialize, Serialize};
use store::{Db, WriteTx};

mod journals;
mod people;

use people::People;

/// The numbers of everybody and everything of the region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Small {
    /// «Школа № 1».
    pub school: InstitutionId,
    /// «Школа № 2».
    pub other_school: InstitutionId,
    /// The college.
    pub college: InstitutionId,
    /// The kindergarten.
    pub kindergarten: InstitutionId,
    /// School 1's year 2026/27.
    pub year: YearId,
    /// 7А of school 1.
    pub class_a: ClassId,
    /// 7Б of school 1.
    pub class_b: ClassId,
    /// 3Б of school 2.
    pub other_class: ClassId,
    /// Mathematics of school 1.
    pub mathematics: SubjectId,
    /// Mathematics of 7А: `teacher`, first and second lesson on Monday, second on Wednesday and Friday.
    pub journal_a: JournalId,
    /// The column of its first lesson on the tests' Monday.
    pub work: WorkId,
    /// Mathematics of 7Б: `teacher`, third lesson on Monday and Thursday.
    pub journal_b: JournalId,
    /// Russian of 7А: `classteacher`, third lesson on Monday, first on Tuesday.
    pub journal_russian: JournalId,
    /// Mathematics of 3Б of school 2: `otherteacher`, first lesson on Monday.
    pub other_journal: JournalId,
    /// 7А by name; the first is `pupil`.
    pub pupils_a: Vec<PersonId>,
    /// 7Б by name.
    pub pupils_b: Vec<PersonId>,
    /// `pupil`, the parent's elder child.
    pub pupil: PersonId,
    /// The parent's younger child, 3Б of school 2.
    pub sibling: PersonId,
    /// `otherpupil`, 3Б of school 2.
    pub other_pupil: PersonId,
    /// `parent`.
    pub parent: PersonId,
    /// `otherparent`.
    pub other_parent: PersonId,
    /// `teacher`.
    pub teacher: PersonId,
    /// `classteacher`, of 7А.
    pub class_teacher: PersonId,
    /// `student` of the college.
    pub student: PersonId,
    /// What school 1 tells about itself.
    pub info: Told,
    /// The same of school 2.
    pub other_info: Told,
}

/// The content of the documents. It lies nowhere until a test puts it into the site's files.
pub const CONTENT: &[u8] = b"%PDF-1.4 nobody keeps this";

/// A news item, a document with its file, a link.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Told {
    /// The news item.
    pub news: NewsId,
    /// The document.
    pub document: DocumentId,
    /// Its file.
    pub file: FileId,
    /// The link.
    pub link: LinkId,
}

/// Every sign-in there is; the password of each is «demo».
pub const LOGINS: [&str; 21] = [
    "teacher",
    "classteacher",
    "parent",
    "newparent",
    "pupil",
    "student",
    "admin",
    "deputy",
    "director",
    "canteen",
    "librarian",
    "guard",
    "kindergarten",
    "municipal",
    "department",
    "operator",
    "otherparent",
    "otherpupil",
    "otherteacher",
    "otheradmin",
    "classmateparent",
];

/// Makes the region in an empty database.
pub async fn build(db: &Db) -> Small {
    let hash = cheap_hash();
    db.write(move |tx| region(tx, &hash)).await.expect("the small region")
}

/// argon2id with parameters for tests: the verifier reads them from the hash, so sign-in goes its usual way.
fn cheap_hash() -> String {
    use argon2::password_hash::PasswordHasher;
    let params = argon2::Params::new(8, 1, 1, None).unwrap();
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    argon.hash_password(b"demo").unwrap().to_string()
}

fn institution(
    tx: &mut WriteTx<'_>,
    kind: InstitutionKind,
    name: &str,
    parent: Option<InstitutionId>,
) -> journal::Result<InstitutionId> {
    let new = reg::NewInstitution {
        kind,
        name: name.to_owned(),
        short_name: name.to_owned(),
        parent,
        locality: "Новокузнецк".to_owned(),
        address: "ул. Школьная, 1".to_owned(),
        phone: "+7 384 300-00-00".to_owned(),
    };
    Ok(reg::add_institution(tx, &new, crate::NOW)?)
}

fn class(
    tx: &mut WriteTx<'_>,
    school: InstitutionId,
    year: YearId,
    grade: i32,
    letter: &str,
) -> journal::Result<ClassId> {
    Ok(reg::add_class(tx, school, year, grade, letter, &format!("{grade}{letter}"))?)
}

fn told(tx: &mut WriteTx<'_>, at: InstitutionId) -> journal::Result<Told> {
    use school::model::info::{NewsText, Section};
    use school::write::info::{self, Added, By};
    let may = access::system_school(at);
    let by = By { person: None, now: crate::NOW };
    let day = Day::new(2026, 11, 20).unwrap();
    let (title, body) = ("Родительское собрание".to_owned(), "В четверг в 18:00.".to_owned());
    let news = info::add_news(tx, &may, &NewsText { title, body, day, pinned: false }, by).unwrap();
    let file = kit::files::described("Устав.pdf", CONTENT).unwrap();
    let added = info::add_document(tx, &may, "Устав", Section::Founding, &file, 1_000_000, by).unwrap();
    let Added::Done(document) = added else { panic!("there is room") };
    let link = info::add_link(tx, &may, "Портал", "https://example.ru/", 1).unwrap();
    let file = info::file_of(tx, &may, document).unwrap().unwrap();
    Ok(Told { news, document, file, link })
}

fn region(tx: &mut WriteTx<'_>, hash: &str) -> journal::Result<Small> {
    let department = institution(tx, InstitutionKind::Department, "Департамент образования", None)?;
    let municipality =
        institution(tx, InstitutionKind::Municipality, "Управление образования", Some(department))?;
    let school = institution(tx, InstitutionKind::School, "Школа № 1", Some(municipality))?;
    let other_school = institution(tx, InstitutionKind::School, "Школа № 2", Some(municipality))?;
    let college = institution(tx, InstitutionKind::College, "Колледж", Some(department))?;
    let kindergarten = institution(tx, InstitutionKind::Kindergarten, "Детский сад № 1", Some(municipality))?;
    let operator = institution(tx, InstitutionKind::Operator, "Оператор", None)?;

    let plan = reg::standard_year(2026).unwrap();
    let year = reg::add_year(tx, school, &plan)?;
    let other_year = reg::add_year(tx, other_school, &plan)?;
    let college_year = reg::add_year(tx, college, &plan)?;
    let class_a = class(tx, school, year, 7, "А")?;
    let class_b = class(tx, school, year, 7, "Б")?;
    let other_class = class(tx, other_school, other_year, 3, "Б")?;
    let group = class(tx, college, college_year, 1, "ИС")?;

    let p = People::add(tx, hash)?;
    for (at, login, role, position) in [
        (school, "teacher", Role::Teacher, "Учитель математики"),
        (school, "classteacher", Role::Teacher, "Учитель русского языка"),
        (school, "admin", Role::Admin, "Администратор"),
        (school, "deputy", Role::Deputy, "Заместитель директора"),
        (school, "director", Role::Director, "Директор"),
        (school, "canteen", Role::Canteen, "Заведующая столовой"),
        (school, "librarian", Role::Librarian, "Библиотекарь"),
        (school, "guard", Role::Guard, "Охранник"),
        (other_school, "otherteacher", Role::Teacher, "Учитель начальных классов"),
        (other_school, "otheradmin", Role::Admin, "Администратор"),
        (kindergarten, "kindergarten", Role::KindergartenHead, "Заведующая"),
        (municipality, "municipal", Role::Municipal, "Специалист"),
        (department, "department", Role::Department, "Специалист"),
        (operator, "operator", Role::Operator, "Оператор"),
    ] {
        reg::add_staff(tx, at, p.id(login), position, plan.first_day)?;
        reg::add_role(tx, at, p.id(login), role)?;
    }
    reg::set_class_teacher(tx, school, class_a, Some(p.id("classteacher")))?;
    reg::set_class_teacher(tx, other_school, other_class, Some(p.id("otherteacher")))?;
    let first: Day = plan.first_day;
    reg::enroll(tx, school, class_a, &p.class_a(), first)?;
    reg::enroll(tx, school, class_b, &p.class_b(), first)?;
    reg::enroll(tx, other_school, other_class, &[p.id("sibling"), p.id("otherpupil")], first)?;
    reg::enroll(tx, college, group, &[p.id("student")], first)?;

    let journals = journals::add(
        tx,
        &journals::Places { school, year, class_a, class_b, other_school, other_year, other_class },
        &p,
    )?;
    let monday: Day = "2026-11-23".parse().expect("a day");
    let work = journal::write::seed::works_of(tx, school, journals.a, monday, monday)?.swap_remove(0).work;
    let (info, other_info) = (told(tx, school)?, told(tx, other_school)?);
    // Stories count the events that they cause themselves.
    store::outbox::take(tx, 100)?;
    Ok(Small {
        school,
        other_school,
        college,
        kindergarten,
        year,
        class_a,
        class_b,
        other_class,
        mathematics: journals.mathematics,
        journal_a: journals.a,
        work,
        journal_b: journals.b,
        journal_russian: journals.russian,
        other_journal: journals.other,
        pupils_a: p.class_a(),
        pupils_b: p.class_b(),
        pupil: p.id("pupil"),
        sibling: p.id("sibling"),
        other_pupil: p.id("otherpupil"),
        parent: p.id("parent"),
        other_parent: p.id("otherparent"),
        teacher: p.id("teacher"),
        class_teacher: p.id("classteacher"),
        student: p.id("student"),
        info,
        other_info,
    })
}
