//! `/school/load/classes/{id}/` – the curriculum of a class and who teaches it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, JournalId, PersonId, SubjectId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};

use super::{Ground, against_limit, form_choices, form_words, hours, managed};
use crate::load::write::NewTeaching;
use crate::load::{Hours, LoadForm};
use crate::pages::nav;

/// A class is divided into so many groups at most.
const GROUPS: usize = 6;
/// A subject's name is so long at most, in characters.
const SUBJECT: usize = 100;

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/load/classes/{id}/", show)
        .post("/school/load/classes/{id}/", give_out)
        .post("/school/load/classes/{id}/curriculum/", curriculum)
        .post("/school/load/classes/{id}/spread/", spread)
}

#[derive(Template)]
#[template(path = "load_class.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    title: String,
    id: ClassId,
    manages: bool,
    total: String,
    limit: String,
    source: String,
    over: String,
    lines: Vec<Line>,
    apart: Vec<Taught>,
    form: Form,
    /// Classes of the same grade: «7Б, 7В».
    parallel: String,
    /// Where the curriculum is given to them.
    spread: String,
    /// A sentence about hours that could not be read.
    error: Option<String>,
}

/// One subject.
struct Line {
    subject: SubjectId,
    name: String,
    wanted: String,
    given: String,
    /// What has to be seen to: «не хватает 2 ч».
    gap: String,
    taught: Vec<Taught>,
}

/// One journal.
struct Taught {
    id: JournalId,
    groups: String,
    form: &'static str,
    teachers: String,
    hours: String,
    group: Option<kernel::SubgroupId>,
}

/// The heads and administrators of a school.
async fn show(cx: Cx, Path(id): Path<ClassId>) -> Result<Response, PageError> {
    let ground = ground(&cx).await?;
    draw(&cx, &ground, id, None, None)
}

async fn ground(cx: &Cx) -> Result<Ground, PageError> {
    let may = access::see_school(&*cx.actor()?)?;
    let today = cx.today;
    cx.read(move |tx| Ground::read(tx, &may, today)).await?.ok_or(PageError::NotFound)
}

fn draw(
    cx: &Cx,
    ground: &Ground,
    id: ClassId,
    form: Option<Form>,
    error: Option<String>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let manages = managed(&actor).is_ok();
    let tr = cx.tr;
    let class = ground.class(id)?;
    let taught = |journal: &crate::load::LoadJournal| Taught {
        id: journal.journal.id,
        groups: if journal.journal.groups_name == class.name {
            tr.load_whole_class().to_owned()
        } else {
            journal.journal.groups_name.clone()
        },
        form: if journal.form == LoadForm::Lesson { "" } else { form_words(tr, journal.form) },
        teachers: ground.teachers(&journal.teachers),
        hours: hours(tr, journal.hours),
        group: journal.groups.iter().find(|(of, _)| *of == id).and_then(|(_, group)| *group),
    };
    let mut lines: Vec<Line> = ground
        .load
        .sums(id)
        .into_iter()
        .filter_map(|(subject, sum)| {
            let name = ground.load.subjects.iter().find(|(known, _)| *known == subject)?.1.clone();
            let gap = match sum.given.missing_to(sum.wanted) {
                0 => String::new(),
                // Without a curriculum nothing is missing.
                _ if sum.wanted.is_zero() => String::new(),
                tenths if tenths > 0 => {
                    tr.load_missing(&hours(tr, Hours::from_tenths(tenths).unwrap_or_default()))
                }
                tenths => tr.load_too_much(&hours(tr, Hours::from_tenths(-tenths).unwrap_or_default())),
            };
            Some(Line {
                subject,
                name,
                wanted: if sum.wanted.is_zero() { String::new() } else { hours(tr, sum.wanted) },
                given: hours(tr, sum.given),
                gap,
                taught: ground
                    .load
                    .of_class(id)
                    .filter(|j| j.form.counts() && j.journal.subject == subject)
                    .map(taught)
                    .collect(),
            })
        })
        .collect();
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    let limit = ground.load.limit(class);
    let parallel: Vec<&str> = ground
        .load
        .classes
        .iter()
        .filter(|other| other.grade == class.grade && other.id != id)
        .map(|other| other.name.as_str())
        .collect();
    let invalid = form.is_some() || error.is_some();
    let main = Page {
        tr,
        csrf: cx.csrf(),
        nav: nav::tabs(tr, "load", manages),
        crumbs: vec![Link::new(tr.load_title(), "/school/load/")],
        title: tr.load_class_title(&class.name),
        id,
        manages,
        total: hours(tr, ground.load.pupil_hours(id)),
        limit: limit.map_or_else(String::new, |(days, limit)| {
            tr.load_limit(&limit.per_week.to_string(), &limit.per_day.to_string(), &days.to_string())
        }),
        source: limit.map_or_else(String::new, |(_, limit)| limit.source.clone()),
        over: against_limit(tr, &ground.load, class).0,
        lines,
        apart: ground
            .load
            .of_class(id)
            .filter(|j| !j.form.counts())
            .map(|journal| {
                let one = taught(journal);
                Taught { groups: format!("{}, {}", journal.journal.subject_name, one.groups), ..one }
            })
            .collect(),
        form: form.unwrap_or_else(|| Typed::default().form(tr, ground)),
        parallel: parallel.join(", "),
        spread: format!("/school/load/classes/{id}/spread/"),
        error,
    };
    let status = if invalid { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("school.load-class", &main.title).place("school").status(status).render(&main)
}

/// What was typed into «give out».
#[derive(Default)]
struct Typed {
    subject: String,
    hours: String,
    form: String,
    groups: String,
    teachers: Vec<String>,
}

/// The names of the teachers' fields.
const TEACHERS: [&str; GROUPS] =
    ["teacher-1", "teacher-2", "teacher-3", "teacher-4", "teacher-5", "teacher-6"];

impl Typed {
    fn of(posted: &Posted) -> Self {
        Self {
            subject: posted.get("subject").to_owned(),
            hours: posted.get("hours").to_owned(),
            form: posted.get("form").to_owned(),
            groups: posted.get("groups").to_owned(),
            teachers: TEACHERS.iter().map(|name| posted.get(name).to_owned()).collect(),
        }
    }

    /// «гр1, гр2» as a list.
    fn groups(&self) -> Vec<String> {
        self.groups
            .split([',', ';', '\n'])
            .map(str::trim)
            .filter(|n| !n.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn form(&self, tr: Tr, ground: &Ground) -> Form {
        let names: Vec<&str> = ground.load.subjects.iter().map(|(_, name)| name.as_str()).collect();
        let mut fields = vec![
            Field::text("subject", tr.load_subject())
                .value(&self.subject)
                .hint(if names.is_empty() { tr.load_subject_new() } else { tr.load_subject_hint() })
                .required(),
            Field::text("hours", tr.load_hours()).value(&self.hours).hint(tr.load_hours_hint()).required(),
            Field::select("form", tr.load_form(), form_choices(tr)).value(if self.form.is_empty() {
                LoadForm::Lesson.code()
            } else {
                &self.form
            }),
            Field::text("groups", tr.load_groups()).value(&self.groups).hint(tr.load_groups_hint()),
        ];
        let shown = self.groups().len().clamp(2, GROUPS);
        for (place, name) in TEACHERS.iter().enumerate().take(shown) {
            let label = if place == 0 {
                tr.load_teacher().to_owned()
            } else {
                tr.load_teacher_of(&(place + 1).to_string())
            };
            let mut field = Field::new(name, label, FieldKind::Select(ground.choices()));
            field.value = self.teachers.get(place).cloned().unwrap_or_default();
            fields.push(field);
        }
        Form::new(fields)
    }

    /// What is to be taught, or the form with what has to be mended.
    fn parse(&self, tr: Tr, ground: &Ground, class: &registry::Class) -> Result<NewTeaching, Form> {
        let mut form = self.form(tr, ground);
        let groups = self.groups();
        let hours = Hours::parse(&self.hours).filter(|hours| !hours.is_zero());
        let chosen = LoadForm::from_code(&self.form);
        let mut teachers = Vec::new();
        for typed in &self.teachers {
            match ground.chosen(typed) {
                Ok(found) => teachers.push(found),
                Err(()) => form.error = Some(tr.load_teacher_unknown().to_owned()),
            }
        }
        let mut sorted = groups.clone();
        sorted.sort();
        sorted.dedup();
        for field in &mut form.fields {
            field.error = match field.name {
                "subject" if self.subject.is_empty() => Some(tr.form_field_empty().to_owned()),
                "subject" if self.subject.chars().count() > SUBJECT => {
                    Some(tr.load_subject_long().to_owned())
                }
                "hours" if hours.is_none() => Some(tr.load_hours_wrong().to_owned()),
                "form" if chosen.is_none() => Some(tr.form_field_empty().to_owned()),
                "groups" if groups.len() == 1 => Some(tr.load_groups_one().to_owned()),
                "groups" if groups.len() > GROUPS || groups.iter().any(|n| n.chars().count() > 30) => {
                    Some(tr.load_groups_many().to_owned())
                }
                "groups" if sorted.len() != groups.len() => Some(tr.load_groups_twice().to_owned()),
                _ => None,
            };
        }
        match (hours, chosen) {
            (Some(hours), Some(chosen)) if form.is_valid() => Ok(NewTeaching {
                subject: self.subject.clone(),
                hours,
                form: chosen,
                classes: vec![class.clone()],
                groups,
                teachers,
            }),
            _ => Err(form),
        }
    }
}

/// Who manages the school: gives a subject out to a teacher, for the class or its groups.
async fn give_out(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may) = managed(&*cx.actor()?)?;
    let ground = ground(cx).await?;
    let class = ground.class(id)?;
    let new = match Typed::of(&posted).parse(cx.tr, &ground, class) {
        Ok(new) => new,
        Err(form) => return draw(cx, &ground, id, Some(form), None),
    };
    let (year, today, now) = (ground.year.id, cx.today, cx.now);
    cx.write(move |tx| Ok(crate::load::write::give_out(tx, &may, year, &new, today, now)?)).await?;
    Ok(cx.done(&format!("/school/load/classes/{id}/"), "saved"))
}

/// Who manages the school: the hours of the curriculum, `hours-{subject}` each.
async fn curriculum(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may) = managed(&*cx.actor()?)?;
    let ground = ground(cx).await?;
    ground.class(id)?;
    let mut changes: Vec<(SubjectId, Hours)> = Vec::new();
    for (name, typed) in posted.all() {
        let Some(subject) = name.strip_prefix("hours-").and_then(|s| s.parse().ok()).map(SubjectId) else {
            continue;
        };
        let Some((_, title)) = ground.load.subjects.iter().find(|(known, _)| *known == subject) else {
            return Err(PageError::NotFound);
        };
        let Some(hours) = Hours::parse(typed) else {
            let error = cx.tr.load_curriculum_wrong(title, typed);
            return draw(cx, &ground, id, None, Some(error));
        };
        if ground.load.curriculum.get(&(id, subject)).copied().unwrap_or_default() != hours {
            changes.push((subject, hours));
        }
    }
    cx.write(move |tx| {
        for (subject, hours) in &changes {
            crate::load::write::set_curriculum(tx, &may, id, *subject, *hours)?;
        }
        Ok(())
    })
    .await?;
    Ok(cx.done(&format!("/school/load/classes/{id}/"), "saved"))
}

/// Who manages the school: the parallel gets the curriculum of this class.
async fn spread(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may) = managed(&*cx.actor()?)?;
    let ground = ground(cx).await?;
    let class = ground.class(id)?.clone();
    let classes = ground.load.classes;
    cx.write(move |tx| Ok(crate::load::write::spread_curriculum(tx, &may, &class, &classes)?)).await?;
    Ok(cx.done(&format!("/school/load/classes/{id}/"), "saved"))
}

/// The person of a `teacher-…` field as text.
pub(super) fn value(id: Option<&PersonId>) -> String {
    id.map(ToString::to_string).unwrap_or_default()
}
