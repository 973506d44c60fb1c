//! `zvonok import`: a file is read as a whole, then compared with the school in one transaction.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};
use formats::roster::Roster;
use kernel::{Day, InstitutionId, Millis, PersonName};
use registry::InstitutionKind;
use registry::password::Owner;
use registry::write::NewInstitution;
use school::import::{Report, RosterOptions, TimetableOptions};
use store::{ReadTx, WriteTx};

use crate::Place;
use crate::failure::Failure;
use crate::out;

/// What is imported.
#[derive(Subcommand)]
pub enum What {
    /// Classes, pupils, parents, staff from CSV or XLSX.
    Roster {
        #[command(flatten)]
        common: Common,
        /// Make accounts for the logins of the file with this password, to be changed at the first sign-in.
        #[arg(long, value_name = "TEXT")]
        initial_password: Option<String>,
    },
    /// The weekly timetable from FET (`*_timetable.csv`, `*_data_and_timetable.fet`) or aSc XML.
    Timetable {
        #[command(flatten)]
        common: Common,
        /// Make the classes, subjects and teachers that are not known; otherwise an unknown name refuses the file.
        #[arg(long)]
        create_missing: bool,
    },
}

/// What both imports ask for.
#[derive(Args)]
pub struct Common {
    /// The file.
    file: PathBuf,
    /// Number of the school, or `new:Name` for a school of that name (made unless it is there).
    #[arg(long, value_name = "ID|new:NAME")]
    school: School,
    /// Tell row by row what would happen and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Change nothing when a row is refused.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    place: Place,
}

/// Which school.
#[derive(Debug, Clone)]
pub enum School {
    /// By its number.
    Known(InstitutionId),
    /// By its name; made with a usual year when there is none.
    Named(String),
}

impl FromStr for School {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("new:").map(str::trim) {
            Some("") => Err("a name must follow new:".to_owned()),
            Some(name) => Ok(Self::Named(name.to_owned())),
            None => text
                .parse()
                .map(Self::Known)
                .map_err(|_| "expected the number of a school or new:Name".to_owned()),
        }
    }
}

/// The largest file that is read, bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

fn read(path: &Path) -> Result<(Vec<u8>, String), Failure> {
    let fail = |error| Failure::File { path: path.display().to_string(), error };
    let size = std::fs::metadata(path).map_err(fail)?.len();
    if size > LARGEST {
        return Err(Failure::Said(format!("{}: the file is larger than 64 MB", path.display())));
    }
    let bytes = std::fs::read(path).map_err(fail)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((bytes, name))
}

/// What a first password for everybody of this file may not hold: what is known of any of them.
fn owners(roster: &Roster) -> Vec<Owner> {
    let parents = roster.pupils.iter().flat_map(|pupil| &pupil.parents);
    let logins = roster
        .pupils
        .iter()
        .map(|pupil| (&pupil.login, &pupil.name, &pupil.email))
        .chain(parents.map(|parent| (&parent.login, &parent.name, &parent.email)))
        .chain(roster.staff.iter().map(|member| (&member.login, &member.name, &member.email)));
    let of = |(login, name, email): (&Option<String>, &formats::names::PersonName, &Option<String>)| {
        let login = login.as_deref()?;
        let name = PersonName::new(&name.family, &name.given, name.patronymic.as_deref()).ok()?;
        Some(Owner::new(login, &name).and(email.as_deref()))
    };
    std::iter::once(Owner::default()).chain(logins.filter_map(of)).collect()
}

/// Runs an import and prints its report.
pub fn run(what: What) -> Result<ExitCode, Failure> {
    match what {
        What::Roster { common, initial_password } => {
            let (bytes, file_name) = read(&common.file)?;
            let roster = formats::roster::read(&bytes, &file_name)?;
            let (strict, dry_run) = (common.strict, common.dry_run);
            let password_hash = initial_password
                .map(|text| {
                    for owner in owners(&roster) {
                        registry::password::check(&text, &owner)?;
                    }
                    registry::password::hash(&text)
                })
                .transpose()
                .map_err(|_| {
                    Failure::Said(
                        "the initial password needs at least eight characters, must not be a common one, and must \
                         not hold a login, a name or an e-mail of the file"
                            .to_owned(),
                    )
                })?;
            let options = RosterOptions { strict, dry_run, file_name, password_hash, must_change: true };
            carry_out(common, move |tx, school, today, now| {
                school::import::roster(tx, &access::system_school(school), today, now, &roster, &options)
            })
        }
        What::Timetable { common, create_missing } => {
            let (bytes, file_name) = read(&common.file)?;
            let timetable = formats::timetable::read(&bytes, &file_name)?;
            let (strict, dry_run) = (common.strict, common.dry_run);
            let options = TimetableOptions { create_missing, strict, dry_run, file_name };
            carry_out(common, move |tx, school, today, now| {
                school::import::timetable(
                    tx,
                    &access::system_school(school),
                    today,
                    now,
                    &timetable,
                    &options,
                )
            })
        }
    }
}

fn carry_out<F>(common: Common, mut import: F) -> Result<ExitCode, Failure>
where
    F: FnMut(&mut WriteTx<'_>, InstitutionId, Day, Millis) -> school::Result<Report> + Send + 'static,
{
    let config = common.place.config(None)?;
    let clock = config.clock()?;
    let now = clock.now();
    let (today, _) = config.zone.local(now);
    let db = server::open(&config)?;
    let wanted = common.school;
    let result = db.write_blocking(move |tx| {
        let (school, name) = find_or_make(tx, &wanted, today, now)?;
        Ok::<_, Failure>((school, name, import(tx, school, today, now)?))
    });
    match result {
        Ok((school, name, report)) => {
            server::dispatch_all(&db, &clock)?;
            out::line(format_args!("«{name}», --school {school}"));
            print(&report);
            Ok(ExitCode::SUCCESS)
        }
        Err(Failure::School(school::Error::DryRun(report))) => {
            print(&report);
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            if let Failure::School(error) = &failure
                && let Some(report) = error.report()
            {
                lines(report);
            }
            Err(failure)
        }
    }
}

fn lines(report: &Report) {
    for line in &report.lines {
        out::line(line);
    }
}

fn print(report: &Report) {
    lines(report);
    out::line(report.summary());
}

/// The school of that name, if there is one.
fn named(tx: &mut ReadTx<'_>, name: &str) -> Result<Option<InstitutionId>, registry::Error> {
    const PAGE: i64 = 500;
    let mut after = InstitutionId(0);
    loop {
        let page = registry::read::institutions(tx, after, PAGE)?;
        if let Some(found) = page.iter().find(|i| i.name == name) {
            return Ok(Some(found.id));
        }
        match page.last() {
            Some(last) => after = last.id,
            None => return Ok(None),
        }
    }
}

fn find_or_make(
    tx: &mut WriteTx<'_>,
    wanted: &School,
    today: Day,
    now: Millis,
) -> Result<(InstitutionId, String), Failure> {
    let name = match wanted {
        School::Known(id) => {
            let found = registry::read::institution(tx, *id).map_err(|error| match error {
                registry::Error::NotFound(_) => {
                    Failure::Said(format!("there is no school {id}; make one with --school new:Name"))
                }
                other => other.into(),
            })?;
            return Ok((found.id, found.name));
        }
        School::Named(name) => name,
    };
    if let Some(id) = named(tx, name)? {
        return Ok((id, name.clone()));
    }
    let new = NewInstitution {
        kind: InstitutionKind::School,
        name: name.clone(),
        short_name: name.clone(),
        parent: None,
        locality: String::new(),
        address: String::new(),
        phone: String::new(),
    };
    let id = registry::write::add_institution(tx, &new, now)?;
    // From June on the year to come is meant.
    let first_year = if today.month() >= 6 { today.year() } else { today.year() - 1 };
    let year = registry::write::standard_year(first_year)
        .map_err(|_| Failure::Said(format!("the clock shows an impossible year {first_year}")))?;
    registry::write::add_year(tx, id, &year)?;
    Ok((id, name.clone()))
}
