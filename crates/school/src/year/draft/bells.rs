//! Bell schedules and who uses them.

use kernel::{ClassId, Day};
use registry::{Bell, BellSchedule, BellUse, MAIN_SCHEDULE, Whom};

use super::Typed;

/// The numbers of lessons a schedule may have.
const NUMBERS: std::ops::RangeInclusive<i32> = 1..=10;
/// So many rules are read.
const RULES: usize = 60;
/// So many empty rows are offered for more rules.
const SPARE: usize = 3;

/// One lesson of a schedule.
#[derive(Debug, Clone)]
pub struct BellRow {
    /// Its number.
    pub number: i32,
    /// Begins.
    pub starts: Typed,
    /// Ends.
    pub ends: Typed,
}

/// The form of a bell schedule.
#[derive(Debug, Clone)]
pub struct ScheduleDraft {
    /// Name.
    pub name: Typed,
    /// `1` or `2`.
    pub shift: Typed,
    /// Lessons.
    pub rows: Vec<BellRow>,
}

impl ScheduleDraft {
    /// What stands in a schedule, or is proposed for one.
    #[must_use]
    pub fn of(schedule: &BellSchedule) -> Self {
        let row = |number| {
            let bell = schedule.bells.iter().find(|bell| bell.number == number);
            let time = |of: fn(&Bell) -> String| Typed::new(bell.map(of).unwrap_or_default());
            BellRow { number, starts: time(|b| b.starts.to_string()), ends: time(|b| b.ends.to_string()) }
        };
        // A zero lesson is not offered, but one that is there can be seen and taken away.
        let zero = schedule.bells.iter().any(|bell| bell.number == 0);
        let most = schedule.bells.iter().map(|bell| bell.number).max().unwrap_or(0).max(*NUMBERS.end());
        let numbers = if zero { 0..=most } else { 1..=most };
        Self {
            name: Typed::new(&schedule.name),
            shift: Typed::new(schedule.shift.to_string()),
            rows: numbers.map(row).collect(),
        }
    }

    /// What was posted.
    pub fn posted(get: impl Fn(&str) -> String) -> Self {
        let field = |name: String| Typed::new(get(&name));
        let rows: Vec<BellRow> = (0..=20)
            .map(|number| BellRow {
                number,
                starts: field(format!("b-{number}-starts")),
                ends: field(format!("b-{number}-ends")),
            })
            .filter(|row| NUMBERS.contains(&row.number) || !row.starts.is_empty() || !row.ends.is_empty())
            .collect();
        Self { name: field("schedule".into()), shift: field("shift".into()), rows }
    }

    /// Reads the form: name, shift, bells; `None` when some field has to be mended, which is then marked.
    pub fn check(&mut self) -> Option<(String, i32, Vec<Bell>)> {
        let name = self.name.text(60);
        let shift = self.shift.value.parse().ok().filter(|shift| (1..=2).contains(shift));
        if shift.is_none() {
            self.shift.fault("year-fault-shift");
        }
        let mut bells: Vec<Bell> = Vec::new();
        for row in &mut self.rows {
            if row.starts.is_empty() && row.ends.is_empty() {
                continue;
            }
            let Some((starts, ends)) = row.starts.time().zip(row.ends.time()) else { continue };
            if ends <= starts {
                row.ends.fault("year-fault-time-order");
            }
            if bells.last().is_some_and(|before| starts < before.ends) {
                row.starts.fault("year-fault-bell-order");
            }
            bells.push(Bell { number: row.number, starts, ends });
        }
        if bells.is_empty()
            && let Some(row) = self.rows.first_mut()
            && row.starts.error.is_none()
        {
            row.starts.fault("year-fault-no-bells");
        }
        let fields = self.rows.iter().flat_map(|row| [&row.starts, &row.ends]);
        let valid = fields.chain([&self.name, &self.shift]).all(|field| field.error.is_none());
        if valid { Some((name?, shift?, bells)) } else { None }
    }
}

/// One rule: who uses which schedule and when.
#[derive(Debug, Clone, Default)]
pub struct UseRow {
    /// Number of the schedule; empty for a row that is not used.
    pub schedule: Typed,
    /// `all`, `g5`, `c123`.
    pub whom: Typed,
    /// `0` to `7`.
    pub weekday: Typed,
    /// Empty, «01.09.2026 – 31.12.2026», «28.12.2026, 22.02.2027».
    pub days: Typed,
}

/// The form of the rules.
#[derive(Debug, Clone)]
pub struct UsesDraft {
    /// Rules.
    pub rows: Vec<UseRow>,
}

fn day_full(day: Day) -> String {
    format!("{:02}.{:02}.{:04}", day.day_of_month(), day.month(), day.year())
}

impl UsesDraft {
    /// The rules as they stand; single days of one schedule and class come together as a list.
    #[must_use]
    pub fn of(uses: &[BellUse]) -> Self {
        let mut rows: Vec<UseRow> = Vec::new();
        for one in uses {
            let whom = match one.whom {
                Whom::All => "all".to_owned(),
                Whom::Grade(grade) => format!("g{grade}"),
                Whom::Class(class) => format!("c{class}"),
            };
            let single = one.days.is_some_and(|(first, last)| first == last);
            let days = match one.days {
                None => String::new(),
                Some((first, last)) if first == last => day_full(first),
                Some((first, last)) => format!("{} – {}", day_full(first), day_full(last)),
            };
            let (schedule, weekday) = (one.schedule.to_string(), one.weekday.to_string());
            let same = rows.iter_mut().find(|row| {
                single
                    && row.schedule.value == schedule
                    && row.whom.value == whom
                    && row.weekday.value == weekday
                    && !row.days.is_empty()
                    && !row.days.value.contains('–')
            });
            match same {
                Some(row) => {
                    row.days.value.push_str(", ");
                    row.days.value.push_str(&days);
                }
                None => rows.push(UseRow {
                    schedule: Typed::new(schedule),
                    whom: Typed::new(whom),
                    weekday: Typed::new(weekday),
                    days: Typed::new(days),
                }),
            }
        }
        rows.extend(std::iter::repeat_n(UseRow::default(), SPARE));
        Self { rows }
    }

    /// What was posted.
    pub fn posted(get: impl Fn(&str) -> String) -> Self {
        let field = |name: String| Typed::new(get(&name));
        let mut rows: Vec<UseRow> = (0..RULES)
            .map(|n| UseRow {
                schedule: field(format!("u-{n}-schedule")),
                whom: field(format!("u-{n}-whom")),
                weekday: field(format!("u-{n}-weekday")),
                days: field(format!("u-{n}-days")),
            })
            .filter(|row| !row.schedule.is_empty() || !row.days.is_empty())
            .collect();
        rows.extend(std::iter::repeat_n(UseRow::default(), SPARE));
        Self { rows }
    }

    /// Reads the form; `None` when some field has to be mended, which is then marked. `schedules` and `classes` are
    /// those of the year, `bounds` its days.
    pub fn check(
        &mut self,
        schedules: &[BellSchedule],
        classes: &[ClassId],
        bounds: (Day, Day),
    ) -> Option<Vec<BellUse>> {
        let mut found = Vec::new();
        for row in &mut self.rows {
            if row.schedule.is_empty() {
                if !row.days.is_empty() {
                    row.schedule.fault("year-fault-choose");
                }
                continue;
            }
            let schedule = row
                .schedule
                .value
                .parse()
                .ok()
                .filter(|id| *id == MAIN_SCHEDULE || schedules.iter().any(|schedule| schedule.id == *id));
            if schedule.is_none() {
                row.schedule.fault("year-fault-choose");
            }
            let whom = read_whom(&row.whom.value).filter(|whom| match whom {
                Whom::Class(class) => classes.contains(class),
                Whom::All | Whom::Grade(_) => true,
            });
            if whom.is_none() {
                row.whom.fault("year-fault-choose");
            }
            let weekday = row.weekday.value.parse().unwrap_or(0).clamp(0, 7);
            let days = match read_days(&row.days.value) {
                Ok(days) => days,
                Err(key) => {
                    row.days.fault(key);
                    continue;
                }
            };
            if days.iter().flatten().any(|(first, last)| *first < bounds.0 || *last > bounds.1) {
                row.days.fault("year-fault-outside");
            }
            let (Some(schedule), Some(whom)) = (schedule, whom) else { continue };
            found.extend(days.into_iter().map(|days| BellUse { id: 0, schedule, whom, weekday, days }));
        }
        let fields = self.rows.iter().flat_map(|row| [&row.schedule, &row.whom, &row.weekday, &row.days]);
        fields.into_iter().all(|field| field.error.is_none()).then_some(found)
    }
}

/// `all`, `g5`, `c123`.
fn read_whom(text: &str) -> Option<Whom> {
    match text.split_at_checked(1)? {
        ("a", "ll") => Some(Whom::All),
        ("g", grade) => grade.parse().ok().filter(|grade| (1..=12).contains(grade)).map(Whom::Grade),
        ("c", class) => class.parse().ok().map(|id| Whom::Class(ClassId(id))),
        _ => None,
    }
}

type Days = Option<(Day, Day)>;

/// Nothing (the whole year), a range, or a list of days.
fn read_days(text: &str) -> Result<Vec<Days>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(vec![None]);
    }
    let day = |text: &str| text.trim().parse::<Day>().map_err(|_| "year-fault-days");
    if let Some((first, last)) = text.split_once(['–', '—']).or_else(|| text.split_once(" - ")) {
        let (first, last) = (day(first)?, day(last)?);
        if last < first {
            return Err("year-fault-order");
        }
        return Ok(vec![Some((first, last))]);
    }
    let list = text.split([',', ';', ' ']).filter(|one| !one.trim().is_empty()).take(100);
    list.map(|one| day(one).map(|day| Some((day, day)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_nothing_a_range_or_a_list() {
        assert_eq!(read_days("  "), Ok(vec![None]));
        let range = read_days("01.09.2026 – 31.12.2026").unwrap();
        assert_eq!(range, read_days("2026-09-01 - 2026-12-31").unwrap());
        assert_eq!(range.len(), 1);
        assert_eq!(read_days("28.12.2026, 22.02.2027").unwrap().len(), 2);
        assert_eq!(read_days("завтра"), Err("year-fault-days"));
        assert_eq!(read_days("31.12.2026 – 01.09.2026"), Err("year-fault-order"));
    }

    #[test]
    fn rules_come_back_as_they_were_typed() {
        let typed = |name: &str| {
            match name {
                "u-0-schedule" => "0",
                "u-0-whom" => "g1",
                "u-0-days" => "28.12.2026, 22.02.2027",
                "u-1-schedule" => "0",
                "u-1-whom" => "all",
                "u-1-weekday" => "6",
                "u-1-days" => "01.09.2026 – 31.12.2026",
                _ => "",
            }
            .to_owned()
        };
        let bounds = ("2026-09-01".parse().unwrap(), "2027-05-26".parse().unwrap());
        let uses = UsesDraft::posted(typed).check(&[], &[], bounds).unwrap();
        assert_eq!(uses.len(), 3);
        let rows = UsesDraft::of(&uses).rows;
        let days: Vec<&str> = rows.iter().map(|row| row.days.value.as_str()).collect();
        assert_eq!(days, ["28.12.2026, 22.02.2027", "01.09.2026 – 31.12.2026", "", "", ""]);
    }
}
