//! The form of one piece of homework: what it asks for, what was typed, what has to be mended.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, FileId, HomeworkId, PersonId, SubgroupId};
use kit::files::{Given, Received};
use kit::{Cx, PageError, Tr};
use registry::Member;

use super::load::{self, DayLoad};
use super::{FileLink, Place, lesson_path, link};
use crate::model::{Audience, DraftFault, Homework, HomeworkChange, HomeworkDraft, HomeworkSaved, Load};
use crate::{read, write};

/// What the form needs to be drawn.
pub(super) struct View {
    pub place: Place,
    title: String,
    known: Option<Homework>,
    history: Vec<HomeworkChange>,
    coming: Vec<Day>,
    members: Vec<Member>,
    subgroups: Vec<(SubgroupId, String, String)>,
    load: Vec<Load>,
    norm: i32,
}

/// Reads it for who may change the lesson.
pub(super) async fn view(cx: &Cx, place: Place, id: Option<HomeworkId>) -> Result<View, PageError> {
    let actor = cx.actor()?;
    let (journal, day, number) = place;
    cx.read(move |tx| {
        access::edit_lesson(tx, &actor, journal, day, number)?;
        let may = access::see_lesson(tx, &actor, journal, day, number)?;
        let lesson = read::lesson(tx, &may, day, number)?;
        let of = may.journal();
        let known = id.map(|id| read::homework(tx, &may, lesson.id, id)).transpose()?;
        let history = match &known {
            Some(known) => read::homework_history(tx, &may, known)?,
            None => Vec::new(),
        };
        let mut coming = read::coming_lessons(tx, &may, day)?;
        coming.extend(known.as_ref().map(|known| known.due));
        coming.sort_unstable();
        coming.dedup();
        let load = match (coming.first(), coming.last()) {
            (Some(first), Some(last)) => read::load_of_classes(tx, &may, *first, *last)?,
            _ => Vec::new(),
        };
        let mut members = registry::read::journal_members(tx, of.institution, of.id)?;
        members.retain(|m| m.first_day <= day && m.last_day.is_none_or(|last| last >= day));
        members.dedup_by_key(|m| m.pupil);
        Ok(View {
            place,
            title: format!("{}, {}", of.subject_name, of.groups_name),
            history,
            coming,
            members,
            subgroups: registry::read::subgroups_of_journal(tx, of.institution, of.id)?,
            load,
            norm: load::norm(tx, of, day)?,
            known,
        })
    })
    .await
}

/// What stands in the form.
pub(super) struct Typed {
    text: String,
    due: String,
    minutes: String,
    solution: bool,
    audience: String,
    chosen: Vec<PersonId>,
    drop: Vec<FileId>,
    pub version: i32,
}

#[derive(Default)]
pub(super) struct Faults {
    text: Option<String>,
    due: Option<String>,
    minutes: Option<String>,
    audience: Option<String>,
    files: Option<String>,
    whole: Option<String>,
}

impl Faults {
    fn is_empty(&self) -> bool {
        [&self.text, &self.due, &self.minutes, &self.audience, &self.files, &self.whole]
            .iter()
            .all(|fault| fault.is_none())
    }

    /// The sentence for what the command refused.
    pub fn refused(cx: &Cx, view: &View, saved: HomeworkSaved) -> Self {
        let tr = cx.tr;
        let mut faults = Self::default();
        match saved {
            HomeworkSaved::Saved(_) => {}
            HomeworkSaved::Stale => {
                let stands = view.known.as_ref().map_or("", |known| known.text.as_str());
                faults.whole = Some(tr.homework_stale(stands));
            }
            HomeworkSaved::Closed => faults.whole = Some(tr.journal_period_closed().to_owned()),
            HomeworkSaved::NoRoom => {
                faults.files = Some(kit::files::Refusal::Quota(cx.app().files().limits().quota).sentence(tr));
            }
            HomeworkSaved::Fault(DraftFault::Empty) => faults.text = Some(tr.homework_empty().to_owned()),
            HomeworkSaved::Fault(DraftFault::Due) => faults.due = Some(tr.homework_due_fault().to_owned()),
            HomeworkSaved::Fault(DraftFault::Audience) => {
                faults.audience = Some(tr.homework_audience_fault().to_owned());
            }
            HomeworkSaved::Fault(DraftFault::Files) => faults.files = Some(most_files(tr)),
        }
        faults
    }
}

fn most_files(tr: Tr) -> String {
    tr.homework_most_files(i64::try_from(write::homework::FILES).unwrap_or(0))
}

impl Typed {
    pub fn fresh(view: &View) -> Self {
        Self {
            text: String::new(),
            due: view.coming.first().map(ToString::to_string).unwrap_or_default(),
            minutes: String::new(),
            solution: false,
            audience: "all".to_owned(),
            chosen: Vec::new(),
            drop: Vec::new(),
            version: 0,
        }
    }

    pub fn of(view: &View) -> Self {
        let Some(known) = &view.known else { return Self::fresh(view) };
        Self {
            text: known.text.clone(),
            due: known.due.to_string(),
            minutes: if known.minutes > 0 { known.minutes.to_string() } else { String::new() },
            solution: known.solution,
            audience: match &known.audience {
                Audience::Subgroup(id) => format!("s{id}"),
                other => other.code().to_owned(),
            },
            chosen: match &known.audience {
                Audience::Chosen(pupils) => pupils.clone(),
                _ => Vec::new(),
            },
            drop: Vec::new(),
            version: known.version,
        }
    }

    pub fn sent(form: &Received, view: &View) -> Self {
        let ticked = |name: String| !form.get(&name).is_empty();
        let files = view.known.as_ref().map(|known| known.files.as_slice()).unwrap_or_default();
        Self {
            text: form.get("text").to_owned(),
            due: form.get("due").to_owned(),
            minutes: form.get("minutes").to_owned(),
            solution: !form.get("solution").is_empty(),
            audience: form.get("audience").to_owned(),
            chosen: view
                .members
                .iter()
                .map(|member| member.pupil)
                .filter(|pupil| ticked(format!("p-{pupil}")))
                .collect(),
            drop: files.iter().map(|f| f.file).filter(|file| ticked(format!("drop-{file}"))).collect(),
            version: form.get("version").parse().unwrap_or(-1),
        }
    }

    /// The draft, unless something has to be mended first.
    pub fn draft(&self, form: &Received, view: &View) -> (Option<HomeworkDraft>, Faults) {
        let tr = form.cx.tr;
        let mut faults = Faults::default();
        let length = self.text.chars().count();
        if length > write::LONGEST {
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            faults.text =
                Some(tr.lesson_text_too_long(count(write::LONGEST), count(length - write::LONGEST)));
        }
        let minutes = match self.minutes.as_str() {
            "" => Some(0),
            typed => typed.parse::<i32>().ok().filter(|m| (0..=600).contains(m)),
        };
        if minutes.is_none() {
            faults.minutes = Some(tr.homework_minutes_fault().to_owned());
        }
        let due = if self.due.is_empty() { Ok(None) } else { self.due.parse::<Day>().map(Some) };
        if due.is_err() {
            faults.due = Some(tr.homework_due_fault().to_owned());
        }
        let audience = match self.audience.as_str() {
            "all" | "" => Some(Audience::All),
            "chosen" if !self.chosen.is_empty() => Some(Audience::Chosen(self.chosen.clone())),
            other => other.strip_prefix('s').and_then(|id| id.parse().ok()).map(Audience::Subgroup),
        };
        if audience.is_none() {
            faults.audience = Some(tr.homework_audience_fault().to_owned());
        }
        let mut files = Vec::new();
        for given in form.files("files") {
            match given {
                Given::Nothing => {}
                Given::Kept(file) => files.push(file.clone()),
                Given::Refused(refusal) => faults.files = Some(refusal.sentence(tr)),
            }
        }
        let nothing =
            files.is_empty() && view.known.as_ref().is_none_or(|known| known.files.len() <= self.drop.len());
        if self.text.is_empty() && nothing && faults.files.is_none() {
            faults.text = Some(tr.homework_empty().to_owned());
        }
        match (minutes, due, audience) {
            (Some(minutes), Ok(due), Some(audience)) if faults.is_empty() => {
                let (text, drop) = (self.text.clone(), self.drop.clone());
                let solution = self.solution;
                (Some(HomeworkDraft { text, due, audience, minutes, solution, files, drop }), faults)
            }
            _ => {
                // A browser does not fill a file field in again.
                if !files.is_empty() && faults.files.is_none() {
                    faults.files = Some(tr.homework_files_again().to_owned());
                }
                (None, faults)
            }
        }
    }
}

struct DueChoice {
    value: String,
    label: String,
    chosen: bool,
}

struct Tick {
    name: String,
    label: String,
    on: bool,
}

struct KnownFile {
    link: FileLink,
    drop: String,
    on: bool,
}

struct Past {
    when: String,
    who: String,
    what: String,
}

#[derive(Template)]
#[template(path = "homework.html")]
struct FormPage<'a> {
    tr: Tr,
    csrf: String,
    title: &'a str,
    note: String,
    back: String,
    action: String,
    remove: String,
    restore: String,
    removed: bool,
    fresh: bool,
    version: i32,
    text: &'a str,
    minutes: &'a str,
    solution: bool,
    due: Vec<DueChoice>,
    audience: Vec<DueChoice>,
    pupils: Vec<Tick>,
    choosing: bool,
    files: Vec<KnownFile>,
    hint: String,
    faults: &'a Faults,
    load: Vec<DayLoad>,
    history: Vec<Past>,
}

fn history(cx: &Cx, view: &View) -> Vec<Past> {
    let tr = cx.tr;
    view.history
        .iter()
        .map(|line| {
            let (day, time) = cx.app().settings().zone.local(line.at);
            let when = if line.at.0 == 0 {
                String::new()
            } else {
                format!("{}, {}", kit::text::day(tr, day, cx.today), kit::text::time(time))
            };
            let mut what = if line.removed { tr.homework_removed().to_owned() } else { line.text.clone() };
            what.push_str(" · ");
            what.push_str(&tr.homework_due(&kit::text::date(tr, line.due, cx.today)));
            if line.minutes > 0 {
                what.push_str(" · ");
                what.push_str(&tr.homework_minutes(i64::from(line.minutes)));
            }
            if line.files > 0 {
                what.push_str(" · ");
                what.push_str(&tr.homework_files_count(i64::try_from(line.files).unwrap_or(0)));
            }
            Past { when, who: line.who.as_ref().map_or_else(String::new, kernel::PersonName::initials), what }
        })
        .collect()
}

pub(super) fn draw(cx: &Cx, view: &View, typed: Typed, faults: Faults) -> Result<Response, PageError> {
    let tr = cx.tr;
    let base = lesson_path(view.place);
    let own = view.known.as_ref().map(|known| format!("{base}homework/{}/", known.id));
    let limits = cx.app().files().limits();
    let megabytes = |bytes: u64| i64::try_from(bytes / 1024 / 1024).unwrap_or(i64::MAX);
    let mut audience = vec![("all".to_owned(), tr.homework_for_all().to_owned())];
    audience.extend(view.subgroups.iter().map(|(id, division, name)| {
        let label = if division.is_empty() { name.clone() } else { format!("{division}: {name}") };
        (format!("s{id}"), tr.homework_for_one_subgroup(&label))
    }));
    audience.push(("chosen".to_owned(), tr.homework_for_some().to_owned()));
    let (_, day, number) = view.place;
    let main = FormPage {
        tr,
        csrf: cx.csrf(),
        title: if view.known.is_some() { tr.homework_edit() } else { tr.homework_new() },
        note: format!(
            "{}. {}",
            view.title,
            tr.journal_lesson_title(&number.to_string(), &kit::text::day(tr, day, cx.today))
        ),
        back: base.clone(),
        action: own.clone().unwrap_or_else(|| format!("{base}homework/new/")),
        remove: own.as_ref().map_or_else(String::new, |own| format!("{own}remove/")),
        restore: own.as_ref().map_or_else(String::new, |own| format!("{own}restore/")),
        removed: view.known.as_ref().is_some_and(|known| known.removed_at.is_some()),
        fresh: view.known.is_none(),
        // A stale form is saved again from what stands there now.
        version: if faults.whole.is_some() {
            view.known.as_ref().map_or(0, |known| known.version)
        } else {
            typed.version
        },
        text: &typed.text,
        minutes: &typed.minutes,
        solution: typed.solution,
        due: view
            .coming
            .iter()
            .map(|day| DueChoice {
                value: day.to_string(),
                label: kit::text::day(tr, *day, cx.today),
                chosen: day.to_string() == typed.due,
            })
            .collect(),
        audience: audience
            .into_iter()
            .map(|(value, label)| DueChoice { chosen: value == typed.audience, value, label })
            .collect(),
        choosing: typed.audience == "chosen",
        pupils: view
            .members
            .iter()
            .map(|member| Tick {
                name: format!("p-{}", member.pupil),
                label: member.name.listed(),
                on: typed.chosen.contains(&member.pupil),
            })
            .collect(),
        files: view
            .known
            .iter()
            .flat_map(|known| &known.files)
            .map(|file| KnownFile {
                link: link(tr, format!("{}files/{}/", own.clone().unwrap_or_default(), file.file), file),
                drop: format!("drop-{}", file.file),
                on: typed.drop.contains(&file.file),
            })
            .collect(),
        hint: tr.homework_files_hint(
            megabytes(limits.document),
            megabytes(limits.image),
            &megabytes(limits.media).to_string(),
        ),
        load: load::days(tr, cx.today, &view.coming, &view.load, view.norm),
        history: history(cx, view),
        faults: &faults,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page("journal.homework", main.title).place("journal").status(status).render(&main)
}
