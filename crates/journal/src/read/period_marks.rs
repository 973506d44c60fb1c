//! Final marks of a journal with what is proposed, and of a pupil.

use std::collections::{HashMap, HashSet};

use access::{SeeDiary, SeeJournal};
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId, PersonName, Sums, YearId};
use registry::table::{class, journal, journal_class};
use registry::{GradingPeriod, Journal, Member};
use store::{ReadTx, on_backend};

use super::{day, is_closed, is_year_closed};
use crate::error::{Error, Result};
use crate::model::formula::{Formula, FormulaRule, Results, Source, formula_for};
use crate::model::grading::{Basis, GradingRules, PeriodValue, Proposal, Slot, Thresholds, weekly_hours};
use crate::table::{grading_minimum, grading_rule, lesson, mark_sum, period_mark, year_formula};

/// The rules of a school for a grade that hold on a day: its own, else those of institution 0.
pub fn grading_rules(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    grade: i32,
    on: Day,
) -> Result<GradingRules> {
    type Row = (i64, i32, i32, i32, i32, i32, i32, i16, i32);
    let rows: Vec<Row> = on_backend!(tx, |c| {
        grading_rule::table
            .filter(grading_rule::institution_id.eq_any([0, institution.0]))
            .filter(grading_rule::first_day.le(on.number()))
            .order((grading_rule::institution_id.desc(), grading_rule::first_day.desc()))
            .limit(200)
            .select((
                grading_rule::institution_id,
                grading_rule::first_day,
                grading_rule::grade_first,
                grading_rule::grade_last,
                grading_rule::five,
                grading_rule::four,
                grading_rule::three,
                grading_rule::by_shown,
                grading_rule::absent_percent,
            ))
            .load(c)
    })?;
    let holds = |row: &&Row| row.2 <= grade && grade <= row.3;
    let (.., five, four, three, by_shown, absent_percent) =
        *rows.iter().find(holds).or(rows.last()).ok_or(Error::Corrupt("grading_rule"))?;
    let minimums: Vec<(i64, i32, i32, i32)> = on_backend!(tx, |c| {
        grading_minimum::table
            .filter(grading_minimum::institution_id.eq_any([0, institution.0]))
            .filter(grading_minimum::first_day.le(on.number()))
            .order((
                grading_minimum::institution_id.desc(),
                grading_minimum::first_day.desc(),
                grading_minimum::hours,
            ))
            .limit(200)
            .select((
                grading_minimum::institution_id,
                grading_minimum::first_day,
                grading_minimum::hours,
                grading_minimum::marks,
            ))
            .load(c)
    })?;
    // The newest set of the school, else of everybody.
    let set = minimums.first().map(|(of, first, ..)| (*of, *first));
    Ok(GradingRules {
        thresholds: Thresholds { five, four, three, by_shown: by_shown != 0 },
        absent_percent,
        minimums: minimums
            .into_iter()
            .filter(|(of, first, ..)| Some((*of, *first)) == set)
            .map(|(.., hours, marks)| (hours, marks))
            .collect(),
    })
}

/// The formulas of a school that hold on a day: its own set, else that of institution 0.
pub fn formulas(tx: &mut ReadTx<'_>, institution: InstitutionId, on: Day) -> Result<Vec<FormulaRule>> {
    type Row = (i64, i32, String, i32, i32, i16, String, String);
    let rows: Vec<Row> = on_backend!(tx, |c| {
        year_formula::table
            .filter(year_formula::institution_id.eq_any([0, institution.0]))
            .filter(year_formula::first_day.le(on.number()))
            .order((year_formula::institution_id.desc(), year_formula::first_day.desc()))
            .limit(200)
            .select((
                year_formula::institution_id,
                year_formula::first_day,
                year_formula::target,
                year_formula::grade_first,
                year_formula::grade_last,
                year_formula::with_exam,
                year_formula::sources,
                year_formula::not_attested,
            ))
            .load(c)
    })?;
    let set = rows.first().map(|(of, first, ..)| (*of, *first));
    rows.into_iter()
        .filter(|(of, first, ..)| Some((*of, *first)) == set)
        .map(|(_, _, target, first, last, with_exam, sources, not_attested)| {
            let formula = Formula::from_codes(&sources, &not_attested);
            Ok(FormulaRule {
                target,
                grades: (first, last),
                with_exam: with_exam != 0,
                formula: formula.ok_or(Error::Corrupt("year_formula.sources"))?,
            })
        })
        .collect()
}

/// The highest grade of a journal's classes.
pub fn journal_grade(tx: &mut ReadTx<'_>, of: &Journal) -> Result<i32> {
    let grade: Option<i32> = on_backend!(tx, |c| {
        journal_class::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(journal_class::institution_id)
                    .and(class::id.eq(journal_class::class_id))),
            )
            .filter(journal_class::institution_id.eq(of.institution.0))
            .filter(journal_class::journal_id.eq(of.id.0))
            .order(class::grade.desc())
            .select(class::grade)
            .first(c)
            .optional()
    })?;
    Ok(grade.unwrap_or(0))
}

/// A column of the sheet.
#[derive(Debug, Clone)]
pub struct SheetSlot {
    /// Which.
    pub slot: Slot,
    /// The period, if it is one's.
    pub period: Option<GradingPeriod>,
    /// Can nothing be changed in it now?
    pub closed: bool,
    /// Has it begun?
    pub begun: bool,
}

/// A cell of the sheet.
#[derive(Debug, Clone)]
pub struct SheetCell {
    /// What stands there.
    pub value: Option<PeriodValue>,
    /// Grows by one with every change; 0 was never written.
    pub version: i32,
    /// Why it is another than was proposed.
    pub reason: String,
    /// What is proposed.
    pub proposal: Proposal,
    /// What the proposal of a period is made of.
    pub sums: Sums,
    /// Was the pupil here in that period?
    pub here: bool,
}

/// A pupil's row of the sheet.
#[derive(Debug, Clone)]
pub struct SheetRow {
    /// The pupil.
    pub pupil: PersonId,
    /// Name.
    pub name: PersonName,
    /// Left before today.
    pub gone: bool,
    /// A cell a column.
    pub cells: Vec<SheetCell>,
}

/// The final marks of a journal.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Columns: periods in order, then year, exam and final mark as far as the grade has them.
    pub slots: Vec<SheetSlot>,
    /// Rows by name.
    pub rows: Vec<SheetRow>,
    /// The school's rules.
    pub rules: GradingRules,
}

impl Sheet {
    /// The place of a column.
    #[must_use]
    pub fn column(&self, slot: Slot) -> Option<usize> {
        self.slots.iter().position(|one| one.slot == slot)
    }
}

type MarkRow = (i64, String, i64, Option<String>, i32, String);
type Known = HashMap<(i64, Slot), (Option<PeriodValue>, i32, String)>;

fn known(rows: Vec<MarkRow>) -> Result<Known> {
    rows.into_iter()
        .map(|(pupil, slot, period, value, version, reason)| {
            let slot = Slot::from_stored(&slot, period).ok_or(Error::Corrupt("period_mark.slot"))?;
            let value = match value {
                Some(code) => Some(PeriodValue::from_code(&code).ok_or(Error::Corrupt("period_mark.value"))?),
                None => None,
            };
            Ok(((pupil, slot), (value, version, reason)))
        })
        .collect()
}

fn marks_of(tx: &mut ReadTx<'_>, of: &Journal) -> Result<Known> {
    let rows: Vec<MarkRow> = on_backend!(tx, |c| {
        period_mark::table
            .filter(period_mark::institution_id.eq(of.institution.0).and(period_mark::journal_id.eq(of.id.0)))
            .limit(5000)
            .select((
                period_mark::pupil_id,
                period_mark::slot,
                period_mark::period_id,
                period_mark::value,
                period_mark::version,
                period_mark::reason,
            ))
            .load(c)
    })?;
    known(rows)
}

/// The pupils who have or had a final mark in a journal.
pub(crate) fn pupils_with_period_marks(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
) -> Result<Vec<i64>> {
    Ok(on_backend!(tx, |c| {
        period_mark::table
            .filter(period_mark::institution_id.eq(institution.0).and(period_mark::journal_id.eq(journal.0)))
            .select(period_mark::pupil_id)
            .distinct()
            .limit(1000)
            .load(c)
    })?)
}

/// Sums and missed lessons of a journal's pupils by pupil and period.
fn bases(tx: &mut ReadTx<'_>, of: &Journal, pupils: &[i64]) -> Result<HashMap<(i64, i64), Basis>> {
    type Row = (i64, i64, i64, i64, i32, i32, i32, i32);
    let rows: Vec<Row> = on_backend!(tx, |c| {
        mark_sum::table
            .filter(mark_sum::institution_id.eq(of.institution.0).and(mark_sum::pupil_id.eq_any(pupils)))
            .filter(mark_sum::journal_id.eq(of.id.0))
            .limit(5000)
            .select((
                mark_sum::pupil_id,
                mark_sum::period_id,
                mark_sum::weighted,
                mark_sum::weight,
                mark_sum::count,
                mark_sum::absent,
                mark_sum::excused,
                mark_sum::ill,
            ))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(pupil, period, weighted, weight, count, absent, excused, ill)| {
            let sums = Sums { weighted, weight, count: i64::from(count) };
            let missed = i64::from(absent) + i64::from(excused) + i64::from(ill);
            ((pupil, period), Basis { sums, lessons: 0, missed })
        })
        .collect())
}

/// The days of the lessons of a journal that were or will be held; at most a thousand.
fn lesson_days(tx: &mut ReadTx<'_>, of: &Journal, first: Day, last: Day) -> Result<Vec<Day>> {
    let rows: Vec<i32> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(of.institution.0).and(lesson::journal_id.eq(of.id.0)))
            .filter(lesson::day.between(first.number(), last.number()))
            .filter(lesson::status.ne("cancelled"))
            .order((lesson::day, lesson::number))
            .limit(1000)
            .select(lesson::day)
            .load(c)
    })?;
    rows.into_iter().map(day).collect()
}

/// The final marks of the year before in the same subject, by pupil.
fn earlier(tx: &mut ReadTx<'_>, of: &Journal, pupils: &[i64]) -> Result<HashMap<i64, Known>> {
    let years = registry::read::years(tx, of.institution)?;
    let place = years.iter().position(|year| year.id == of.year);
    let before = place.and_then(|place| place.checked_sub(1)).and_then(|place| years.get(place));
    let Some(before) = before else { return Ok(HashMap::new()) };
    let rows: Vec<MarkRow> = on_backend!(tx, |c| {
        period_mark::table
            .filter(period_mark::institution_id.eq(of.institution.0))
            .filter(period_mark::pupil_id.eq_any(pupils))
            .filter(period_mark::year_id.eq(before.id.0).and(period_mark::subject_id.eq(of.subject.0)))
            .limit(5000)
            .select((
                period_mark::pupil_id,
                period_mark::slot,
                period_mark::period_id,
                period_mark::value,
                period_mark::version,
                period_mark::reason,
            ))
            .load(c)
    })?;
    let mut by_pupil: HashMap<i64, Known> = HashMap::new();
    for ((pupil, slot), state) in known(rows)? {
        by_pupil.entry(pupil).or_default().insert((pupil, slot), state);
    }
    Ok(by_pupil)
}

/// All members of a journal, each once: first and last day of being here.
fn pupils(members: Vec<Member>) -> Vec<Member> {
    let mut once: Vec<Member> = Vec::with_capacity(members.len());
    for member in members {
        match once.iter_mut().find(|known| known.pupil == member.pupil) {
            Some(known) => {
                known.first_day = known.first_day.min(member.first_day);
                known.last_day = known.last_day.zip(member.last_day).map(|(a, b)| a.max(b));
            }
            None => once.push(member),
        }
    }
    once
}

/// The final marks of a journal with proposals; about ten statements, whatever its size.
pub fn sheet(tx: &mut ReadTx<'_>, may: &SeeJournal, today: Day, now: Millis) -> Result<Sheet> {
    sheet_of(tx, may.journal(), today, now)
}

/// The same for commands.
pub(crate) fn sheet_of(tx: &mut ReadTx<'_>, of: &Journal, today: Day, now: Millis) -> Result<Sheet> {
    let mut periods = registry::read::periods(tx, of.institution, of.year)?;
    periods.retain(|period| period.kind == of.period_kind);
    let grade = journal_grade(tx, of)?;
    let rules = grading_rules(tx, of.institution, grade, today)?;
    let formulas = formulas(tx, of.institution, today)?;
    let members = pupils(registry::read::journal_members(tx, of.institution, of.id)?);
    let ids: Vec<i64> = members.iter().map(|member| member.pupil.0).collect();
    let marks = marks_of(tx, of)?;
    let bases = bases(tx, of, &ids)?;
    let days = match (periods.first(), periods.last()) {
        (Some(first), Some(last)) => lesson_days(tx, of, first.first_day, last.last_day)?,
        _ => Vec::new(),
    };
    let wants_earlier = formulas.iter().any(|rule| {
        rule.grades.0 <= grade
            && grade <= rule.grades.1
            && rule.formula.sources.iter().any(|s| matches!(s, Source::EarlierPeriods | Source::EarlierYear))
    });
    let earlier = if wants_earlier { earlier(tx, of, &ids)? } else { HashMap::new() };
    let mut slots = Vec::with_capacity(periods.len() + 3);
    for period in &periods {
        slots.push(SheetSlot {
            slot: Slot::Period(period.id),
            period: Some(*period),
            closed: is_closed(tx, of, period, now)?,
            begun: period.first_day <= today,
        });
    }
    let year_closed = is_year_closed(tx, of, now)?;
    let has_final = formula_for(&formulas, "final", grade, true).is_some();
    for slot in Slot::OF_YEAR {
        let used = marks.keys().any(|(_, known)| *known == slot);
        if slot == Slot::Year || has_final || used {
            slots.push(SheetSlot { slot, period: None, closed: year_closed, begun: true });
        }
    }
    let context = Context { rules: &rules, formulas: &formulas, grade, days: &days, today };
    let rows = members
        .into_iter()
        .map(|member| {
            let earlier = earlier.get(&member.pupil.0);
            context.row(member, &slots, &marks, &bases, earlier)
        })
        .collect();
    Ok(Sheet { slots, rows, rules })
}

/// What all rows of a sheet share.
struct Context<'a> {
    rules: &'a GradingRules,
    formulas: &'a [FormulaRule],
    grade: i32,
    days: &'a [Day],
    today: Day,
}

impl Context<'_> {
    fn row(
        &self,
        member: Member,
        slots: &[SheetSlot],
        marks: &Known,
        bases: &HashMap<(i64, i64), Basis>,
        earlier: Option<&Known>,
    ) -> SheetRow {
        let pupil = member.pupil.0;
        let value = |slot: Slot| marks.get(&(pupil, slot)).and_then(|(value, ..)| *value);
        let here = |period: &GradingPeriod| {
            member.first_day <= period.last_day && member.last_day.is_none_or(|last| last >= period.first_day)
        };
        let results = Results {
            periods: slots
                .iter()
                .filter_map(|slot| Some((slot.slot, slot.period.as_ref()?)))
                .filter(|(slot, period)| here(period) || value(*slot).is_some())
                .map(|(slot, _)| value(slot))
                .collect(),
            year: value(Slot::Year),
            exam: value(Slot::Exam),
            earlier_periods: earlier
                .map(|known| {
                    let periods = known.iter().filter(|((_, slot), _)| matches!(slot, Slot::Period(_)));
                    periods.map(|(_, (value, ..))| *value).collect()
                })
                .unwrap_or_default(),
            earlier_year: earlier
                .and_then(|known| known.get(&(pupil, Slot::Year)))
                .and_then(|(value, ..)| *value),
        };
        let formula = |target: &str| {
            formula_for(self.formulas, target, self.grade, results.exam.is_some())
                .map_or(Proposal::Incomplete, |formula| formula.result(&results))
        };
        let cells = slots
            .iter()
            .map(|slot| {
                let mut basis = bases.get(&(pupil, slot.slot.period())).copied().unwrap_or_default();
                let proposal = match (slot.slot, &slot.period) {
                    (Slot::Period(_), Some(period)) => self.of_period(&member, period, &mut basis),
                    (Slot::Year, _) => formula("year"),
                    (Slot::Final, _) => formula("final"),
                    _ => Proposal::Incomplete,
                };
                let (value, version, reason) =
                    marks.get(&(pupil, slot.slot)).cloned().unwrap_or((None, 0, String::new()));
                let here = slot.period.as_ref().is_none_or(here);
                let proposal = if here { proposal } else { Proposal::Incomplete };
                SheetCell { value, version, reason, proposal, sums: basis.sums, here }
            })
            .collect();
        SheetRow {
            pupil: member.pupil,
            gone: member.last_day.is_some_and(|last| last < self.today),
            name: member.name,
            cells,
        }
    }

    fn of_period(&self, member: &Member, period: &GradingPeriod, basis: &mut Basis) -> Proposal {
        let count = |days: &mut dyn Iterator<Item = &Day>| i64::try_from(days.count()).unwrap_or(i64::MAX);
        let all = count(&mut self.days.iter().filter(|day| period.holds(**day)));
        basis.lessons = count(&mut self.days.iter().filter(|day| {
            period.holds(**day)
                && **day <= self.today
                && member.first_day <= **day
                && member.last_day.is_none_or(|last| **day <= last)
        }));
        let hours = weekly_hours(all, period.first_day.days_until(period.last_day) + 1);
        self.rules.propose(basis, hours)
    }
}

/// A pupil's final marks of one subject.
#[derive(Debug, Clone)]
pub struct SubjectFinals {
    /// Journal.
    pub journal: JournalId,
    /// Column by column; what is not there yet is left out.
    pub marks: Vec<(Slot, PeriodValue)>,
}

/// The final marks of a pupil in a year («все отметки за период»), by journal.
pub fn pupil_finals(
    tx: &mut ReadTx<'_>,
    may: &SeeDiary,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<SubjectFinals>> {
    let mut rows: Vec<(i64, String, i64, Option<String>)> = on_backend!(tx, |c| {
        period_mark::table
            .filter(
                period_mark::institution_id.eq(institution.0).and(period_mark::pupil_id.eq(may.child().0)),
            )
            .filter(period_mark::year_id.eq(year.0).and(period_mark::value.is_not_null()))
            .limit(1000)
            .select((period_mark::journal_id, period_mark::slot, period_mark::period_id, period_mark::value))
            .load(c)
    })?;
    rows.sort();
    let mut found: Vec<SubjectFinals> = Vec::new();
    for (journal, slot, period, value) in rows {
        let slot = Slot::from_stored(&slot, period).ok_or(Error::Corrupt("period_mark.slot"))?;
        let value = value.as_deref().and_then(PeriodValue::from_code);
        let mark = (slot, value.ok_or(Error::Corrupt("period_mark.value"))?);
        match found.last_mut() {
            Some(last) if last.journal.0 == journal => last.marks.push(mark),
            _ => found.push(SubjectFinals { journal: JournalId(journal), marks: vec![mark] }),
        }
    }
    Ok(found)
}

/// How many pupils of each journal of a year have no mark in a period's column, of those who were here at its end: what a
/// deputy looks at before closing it.
pub fn missing_finals(
    tx: &mut ReadTx<'_>,
    may: &access::SeeSchool,
    period: &GradingPeriod,
) -> Result<Vec<(Journal, i64)>> {
    use registry::table::journal_pupil;
    let institution = may.institution();
    let members: Vec<(i64, i64)> = on_backend!(tx, |c| {
        journal_pupil::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(journal_pupil::institution_id)
                    .and(journal::id.eq(journal_pupil::journal_id))),
            )
            .filter(journal_pupil::institution_id.eq(institution.0))
            .filter(journal::year_id.eq(period.year.0).and(journal::period_kind.eq(period.kind.code())))
            .filter(journal_pupil::first_day.le(period.last_day.number()))
            .filter(
                journal_pupil::last_day
                    .is_null()
                    .or(journal_pupil::last_day.assume_not_null().ge(period.last_day.number())),
            )
            .limit(100_000)
            .select((journal_pupil::journal_id, journal_pupil::pupil_id))
            .load(c)
    })?;
    let journals: Vec<Journal> = registry::read::journals(tx, institution, period.year)?
        .into_iter()
        .filter(|journal| journal.period_kind == period.kind)
        .collect();
    let mut marked: HashSet<(i64, i64)> = HashSet::new();
    let ids: Vec<i64> = journals.iter().map(|journal| journal.id.0).collect();
    for chunk in ids.chunks(500) {
        let rows: Vec<(i64, i64)> = on_backend!(tx, |c| {
            period_mark::table
                .filter(period_mark::institution_id.eq(institution.0))
                .filter(period_mark::journal_id.eq_any(chunk))
                .filter(period_mark::slot.eq("period").and(period_mark::period_id.eq(period.id.0)))
                .filter(period_mark::value.is_not_null())
                .limit(100_000)
                .select((period_mark::journal_id, period_mark::pupil_id))
                .load(c)
        })?;
        marked.extend(rows);
    }
    let mut missing: HashMap<i64, i64> = HashMap::new();
    for place in members {
        if !marked.contains(&place) {
            *missing.entry(place.0).or_default() += 1;
        }
    }
    Ok(journals
        .into_iter()
        .filter_map(|journal| {
            let count = missing.get(&journal.id.0).copied()?;
            Some((journal, count))
        })
        .collect())
}
