//! The roll-over carried out in one transaction, and taken back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::ManageSchool;
use kernel::{ClassId, Day, JournalId, Millis, PersonId, SubgroupId};
use registry::write::{NewJournal, NewRollover, NewYear, Outcome, Step};
use registry::{AcademicYear, GradePlan, InstitutionKind, Learner, PeriodKind, Whom, YearRules};
use store::WriteTx;

use super::outline::{Choice, Outline, Source, outline};
use super::{shift, usual_plan};
use crate::error::Result;

/// What the wizard asks for besides the classes.
#[derive(Debug, Clone)]
pub struct Wishes {
    /// Name, first and last day of the next year, when it has to be made.
    pub year: (String, Day, Day),
    /// Number of the order (приказ).
    pub order_number: String,
    /// Its day.
    pub order_day: Day,
    /// The last day of those who leave.
    pub graduation_day: Day,
    /// New first classes: their grade and how many.
    pub fresh: (i32, usize),
    /// What is chosen for each class.
    pub classes: BTreeMap<ClassId, Choice>,
}

/// The school before the roll-over.
#[derive(Debug, Clone)]
pub struct Before {
    /// Kind of the institution.
    pub kind: InstitutionKind,
    /// The year that ends, with its rules.
    pub rules: YearRules,
    /// The next year, when it is there.
    pub next: Option<AcademicYear>,
    /// The classes with those who are in them.
    pub sources: Vec<Source>,
    /// Who is in the next year already.
    pub there: BTreeSet<PersonId>,
}

/// What a roll-over did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Classes made.
    pub classes: usize,
    /// Pupils taken over.
    pub pupils: usize,
    /// Pupils who left with a certificate.
    pub graduates: usize,
    /// Journals made.
    pub journals: usize,
    /// Pupils who were in the next year before.
    pub there: usize,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Sentences, class by class.
    Classes(BTreeMap<ClassId, &'static str>),
    /// The next year's days or name can't be: the key of a sentence.
    Year(&'static str),
}

/// Loads the school: the last year that has begun and has classes, and the one after it. None when there is no such.
pub fn before(tx: &mut store::ReadTx<'_>, may: &ManageSchool, today: Day) -> Result<Option<Before>> {
    let at = may.institution();
    let years = registry::read::years(tx, at)?;
    let mut found = None;
    for year in years.iter().rev().filter(|year| year.first_day <= today) {
        let classes = registry::read::classes(tx, at, year.id)?;
        if !classes.is_empty() {
            found = Some((year.clone(), classes));
            break;
        }
    }
    let Some((year, classes)) = found else { return Ok(None) };
    let next = years.iter().find(|other| other.first_day > year.first_day).cloned();
    let mut pupils: HashMap<ClassId, Vec<(PersonId, kernel::PersonName)>> = HashMap::new();
    for (class, pupil, name) in registry::read::open_pupils(tx, at, year.id)? {
        pupils.entry(class).or_default().push((pupil, name));
    }
    let there = match &next {
        Some(next) => registry::read::open_enrollments(tx, at, next.id)?.into_iter().map(|e| e.1).collect(),
        None => BTreeSet::new(),
    };
    // After a roll-over only those are left to be taken along who came to the old classes since.
    let next_id = next.as_ref().map(|next| next.id);
    let done = registry::read::last_rollover(tx, at)?
        .is_some_and(|last| last.from == year.id && Some(last.to) == next_id);
    Ok(Some(Before {
        kind: registry::read::institution(tx, at)?.kind,
        rules: registry::read::year_rules(tx, at, year.id)?,
        next,
        sources: classes
            .into_iter()
            .map(|class| Source { pupils: pupils.remove(&class.id).unwrap_or_default(), class })
            .filter(|source| !done || !source.pupils.is_empty())
            .collect(),
        there,
    }))
}

/// Takes the school into the next year. Repeated, it does what is left to do and says how much was there.
pub fn carry_out(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    wishes: &Wishes,
    by: PersonId,
    today: Day,
    now: Millis,
) -> Result<std::result::Result<Done, Refused>> {
    let at = may.institution();
    let before = before(tx, may, today)?.ok_or(registry::Error::NotFound("academic year"))?;
    let drawn = match outline(&before.sources, &wishes.classes, wishes.fresh) {
        Ok(drawn) => drawn,
        Err(faults) => return Ok(Err(Refused::Classes(faults))),
    };
    let (year, made_year) = match &before.next {
        Some(next) => (next.clone(), false),
        None => match make_year(tx, may, &before, wishes)? {
            Ok(year) => (year, true),
            Err(key) => return Ok(Err(Refused::Year(key))),
        },
    };
    let mut made: Vec<(&'static str, i64)> = Vec::new();
    let mut known: HashMap<String, ClassId> =
        registry::read::classes(tx, at, year.id)?.into_iter().map(|c| (c.name, c.id)).collect();
    let mut ids = Vec::with_capacity(drawn.targets.len());
    for target in &drawn.targets {
        let id = match known.get(&target.name) {
            Some(id) => *id,
            None => {
                let id =
                    registry::write::add_class(tx, at, year.id, target.grade, &target.letter, &target.name)?;
                registry::write::set_class_teacher(tx, at, id, target.teacher)?;
                made.push(("class", id.0));
                known.insert(target.name.clone(), id);
                id
            }
        };
        ids.push(id);
    }
    let mut done = Done { classes: made.len(), there: before.there.len(), ..Done::default() };
    let mut steps = Vec::with_capacity(drawn.moves.len());
    for one in &drawn.moves {
        if before.there.contains(&one.pupil) {
            continue;
        }
        let to = one.to.and_then(|to| ids.get(to)).copied();
        done.graduates += usize::from(one.outcome == Outcome::Graduated);
        done.pupils += usize::from(one.outcome != Outcome::Graduated);
        steps.push(Step { from: one.from, pupil: one.pupil, to, outcome: one.outcome });
    }
    if made.is_empty() && steps.is_empty() && !made_year {
        return Ok(Ok(done));
    }
    let new = NewRollover {
        from: before.rules.plan.year.id,
        to: year.id,
        made_year,
        order_number: wishes.order_number.clone(),
        order_day: wishes.order_day,
        graduation_day: wishes.graduation_day,
        by,
    };
    let id = registry::write::add_rollover(tx, at, &new, &steps, year.first_day, now)?;
    let fresh: BTreeSet<i64> = made.iter().map(|(_, id)| *id).collect();
    let load = Load { before: &before, drawn: &drawn, ids: &ids, fresh: &fresh, year: &year, wishes };
    let of_load = load.copy(tx, may)?;
    done.journals = of_load.iter().filter(|(what, _)| *what == "journal").count();
    made.extend(of_load);
    registry::write::add_rollover_made(tx, at, id, &made)?;
    store::outbox::append(tx, at, "school.rolled_over", id, "", now)?;
    Ok(Ok(done))
}

fn make_year(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    before: &Before,
    wishes: &Wishes,
) -> Result<std::result::Result<AcademicYear, &'static str>> {
    let at = may.institution();
    let (name, first_day, last_day) = wishes.year.clone();
    let years = registry::read::years(tx, at)?;
    if first_day <= before.rules.plan.year.last_day {
        return Ok(Err("roll-fault-year-early"));
    }
    if years.iter().any(|year| year.name == name) {
        return Ok(Err("year-fault-name-taken"));
    }
    let drawn = shift::following(&before.rules);
    let within = |day: Day| day.clamp(first_day, last_day);
    let new = NewYear {
        periods: drawn
            .periods
            .iter()
            .map(|p| {
                let first = if p.2 == drawn.first_day { first_day } else { within(p.2) };
                let last = if p.3 == drawn.last_day { last_day } else { within(p.3) };
                (p.0, p.1, first, last)
            })
            .collect(),
        holidays: drawn
            .holidays
            .into_iter()
            .filter(|h| h.first_day >= first_day && h.last_day <= last_day)
            .collect(),
        name,
        first_day,
        last_day,
        bells: Vec::new(),
    };
    let id = registry::write::add_year(tx, at, &new)?;
    let mut numbers: HashMap<i64, i64> = HashMap::new();
    for schedule in &before.rules.schedules {
        let main = schedule.id == registry::MAIN_SCHEDULE;
        let keep = if main { Some(schedule.id) } else { None };
        let number = registry::write::set_schedule(
            tx,
            at,
            id,
            keep,
            (&schedule.name, schedule.shift),
            &schedule.bells,
        )?;
        numbers.insert(schedule.id, number);
    }
    let number = |old: i64| numbers.get(&old).copied().unwrap_or(registry::MAIN_SCHEDULE);
    let uses = shift::following_uses(&before.rules.uses, number, (first_day, last_day));
    registry::write::set_uses(tx, at, id, &uses)?;
    let plans: Vec<GradePlan> =
        before.rules.grades.iter().filter(|plan| matches!(plan.whom, Whom::Grade(_))).copied().collect();
    registry::write::set_grade_plans(tx, at, id, &plans)?;
    Ok(Ok(AcademicYear { id, name: new.name, first_day, last_day }))
}

/// The load that goes along: subgroups and journals of the classes that go up.
struct Load<'a> {
    before: &'a Before,
    drawn: &'a Outline,
    ids: &'a [ClassId],
    fresh: &'a BTreeSet<i64>,
    year: &'a AcademicYear,
    wishes: &'a Wishes,
}

impl Load<'_> {
    /// The class of the next year that a class became, when its load goes along and the class is new.
    fn follows(&self, class: ClassId) -> Option<(ClassId, i32, &str)> {
        self.wishes.classes.get(&class).filter(|choice| choice.load)?;
        let at = self.drawn.targets.iter().position(|target| target.sources.contains(&class))?;
        let (id, target) = (self.ids.get(at)?, self.drawn.targets.get(at)?);
        self.fresh.contains(&id.0).then_some((*id, target.grade, target.name.as_str()))
    }

    fn copy(&self, tx: &mut WriteTx<'_>, may: &ManageSchool) -> Result<Vec<(&'static str, i64)>> {
        let at = may.institution();
        let from = self.before.rules.plan.year.id;
        let mut made: Vec<(&'static str, i64)> = Vec::new();
        let mut members: HashMap<SubgroupId, Vec<PersonId>> = HashMap::new();
        for (group, pupil) in registry::read::subgroup_members(tx, at)? {
            members.entry(group).or_default().push(pupil);
        }
        let mut went: HashMap<PersonId, ClassId> = HashMap::new();
        for one in &self.drawn.moves {
            if let Some(to) = one.to.and_then(|to| self.ids.get(to)) {
                went.insert(one.pupil, *to);
            }
        }
        let mut parts: HashMap<i64, (SubgroupId, String)> = HashMap::new();
        for old in registry::read::year_subgroups(tx, at, from)? {
            let Some((class, ..)) = self.follows(old.class) else { continue };
            let (id, fresh) = registry::write::ensure_subgroup(tx, at, class, &old.division, &old.name)?;
            if fresh {
                made.push(("subgroup", id.0));
            }
            let pupils: Vec<PersonId> = members
                .get(&old.id)
                .into_iter()
                .flatten()
                .filter(|pupil| went.get(pupil) == Some(&class))
                .copied()
                .collect();
            if !pupils.is_empty() {
                registry::write::add_to_subgroup(tx, at, id, &pupils)?;
            }
            parts.insert(old.id.0, (id, old.name));
        }
        let mut groups: HashMap<JournalId, Vec<(ClassId, i64)>> = HashMap::new();
        for (journal, class, part) in registry::read::journal_groups(tx, at, from)? {
            groups.entry(journal).or_default().push((class, part.map_or(0, |part| part.0)));
        }
        let mut teachers: HashMap<JournalId, Vec<PersonId>> = HashMap::new();
        for (journal, person, _) in registry::read::all_journal_teachers(tx, at)? {
            teachers.entry(journal).or_default().push(person);
        }
        let rules = registry::read::year_rules(tx, at, self.year.id)?;
        for journal in registry::read::journals(tx, at, from)? {
            let mut new: Vec<(i32, String, ClassId, Option<SubgroupId>)> = Vec::new();
            for (class, part) in groups.get(&journal.id).into_iter().flatten() {
                let Some((class, grade, name)) = self.follows(*class) else { continue };
                match (*part, parts.get(part)) {
                    (0, _) => new.push((grade, name.to_owned(), class, None)),
                    (_, Some((id, title))) => new.push((grade, format!("{name} {title}"), class, Some(*id))),
                    (_, None) => {}
                }
            }
            new.sort();
            new.dedup();
            let Some((grade, _, class, _)) = new.first() else { continue };
            let learner = Learner { grade: *grade, id: *class };
            let wanted = NewJournal {
                year: self.year.id,
                subject: journal.subject,
                groups_name: new.iter().map(|g| g.1.clone()).collect::<Vec<_>>().join("+"),
                period_kind: kind_of(&rules, self.before.kind, learner, journal.period_kind),
                groups: new.iter().map(|g| (g.2, g.3)).collect(),
                teachers: teachers.get(&journal.id).cloned().unwrap_or_default(),
            };
            let (id, fresh, _) = registry::write::ensure_journal(tx, at, &wanted)?;
            if fresh {
                made.push(("journal", id.0));
                registry::write::sync_journal_pupils(tx, at, id, self.year.first_day)?;
            }
        }
        Ok(made)
    }
}

/// By which periods a class will be marked: as the year says, else as its age usually is, else as before.
fn kind_of(rules: &YearRules, kind: InstitutionKind, class: Learner, was: PeriodKind) -> PeriodKind {
    let has = |kind: &PeriodKind| rules.plan.periods.iter().any(|p| p.kind == *kind);
    rules
        .period_kind(class)
        .or_else(|| usual_plan(kind, class.grade).1.filter(|usual| has(usual) && class.grade >= 10))
        .unwrap_or(was)
}

/// Why a roll-over can't be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// There is none.
    None,
    /// The next year has a timetable.
    Timetable,
    /// Others were enrolled into its classes meanwhile.
    Enrolled,
    /// Some of those it took over have moved or left since: an order took them where they are.
    Left,
}

/// Takes the last roll-over back, as long as nobody has written into the new year.
pub fn undo(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    by: PersonId,
    now: Millis,
) -> Result<std::result::Result<(), Kept>> {
    let at = may.institution();
    let Some(last) = registry::read::last_rollover(tx, at)? else { return Ok(Err(Kept::None)) };
    if !crate::read::entries(tx, at, last.to)?.is_empty() {
        return Ok(Err(Kept::Timetable));
    }
    let made: BTreeSet<ClassId> = registry::read::rollover_made(tx, at, last.id)?
        .into_iter()
        .filter(|(what, _)| what == "class")
        .map(|(_, id)| ClassId(id))
        .collect();
    let steps = registry::read::rollover_pupils(tx, at, last.id)?;
    let pupils: Vec<PersonId> = steps.iter().map(|(_, pupil, _)| *pupil).collect();
    let own: BTreeSet<(ClassId, PersonId)> =
        steps.into_iter().filter_map(|(_, pupil, to)| Some((to?, pupil))).collect();
    let there: Vec<_> =
        registry::read::enrollments(tx, at)?.into_iter().filter(|e| e.year == last.to).collect();
    if there.iter().any(|e| made.contains(&e.class) && !own.contains(&(e.class, e.pupil))) {
        return Ok(Err(Kept::Enrolled));
    }
    let mut as_made: BTreeSet<(ClassId, PersonId)> = BTreeSet::new();
    for stay in there.iter().filter(|e| own.contains(&(e.class, e.pupil))) {
        if stay.last_day.is_some() || stay.first_day != last.first_day {
            return Ok(Err(Kept::Left));
        }
        as_made.insert((stay.class, stay.pupil));
    }
    // A stay that is gone was taken away by an order, too.
    if as_made != own || registry::read::any_elsewhere(tx, &pupils, at, last.first_day)? {
        return Ok(Err(Kept::Left));
    }
    match registry::write::undo_rollover(tx, at, &last, by, now) {
        // Lessons hang on a journal: somebody has written.
        Err(registry::Error::Store(store::Error::Reference(_))) => Err(crate::Error::YearWritten),
        other => Ok(Ok(other?)),
    }
}
