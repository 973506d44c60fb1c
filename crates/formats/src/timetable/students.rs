//! From the name of a students set to class and subgroup.

use std::collections::{HashMap, HashSet};

use super::{MAX_SETS, StudentSet, Subgroup};
use crate::names::class_name;
use crate::text::squeeze;
use crate::xml::Node;

/// A class's name in normal form where it has one.
pub(crate) fn class_text(name: &str) -> String {
    class_name(name).map_or_else(|| squeeze(name), |class| class.to_string())
}

/// What remains of a set's name after the class's: «5А гр1» of «5А» is «гр1». The whole name where it does not begin so,
/// `None` where nothing remains.
pub(crate) fn without_class(name: &str, class: &str) -> Option<String> {
    let name = squeeze(name);
    let at = boundaries(&name).rfind(|&at| {
        let before = name.get(..at).unwrap_or_default();
        before == class || class_name(before).is_some_and(|read| read.to_string() == class)
    });
    let rest = at.and_then(|at| name.get(at..)).unwrap_or(&name);
    let open = rest.contains('(') && rest.trim_start().starts_with('(');
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = if open { rest.trim_end_matches([')', ' ']) } else { rest.trim_end() };
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// Byte positions where a word of `name` ends (the next sign is neither letter nor digit); the first 100 bytes only, since
/// no class name is longer.
fn boundaries(name: &str) -> impl DoubleEndedIterator<Item = usize> + '_ {
    let next_is_sign =
        |at: usize| name.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| !c.is_alphanumeric());
    let ends: Vec<usize> = name
        .char_indices()
        .take_while(|(at, _)| *at < 100)
        .filter(|(_, c)| c.is_alphanumeric())
        .map(|(at, c)| at + c.len_utf8())
        .filter(|at| next_is_sign(*at) || *at == name.len())
        .collect();
    ends.into_iter()
}

/// Sets known only by their names, as in FET's CSV, which does not say what is a class and what a part of one.
///
/// 1. A name that reads as a class («5А», «10 Б», «1-Г») is that class.
/// 2. Else the longest beginning, up to the end of a word, that reads as a class makes the class: «10 Б гр1» is «гр1» of 10Б.
/// 3. Else the shortest beginning that is itself a set of the file makes the class: «Кадеты гр1» is a part of «Кадеты» when
///    «Кадеты» occurs alone. (The shortest, because a longer one may itself be a part.)
/// 4. Else the name is a class by itself.
pub(crate) struct NamedSets {
    names: HashSet<String>,
}

impl NamedSets {
    pub(crate) fn new(names: impl Iterator<Item = String>) -> Self {
        Self { names: names.collect() }
    }

    pub(crate) fn resolve(&self, name: &str) -> StudentSet {
        let name = squeeze(name);
        if let Some(class) = class_name(&name) {
            return StudentSet { class: class.to_string(), subgroup: None };
        }
        let prefix = |at: &usize| name.get(..*at).unwrap_or_default();
        let readable = boundaries(&name).rev().find_map(|at| class_name(prefix(&at)));
        let class = readable.map(|class| class.to_string()).or_else(|| {
            boundaries(&name)
                .filter(|at| *at < name.len())
                .find(|at| self.names.contains(prefix(at)))
                .map(|at| prefix(&at).to_owned())
        });
        match class {
            Some(class) => StudentSet { subgroup: without_class(&name, &class), class },
            None => StudentSet { class: name, subgroup: None },
        }
    }
}

/// Sets as a `.fet` file declares them: Year / Group / Subgroup.
///
/// A year whose name is a bare grade («5») above groups that read as classes («5А») is a whole grade: its groups are the
/// classes, its subgroups their parts, and the year itself stands for all of them. Otherwise the year is the class.
/// A group that belongs to several classes stands for a part of each.
#[derive(Default)]
pub(crate) struct DeclaredSets {
    sets: HashMap<String, Vec<StudentSet>>,
    pub(crate) subgroups: Vec<Subgroup>,
}

impl DeclaredSets {
    pub(crate) fn new(list: Option<&Node>) -> Self {
        let mut declared = Self::default();
        for year in list.into_iter().flat_map(|list| list.all("year")) {
            let name = squeeze(year.text_of("name"));
            if name.is_empty() {
                continue;
            }
            let lettered = class_name(&name).is_some_and(|class| !class.letter.is_empty());
            let grade_of_classes = !lettered
                && year.all("group").any(|group| {
                    class_name(group.text_of("name")).is_some_and(|class| !class.letter.is_empty())
                });
            if grade_of_classes {
                declared.grade(&name, year);
            } else {
                let class = class_text(&name);
                declared.add(&name, StudentSet { class: class.clone(), subgroup: None });
                declared.parts(&class, year.all("group"));
                for group in year.all("group") {
                    declared.parts(&class, group.all("subgroup"));
                }
            }
        }
        declared
    }

    fn grade(&mut self, name: &str, year: &Node) {
        for group in year.all("group") {
            let class = class_text(group.text_of("name"));
            if class.is_empty() {
                continue;
            }
            self.add(name, StudentSet { class: class.clone(), subgroup: None });
            self.add(group.text_of("name"), StudentSet { class: class.clone(), subgroup: None });
            self.parts(&class, group.all("subgroup"));
        }
    }

    fn parts<'a>(&mut self, class: &str, parts: impl Iterator<Item = &'a Node>) {
        for part in parts {
            let name = part.text_of("name");
            if name.is_empty() {
                continue;
            }
            let subgroup = without_class(name, class);
            if let (Some(subgroup), "group") = (&subgroup, part.name.as_str()) {
                self.subgroups.push(Subgroup {
                    class: class.to_owned(),
                    name: subgroup.clone(),
                    members: Vec::new(),
                });
            }
            self.add(name, StudentSet { class: class.to_owned(), subgroup });
        }
    }

    fn add(&mut self, name: &str, set: StudentSet) {
        let sets = self.sets.entry(squeeze(name)).or_default();
        if sets.len() <= MAX_SETS && !sets.contains(&set) {
            sets.push(set);
        }
    }

    /// The student sets behind a name; `None` where the file does not declare it.
    pub(crate) fn resolve(&self, name: &str) -> Option<&[StudentSet]> {
        self.sets.get(&squeeze(name)).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(all: &[&str], name: &str) -> (String, Option<String>) {
        let set = NamedSets::new(all.iter().map(|&n| n.to_owned())).resolve(name);
        (set.class, set.subgroup)
    }

    fn part(class: &str, subgroup: &str) -> (String, Option<String>) {
        (class.to_owned(), Some(subgroup.to_owned()))
    }

    #[test]
    fn a_class_is_found_in_the_name_of_its_part() {
        assert_eq!(resolve(&[], "5А гр1"), part("5А", "гр1"));
        assert_eq!(resolve(&[], "10 Б гр1"), part("10Б", "гр1"));
        assert_eq!(resolve(&[], "1-Г_мальчики"), part("1Г", "мальчики"));
        assert_eq!(resolve(&[], "5А (девочки)"), part("5А", "девочки"));
        assert_eq!(resolve(&["5А гр1"], "5А гр1 Автоподгруппа"), part("5А", "гр1 Автоподгруппа"));
        assert_eq!(resolve(&[], "7 гр 1"), part("7", "гр 1"));
        assert_eq!(resolve(&[], "5 А"), ("5А".to_owned(), None));
    }

    #[test]
    fn foreign_names_are_parts_only_of_what_occurs_alone() {
        assert_eq!(resolve(&["Кадеты", "Кадеты гр1"], "Кадеты гр1"), part("Кадеты", "гр1"));
        assert_eq!(resolve(&["Кадеты гр1"], "Кадеты гр1"), ("Кадеты гр1".to_owned(), None));
    }
}
