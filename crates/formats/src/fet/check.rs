//! What FET would refuse is refused here, by its name.

use std::collections::{HashMap, HashSet};

use super::load::{hours, shift, weekly_hours};
use super::sets::Sets;
use super::{Activity, Kind, LoadPlan, MAX_ITEMS, PlanError, Students, clean};

/// Checks names, references and that nobody has more hours than the week.
pub(super) fn check(plan: &LoadPlan) -> Result<(), PlanError> {
    names(Kind::Day, plan.days.iter().map(String::as_str), true)?;
    names(Kind::Hour, plan.hours.iter().map(String::as_str), true)?;
    names(Kind::Subject, plan.subjects.iter().map(String::as_str), true)?;
    names(Kind::Teacher, plan.teachers.iter().map(|teacher| teacher.name.as_str()), false)?;
    names(Kind::Class, plan.classes.iter().map(|class| class.name.as_str()), true)?;
    names(Kind::Room, plan.rooms.iter().map(|room| room.name.as_str()), false)?;
    count(Kind::Activity, plan.activities.len(), true)?;
    sets(plan)?;
    for (at, activity) in plan.activities.iter().enumerate() {
        references(plan, at, activity)?;
        durations(plan, at, activity)?;
    }
    for (at, teacher) in plan.teachers.iter().enumerate() {
        for (day, hour) in &teacher.away {
            within(*day, plan.days.len(), (Kind::Teacher, at), Kind::Day)?;
            within(*hour, plan.hours.len(), (Kind::Teacher, at), Kind::Hour)?;
        }
    }
    for (at, class) in plan.classes.iter().enumerate() {
        if let Some(hours) = &class.hours
            && (hours.end > plan.hours.len() || hours.is_empty())
        {
            return Err(PlanError::Unknown { kind: Kind::Class, number: at + 1, target: Kind::Hour });
        }
    }
    fullness(plan)
}

fn count(kind: Kind, count: usize, needed: bool) -> Result<(), PlanError> {
    match count {
        0 if needed => Err(PlanError::Nothing { kind }),
        _ if count > MAX_ITEMS => Err(PlanError::TooMany { kind, limit: MAX_ITEMS }),
        _ => Ok(()),
    }
}

fn names<'a>(kind: Kind, names: impl Iterator<Item = &'a str>, needed: bool) -> Result<(), PlanError> {
    let mut known = HashSet::new();
    for (at, name) in names.enumerate() {
        let name = clean(name);
        if name.is_empty() {
            return Err(PlanError::NoName { kind, number: at + 1 });
        }
        if known.contains(&name) {
            return Err(PlanError::Duplicate { kind, name });
        }
        known.insert(name);
    }
    count(kind, known.len(), needed)
}

/// Classes, groups and their intersections share one space of names in FET.
fn sets(plan: &LoadPlan) -> Result<(), PlanError> {
    let mut known: HashSet<String> = plan.classes.iter().map(|class| clean(&class.name)).collect();
    for (at, class) in plan.classes.iter().enumerate() {
        if class.divisions.iter().flatten().any(|group| clean(&group.name).is_empty()) {
            return Err(PlanError::NoName { kind: Kind::Group, number: at + 1 });
        }
        let groups: usize = class.divisions.iter().map(Vec::len).sum();
        if groups > MAX_GROUPS {
            return Err(PlanError::TooMany { kind: Kind::Group, limit: MAX_GROUPS });
        }
        let sets = Sets::new(class);
        for name in sets.groups.iter().flatten().chain(sets.parts.iter().map(|part| &part.name)) {
            if !known.insert(name.clone()) {
                return Err(PlanError::Duplicate { kind: Kind::Group, name: name.clone() });
            }
        }
    }
    Ok(())
}

/// Groups of one class.
const MAX_GROUPS: usize = 100;

fn within(place: usize, len: usize, (kind, at): (Kind, usize), target: Kind) -> Result<(), PlanError> {
    if place < len { Ok(()) } else { Err(PlanError::Unknown { kind, number: at + 1, target }) }
}

fn references(plan: &LoadPlan, at: usize, activity: &Activity) -> Result<(), PlanError> {
    let me = (Kind::Activity, at);
    within(activity.subject, plan.subjects.len(), me, Kind::Subject)?;
    for teacher in &activity.teachers {
        within(*teacher, plan.teachers.len(), me, Kind::Teacher)?;
    }
    for room in &activity.rooms {
        within(*room, plan.rooms.len(), me, Kind::Room)?;
    }
    for set in &activity.students {
        match *set {
            Students::Class(class) => within(class, plan.classes.len(), me, Kind::Class)?,
            Students::Group { class, division, group } => {
                let Some(found) = plan.classes.get(class) else {
                    return within(class, 0, me, Kind::Class);
                };
                let groups = found.divisions.get(division).map_or(0, Vec::len);
                within(group, groups, me, Kind::Group)?;
            }
        }
    }
    for place in activity.fixed.iter().flatten() {
        within(place.day, plan.days.len(), me, Kind::Day)?;
        within(place.hour, plan.hours.len(), me, Kind::Hour)?;
        if let Some(room) = place.room {
            within(room, plan.rooms.len(), me, Kind::Room)?;
        }
    }
    if activity.students.is_empty() {
        return within(0, 0, me, Kind::Class);
    }
    Ok(())
}

fn durations(plan: &LoadPlan, at: usize, activity: &Activity) -> Result<(), PlanError> {
    let fits = |(part, duration): (usize, &u8)| {
        let first = activity.fixed.get(part).copied().flatten().map_or(0, |place| place.hour);
        *duration > 0 && first.saturating_add(usize::from(*duration)) <= plan.hours.len()
    };
    if activity.durations.is_empty() || !activity.durations.iter().enumerate().all(fits) {
        let subject = plan.subjects.get(activity.subject).map(|name| clean(name)).unwrap_or_default();
        return Err(PlanError::Durations { number: at + 1, subject });
    }
    Ok(())
}

/// Weekly hours against the places of the week: of each teacher and of each class.
fn fullness(plan: &LoadPlan) -> Result<(), PlanError> {
    let mut teachers: HashMap<usize, usize> = HashMap::new();
    for activity in &plan.activities {
        let unique: HashSet<usize> = activity.teachers.iter().copied().collect();
        for teacher in unique {
            *teachers.entry(teacher).or_default() += hours(activity);
        }
    }
    for (at, teacher) in plan.teachers.iter().enumerate() {
        let away: HashSet<&(usize, usize)> = teacher.away.iter().collect();
        let places = (plan.days.len() * plan.hours.len()).saturating_sub(away.len());
        full(Kind::Teacher, &teacher.name, teachers.get(&at).copied().unwrap_or_default(), places)?;
    }
    for (at, class) in plan.classes.iter().enumerate() {
        let daily = shift(plan, class).len().min(class.max_a_day.map_or(usize::MAX, usize::from));
        full(Kind::Class, &class.name, weekly_hours(plan, at), plan.days.len() * daily)?;
    }
    Ok(())
}

fn full(kind: Kind, name: &str, hours: usize, places: usize) -> Result<(), PlanError> {
    if hours <= places { Ok(()) } else { Err(PlanError::TooFull { kind, name: clean(name), hours, places }) }
}
