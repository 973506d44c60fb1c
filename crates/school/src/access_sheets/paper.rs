//! The task that gives codes class by class and prints them.

use access::{give_access_to_class, give_access_to_school};
use kernel::Day;
use kit::{Locale, Tr};
use print::{Group, Sheets};
use registry::code;

use super::{Asked, Given, give_to_class, give_to_staff};
use crate::tasks::{Failure, Line, LineKind, Outcome, Run};

/// Carries out [`Asked`].
pub fn carry_out(run: &mut Run<'_>) -> Result<Outcome, Failure> {
    let asked: Asked = run.payload()?;
    let (secret, account) = (run.app().settings().secret, run.task().started_by);
    // A restarted task: what its first run gave was printed nowhere.
    let since = run.task().started_at;
    let total = asked.classes.len() + usize::from(asked.staff) + 1;
    let mut groups: Vec<Group> = Vec::new();
    let mut given = Given::default();
    let mut stopped = false;
    let mut done = 0;
    for class in asked.classes.clone() {
        let note = groups.last().map(|group| group.title.clone()).unwrap_or_default();
        match run.progress(done, total, &note) {
            Err(Failure::Cancelled) => {
                stopped = true;
                break;
            }
            other => other?,
        }
        let (wish, now, today) = (asked.clone(), run.now(), run.app().local_now().0);
        let (title, part) = run.write(move |tx| {
            let actor = Run::actor(tx, account)?;
            let may = give_access_to_class(tx, &actor, class)?;
            let title = may.class().map(|class| class.name.clone()).unwrap_or_default();
            Ok((title, give_to_class(tx, &may, &secret, &wish, since, today, now)?))
        })?;
        let title = Tr::new(Locale::Ru).school_class_title(&title);
        // Sessions of replaced codes end at once, not when their cache does, and not with the last class either.
        run.app().forget_sessions();
        add(&mut groups, &mut given, title, part);
        done += 1;
    }
    if asked.staff && !stopped {
        let (wish, now, today) = (asked.clone(), run.now(), run.app().local_now().0);
        let part = run.write(move |tx| {
            let actor = Run::actor(tx, account)?;
            let may = give_access_to_school(&actor)?;
            Ok(give_to_staff(tx, &may, &secret, &wish, since, today, now)?)
        })?;
        run.app().forget_sessions();
        add(&mut groups, &mut given, Tr::new(Locale::Ru).school_staff_title().to_owned(), part);
        done += 1;
    }
    if !stopped {
        // What has been given must be printed, whoever asks to stop now.
        match run.progress(done, total, "PDF") {
            Err(Failure::Cancelled) | Ok(()) => {}
            Err(other) => return Err(other),
        }
    }
    if !groups.is_empty() {
        print_all(run, &asked, groups)?;
    }
    let tr = Tr::new(Locale::from_code(&asked.locale).unwrap_or_default());
    let line = |text: String| Line { kind: LineKind::Refused, line: None, text };
    let refused = given.refused.iter().map(|name| line(name.full()));
    let kept = given.kept.iter().map(|name| line(tr.access_kept_line(&name.full())));
    Ok(Outcome { lines: refused.chain(kept).collect(), stopped, ..Outcome::default() }
        .count("issued", given.issued)
        .count("had", given.had)
        .count("refused", given.refused.len() + given.kept.len()))
}

fn add(groups: &mut Vec<Group>, all: &mut Given, title: String, part: Given) {
    all.issued += part.issued;
    all.had += part.had;
    all.refused.extend(part.refused);
    all.kept.extend(part.kept);
    if !part.slips.is_empty() {
        groups.push(Group { title, slips: part.slips });
    }
}

fn print_all(run: &mut Run<'_>, asked: &Asked, groups: Vec<Group>) -> Result<(), Failure> {
    const PDF: &str = "application/pdf";
    let school = run.task().institution;
    let place = run.read(move |tx| Ok(registry::read::institution(tx, school)?.short_name))?;
    let settings = run.app().settings();
    let until = settings.zone.local(run.now().plus(code::LIFE)).0;
    let sheets = |groups: Vec<Group>| Sheets {
        place: place.clone(),
        address: settings.base_url.trim_end_matches('/').to_owned(),
        until: day(until),
        english: asked.english,
        layout: asked.look.into(),
        groups,
    };
    if asked.separate && groups.len() > 1 {
        let mut files = Vec::with_capacity(groups.len());
        for group in groups {
            let name = format!("{}.pdf", group.title.replace(['/', '\\', ':'], "-"));
            files.push((name, print::access_sheets(&sheets(vec![group]))?));
        }
        let bytes = print::archive(&files)?;
        run.leave("Листы доступа.zip", "application/zip", bytes);
        return Ok(());
    }
    let name = match groups.as_slice() {
        [one] => format!("Листы доступа – {}.pdf", one.title.replace(['/', '\\', ':'], "-")),
        _ => "Листы доступа.pdf".to_owned(),
    };
    let bytes = print::access_sheets(&sheets(groups))?;
    run.leave(&name, PDF, bytes);
    Ok(())
}

/// «22 января 2027».
fn day(day: Day) -> String {
    let month = kit::text::month_name(Tr::new(Locale::Ru), day);
    format!("{} {month} {}", day.day_of_month(), day.year())
}
