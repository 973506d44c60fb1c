//! Sums of hours.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Activity, LoadPlan, PlanClass, Students};

/// Weekly hours of an activity.
pub(super) fn hours(activity: &Activity) -> usize {
    activity.durations.iter().map(|duration| usize::from(*duration)).sum()
}

/// The hours in which a class may have lessons.
pub(super) fn shift(plan: &LoadPlan, class: &PlanClass) -> Range<usize> {
    class.hours.clone().unwrap_or(0..plan.hours.len())
}

/// Weekly hours of a pupil of the class who has the most: with the fullest group of each division.
pub(super) fn weekly_hours(plan: &LoadPlan, class: usize) -> usize {
    let mut whole = 0;
    let mut groups: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for activity in &plan.activities {
        let hours = hours(activity);
        for set in &activity.students {
            match *set {
                Students::Class(at) if at == class => whole += hours,
                Students::Group { class: at, division, group } if at == class => {
                    *groups.entry((division, group)).or_default() += hours;
                }
                _ => {}
            }
        }
    }
    let mut fullest: BTreeMap<usize, usize> = BTreeMap::new();
    for ((division, _), hours) in groups {
        let known = fullest.entry(division).or_default();
        *known = hours.max(*known);
    }
    whole + fullest.values().sum::<usize>()
}
