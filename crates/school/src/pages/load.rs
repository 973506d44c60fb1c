//! `/school/load/…` – curriculum and load: by class, by teacher, one journal, one group, the plan for FET.

mod class;
mod export;
mod group;
mod joint;
mod journal;
mod overview;
mod refused;
mod teacher;

use kernel::{ClassId, Day, PersonId, PersonName};
use kit::form::Choice;
use kit::{PageError, Routes, Tr};
use registry::AcademicYear;
use store::ReadTx;

use crate::load::{Hours, LoadForm, YearLoad};

pub fn routes() -> Routes {
    Routes::new()
        .merge(overview::routes())
        .merge(class::routes())
        .merge(teacher::routes())
        .merge(journal::routes())
        .merge(group::routes())
        .merge(joint::routes())
        .merge(export::routes())
}

/// The school that an actor sees and administers. Who sees one school and administers another changes neither here: a page
/// must not draw one and write into the other.
fn managed(actor: &access::Actor) -> Result<(access::SeeSchool, access::ManageSchool), PageError> {
    let (see, manage) = (access::see_school(actor)?, access::manage_school(actor)?);
    if see.institution() == manage.institution() { Ok((see, manage)) } else { Err(PageError::NotFound) }
}

/// What every page of the load begins with.
struct Ground {
    year: AcademicYear,
    load: YearLoad,
    staff: Vec<(PersonId, PersonName, String)>,
}

impl Ground {
    /// None when the school has no year yet.
    fn read(tx: &mut ReadTx<'_>, may: &access::SeeSchool, today: Day) -> Result<Option<Self>, PageError> {
        let institution = may.institution();
        let Some(year) = registry::read::year_at(tx, institution, today)? else { return Ok(None) };
        let load = crate::load::read::year_load(tx, may, year.id, today)?;
        Ok(Some(Self { load, staff: registry::read::staff_of(tx, institution)?, year }))
    }

    fn class(&self, id: ClassId) -> Result<&registry::Class, PageError> {
        self.load.classes.iter().find(|class| class.id == id).ok_or(PageError::NotFound)
    }

    fn teacher(&self, id: PersonId) -> Option<String> {
        self.staff.iter().find(|(person, ..)| *person == id).map(|(_, name, _)| name.initials())
    }

    /// «Орлов Д. И., Белова А. А.»; empty when nobody teaches.
    fn teachers(&self, list: &[PersonId]) -> String {
        let names: Vec<String> = list.iter().filter_map(|id| self.teacher(*id)).collect();
        names.join(", ")
    }

    /// The staff for a field; the value is the person's id.
    fn choices(&self) -> Vec<Choice> {
        self.staff
            .iter()
            .map(|(id, name, position)| Choice {
                value: id.to_string(),
                label: if position.is_empty() { name.full() } else { format!("{}, {position}", name.full()) },
            })
            .collect()
    }

    /// The person of a field, when it is somebody of the staff; an empty field is nobody.
    fn chosen(&self, typed: &str) -> Result<Option<PersonId>, ()> {
        if typed.is_empty() {
            return Ok(None);
        }
        let id = typed.parse().map(PersonId).map_err(|_| ())?;
        self.staff.iter().any(|(person, ..)| *person == id).then_some(Some(id)).ok_or(())
    }
}

fn form_words(tr: Tr, form: LoadForm) -> &'static str {
    match form {
        LoadForm::Lesson => tr.load_form_lesson(),
        LoadForm::Elective => tr.load_form_elective(),
        LoadForm::Extracurricular => tr.load_form_extracurricular(),
        LoadForm::Home => tr.load_form_home(),
    }
}

fn form_choices(tr: Tr) -> Vec<(String, String)> {
    LoadForm::ALL.iter().map(|form| (form.code().to_owned(), form_words(tr, *form).to_owned())).collect()
}

/// Hours as the reader's language writes them.
fn hours(tr: Tr, hours: Hours) -> String {
    let text = hours.to_string();
    match tr.locale {
        kit::Locale::Ru => text,
        kit::Locale::En => text.replace(',', "."),
    }
}

/// How the hours of a class stand to the most that its pupils may have: the words, and the kind of badge.
fn against_limit(tr: Tr, load: &YearLoad, class: &registry::Class) -> (String, &'static str) {
    let sum = load.pupil_hours(class.id);
    match load.limit(class) {
        None => (String::new(), ""),
        Some((_, limit)) => {
            let most = Hours::whole(limit.per_week);
            if sum > most {
                let over = Hours::from_tenths(most.missing_to(sum)).unwrap_or_default();
                (tr.load_over(&hours(tr, over)), "bad")
            } else {
                (String::new(), "")
            }
        }
    }
}
