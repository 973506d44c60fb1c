//! `zvonok admin`: the first account of a fresh system.

use std::process::ExitCode;

use clap::Subcommand;
use kernel::{InstitutionId, PersonName};
use registry::password::Owner;
use registry::write::{NewAccount, NewInstitution};
use registry::{InstitutionKind, NewPerson, Role};
use store::ReadTx;

use crate::Place;
use crate::failure::Failure;
use crate::out;

/// What is done.
#[derive(Subcommand)]
pub enum What {
    /// Make an account of the system's operator; its first password is printed and must be changed.
    CreateOperator {
        /// What the operator signs in with.
        #[arg(long)]
        login: String,
        /// «Фамилия Имя Отчество».
        #[arg(long)]
        name: String,
        #[command(flatten)]
        place: Place,
    },
}

/// Runs the command.
pub fn run(what: What) -> Result<ExitCode, Failure> {
    let What::CreateOperator { login, name, place } = what;
    let mut parts = name.split_whitespace();
    let (family, given) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let patronymic = parts.collect::<Vec<_>>().join(" ");
    let person = PersonName::new(family, given, Some(&patronymic))
        .map_err(|_| Failure::Said(format!("«{name}» is no name: write «Фамилия Имя Отчество»")))?;
    let config = place.config(None)?;
    let now = config.clock()?.now();
    let password = first_password(&Owner::new(&login, &person))?;
    let password_hash = registry::password::hash(&password)?;
    let db = server::open(&config)?;
    let typed = login.clone();
    db.write_blocking(move |tx| {
        let office = match operator_office(tx)? {
            Some(id) => id,
            None => registry::write::add_institution(tx, &new_office(), now)?,
        };
        let new = NewPerson {
            name: person.clone(),
            birth_day: None,
            sex: None,
            snils: None,
            phone: None,
            email: None,
        };
        let ids = registry::write::add_persons(tx, &[new], now)?;
        let person = ids.first().copied().ok_or(registry::Error::Corrupt("person.id"))?;
        let account = NewAccount {
            person,
            login: typed.clone(),
            email: None,
            phone: None,
            password_hash: password_hash.clone(),
            must_change: true,
        };
        registry::write::add_account(tx, &account, now).map_err(|error| match error {
            registry::Error::LoginTaken => {
                Failure::Said(format!("the login {typed} is taken; choose another"))
            }
            other => other.into(),
        })?;
        registry::write::add_role(tx, office, person, Role::Operator)?;
        Ok::<_, Failure>(())
    })?;
    out::line(format_args!("login {login}, password {password}"));
    Ok(ExitCode::SUCCESS)
}

/// Sixteen letters and digits that pass what is asked of everybody's password.
fn first_password(owner: &Owner) -> Result<String, Failure> {
    /// A drawn password holds a login of four letters once in a million times.
    const DRAWN: usize = 8;
    for _ in 0..DRAWN {
        let token = registry::token::fresh()
            .ok_or_else(|| Failure::Said("the system has no randomness".to_owned()))?;
        let password: String = token.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        if registry::password::check(&password, owner).is_ok() {
            return Ok(password);
        }
    }
    Err(Failure::Said(
        "no password could be drawn that does not hold the login: choose a longer login".to_owned(),
    ))
}

fn operator_office(tx: &mut ReadTx<'_>) -> Result<Option<InstitutionId>, registry::Error> {
    const PAGE: i64 = 500;
    let mut after = InstitutionId(0);
    loop {
        let page = registry::read::institutions(tx, after, PAGE)?;
        if let Some(found) = page.iter().find(|i| i.kind == InstitutionKind::Operator) {
            return Ok(Some(found.id));
        }
        match page.last() {
            Some(last) => after = last.id,
            None => return Ok(None),
        }
    }
}

fn new_office() -> NewInstitution {
    NewInstitution {
        kind: InstitutionKind::Operator,
        name: "Оператор системы".to_owned(),
        short_name: "Оператор".to_owned(),
        parent: None,
        locality: String::new(),
        address: String::new(),
        phone: String::new(),
    }
}
