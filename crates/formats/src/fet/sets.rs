//! Groups of a class and their intersections.

use super::{PlanClass, clean};
use crate::names::class_name;

/// A class with more combinations of groups than this gets an intersection for each pair of groups only.
const MAX_COMBINATIONS: usize = 64;

/// Names of the sets of one class.
pub(super) struct Sets {
    /// By division and group: full names.
    pub(super) groups: Vec<Vec<String>>,
    /// The intersections; without them FET would take any two groups for strangers that can be taught at the same time.
    pub(super) parts: Vec<Part>,
    /// Whether each intersection is a real combination of one group of every division, so that its free hours are a pupil's.
    pub(super) complete: bool,
}

/// Pupils who are in all of some groups.
pub(super) struct Part {
    /// Full name.
    pub(super) name: String,
    /// Division and group.
    pub(super) of: Vec<(usize, usize)>,
}

impl Sets {
    pub(super) fn new(class: &PlanClass) -> Self {
        let name = clean(&class.name);
        let groups: Vec<Vec<String>> = class
            .divisions
            .iter()
            .map(|division| division.iter().map(|group| full_name(&name, &clean(&group.name))).collect())
            .collect();
        let used: Vec<usize> =
            (0..groups.len()).filter(|at| groups.get(*at).is_some_and(|d| !d.is_empty())).collect();
        let lengths = || used.iter().filter_map(|at| groups.get(*at)).map(Vec::len);
        let combinations = lengths().fold(1_usize, usize::saturating_mul);
        let complete = combinations <= MAX_COMBINATIONS;
        let of = match (used.len() < 2, complete) {
            (true, _) => Vec::new(),
            (false, true) => used.iter().fold(vec![Vec::new()], |before, division| {
                let count = groups.get(*division).map_or(0, Vec::len);
                let longer = |chosen: &Vec<(usize, usize)>| {
                    let chosen = chosen.clone();
                    (0..count).map(move |group| [chosen.as_slice(), &[(*division, group)]].concat())
                };
                before.iter().flat_map(longer).collect()
            }),
            (false, false) => pairs(&groups),
        };
        let names = class.divisions.iter().map(|d| d.iter().map(|group| clean(&group.name)).collect());
        let short: Vec<Vec<String>> = names.collect();
        let part = |of: Vec<(usize, usize)>| {
            let words = of.iter().filter_map(|(division, group)| short.get(*division)?.get(*group));
            let words: Vec<&str> = words.map(String::as_str).collect();
            Part { name: format!("{name} {}", words.join(" × ")), of }
        };
        Self { groups, parts: of.into_iter().map(part).collect(), complete }
    }
}

fn pairs(groups: &[Vec<String>]) -> Vec<Vec<(usize, usize)>> {
    let mut out = Vec::new();
    for (first, ones) in groups.iter().enumerate() {
        for (second, others) in groups.iter().enumerate().skip(first + 1) {
            for one in 0..ones.len() {
                out.extend((0..others.len()).map(|other| vec![(first, one), (second, other)]));
            }
        }
    }
    out
}

/// «5А» and «англ1» make «5А англ1», which the reader splits again.
fn full_name(class: &str, group: &str) -> String {
    let plain = format!("{class} {group}");
    // «5» and «А» would read as the class 5А.
    if class_name(&plain).is_some() { format!("{class} гр {group}") } else { plain }
}
