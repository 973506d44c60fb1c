//! Sign-in names that the file wishes for.

use std::collections::HashMap;

use formats::roster::RosterStaff;
use kernel::PersonId;
use registry::login_key;
use registry::write::NewAccount;
use store::WriteTx;

use super::pupils::Placed;
use super::{RosterOptions, Work};
use crate::error::Result;
use crate::import::Kind;

/// A login somebody is to get.
pub(super) struct WantedLogin {
    pub(super) person: PersonId,
    pub(super) login: String,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) line: u32,
}

impl Work {
    /// Makes the accounts that are not there, if there is a first password for them.
    pub(super) fn logins(
        &mut self,
        tx: &mut WriteTx<'_>,
        staff: &[RosterStaff],
        placed: &[Placed<'_>],
        options: &RosterOptions,
    ) -> Result<()> {
        let of_staff = staff.iter().zip(&self.staff_of_row).filter_map(|(row, person)| {
            let (phone, email) = (row.phone.clone(), row.email.clone());
            Some(WantedLogin { person: (*person)?, login: row.login.clone()?, phone, email, line: row.line })
        });
        let of_pupils = placed.iter().filter_map(|one| {
            let (phone, email) = (one.row.phone.clone(), one.row.email.clone());
            Some(WantedLogin {
                person: one.id,
                login: one.row.login.clone()?,
                phone,
                email,
                line: one.row.line,
            })
        });
        let mut wanted: Vec<WantedLogin> = of_staff.chain(of_pupils).collect();
        wanted.append(&mut self.wanted_logins);
        if wanted.is_empty() {
            return Ok(());
        }
        let Some(password_hash) = &options.password_hash else {
            self.report.push(Kind::Note, None, "логины из файла не заведены: они создаются листами доступа");
            return Ok(());
        };
        let keys: Vec<String> = wanted.iter().map(|one| login_key(&one.login)).collect();
        let mut owners: HashMap<String, PersonId> =
            registry::read::login_owners(tx, &keys)?.into_iter().collect();
        for one in wanted {
            let key = login_key(&one.login);
            match owners.get(&key) {
                Some(owner) if *owner == one.person => {}
                Some(_) => {
                    let text = format!("логин «{}» занят другим человеком, не заведён", one.login);
                    self.report.push(Kind::Note, Some(one.line), text);
                }
                None => {
                    let account = NewAccount {
                        person: one.person,
                        login: one.login.clone(),
                        email: one.email,
                        phone: one.phone,
                        password_hash: password_hash.clone(),
                        must_change: options.must_change,
                    };
                    registry::write::add_account(tx, &account, self.now)?;
                    owners.insert(key, one.person);
                    if !self.made.contains(&one.person) {
                        self.report.push(
                            Kind::Changed,
                            Some(one.line),
                            format!("заведён логин «{}»", one.login),
                        );
                    }
                }
            }
        }
        Ok(())
    }
}
