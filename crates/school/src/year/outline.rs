//! What becomes of which class and pupil in the next year. Nothing is changed here: the page shows it, and the same
//! outline is carried out when somebody says so.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{ClassId, PersonId, PersonName};
use registry::write::Outcome;
use registry::{Class, InstitutionKind};

/// A class of the year that ends.
#[derive(Debug, Clone)]
pub struct Source {
    /// The class.
    pub class: Class,
    /// Who is in it, by name.
    pub pupils: Vec<(PersonId, PersonName)>,
}

/// What becomes of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Goes up one grade (5А → 6А); two of one name are merged.
    Up,
    /// Its pupils leave with a certificate (выпуск).
    Graduate,
    /// Stays in its grade.
    Stay,
    /// Is dissolved (расформирован): its pupils are spread over the other classes of the next grade.
    Dissolve,
}

impl Fate {
    /// Every one, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Up, Self::Graduate, Self::Stay, Self::Dissolve];

    /// What a form sends.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Graduate => "graduate",
            Self::Stay => "stay",
            Self::Dissolve => "dissolve",
        }
    }

    /// Back from the form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.code() == code)
    }
}

/// What is chosen for a class.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What becomes of it.
    pub fate: Fate,
    /// Its name in the next year.
    pub name: String,
    /// Does the class teacher stay?
    pub teacher: bool,
    /// Do the journals with their teachers go along?
    pub load: bool,
    /// Who stays for a second year.
    pub repeat: BTreeSet<PersonId>,
}

/// What is usual for a class of this kind of institution.
#[must_use]
pub fn usual(class: &Class, kind: InstitutionKind, repeat: BTreeSet<PersonId>) -> Choice {
    let last = match kind {
        InstitutionKind::School => 11,
        InstitutionKind::College => 4,
        InstitutionKind::Kindergarten => 6,
        _ => i32::MAX,
    };
    let fate = match kind {
        InstitutionKind::Supplementary => Fate::Stay,
        _ if class.grade >= last => Fate::Graduate,
        _ => Fate::Up,
    };
    Choice { fate, name: next_name(class, fate), teacher: true, load: true, repeat }
}

/// «5А» → «6А»; a name that does not begin with the grade stays.
#[must_use]
pub fn next_name(class: &Class, fate: Fate) -> String {
    let grade = class.grade.to_string();
    match (fate, class.name.strip_prefix(&grade)) {
        (Fate::Up, Some(rest)) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{}{rest}", class.grade.saturating_add(1))
        }
        (Fate::Up | Fate::Stay, _) => class.name.clone(),
        _ => String::new(),
    }
}

/// A class of the next year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Grade.
    pub grade: i32,
    /// «А».
    pub letter: String,
    /// «6А».
    pub name: String,
    /// Class teacher.
    pub teacher: Option<PersonId>,
    /// The classes it is made of; none is a new first class.
    pub sources: Vec<ClassId>,
}

/// A pupil's way: into which of [`Outline::targets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// From this class.
    pub from: ClassId,
    /// Who.
    pub pupil: PersonId,
    /// Into this one; none leaves.
    pub to: Option<usize>,
    /// How.
    pub outcome: Outcome,
}

/// What becomes of everybody.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Classes of the next year by grade and name.
    pub targets: Vec<Target>,
    /// Every pupil once for each class he is in.
    pub moves: Vec<Move>,
}

/// The letters of new first classes.
const LETTERS: [&str; 12] = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "К", "Л", "М"];
/// The most new first classes.
pub const MOST_NEW: usize = LETTERS.len();

fn letter_of(name: &str, grade: i32, or: &str) -> String {
    match name.strip_prefix(&grade.to_string()) {
        Some(rest) if !rest.is_empty() => rest.trim().chars().take(20).collect(),
        _ => or.to_owned(),
    }
}

/// Draws the next year. `fresh` is how many new first classes (`grade`) there will be.
///
/// # Errors
/// What can't be, class by class: keys of sentences.
pub fn outline(
    sources: &[Source],
    choices: &BTreeMap<ClassId, Choice>,
    (grade, fresh): (i32, usize),
) -> Result<Outline, BTreeMap<ClassId, &'static str>> {
    let mut faults: BTreeMap<ClassId, &'static str> = BTreeMap::new();
    let mut targets: Vec<Target> = LETTERS
        .iter()
        .take(fresh)
        .map(|letter| Target {
            grade,
            letter: (*letter).to_owned(),
            name: format!("{grade}{letter}"),
            teacher: None,
            sources: Vec::new(),
        })
        .collect();
    for source in sources {
        let Some(choice) = choices.get(&source.class.id) else {
            faults.insert(source.class.id, "roll-fault-choose");
            continue;
        };
        let class = &source.class;
        let grade = match choice.fate {
            Fate::Up => class.grade.saturating_add(1),
            Fate::Stay => class.grade,
            Fate::Graduate | Fate::Dissolve => continue,
        };
        let name = choice.name.trim();
        if name.is_empty() {
            faults.insert(class.id, "roll-fault-name");
            continue;
        }
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        let numbered = class.name.starts_with(&class.grade.to_string());
        if name.chars().count() > 20 || (numbered && digits != grade.to_string()) {
            faults.insert(class.id, "roll-fault-grade");
            continue;
        }
        let teacher = class.teacher.filter(|_| choice.teacher);
        match targets.iter_mut().find(|target| target.name == name) {
            Some(target) if target.grade != grade || target.sources.is_empty() => {
                faults.insert(class.id, "roll-fault-taken");
            }
            Some(target) => {
                target.sources.push(class.id);
                target.teacher = target.teacher.or(teacher);
            }
            None => targets.push(Target {
                grade,
                letter: letter_of(name, grade, &class.letter),
                name: name.to_owned(),
                teacher,
                sources: vec![class.id],
            }),
        }
    }
    targets.sort_by(|a, b| (a.grade, &a.name).cmp(&(b.grade, &b.name)));
    let mut moves = Vec::new();
    for source in sources {
        let class = &source.class;
        let Some(choice) = choices.get(&class.id) else { continue };
        let own = targets.iter().position(|target| target.sources.contains(&class.id));
        let same_grade = || {
            let of_grade = || targets.iter().enumerate().filter(|(_, t)| t.grade == class.grade);
            let same_letter = of_grade().find(|(_, t)| t.letter == class.letter);
            same_letter.or_else(|| of_grade().next()).map(|(at, _)| at)
        };
        let others: Vec<usize> = targets
            .iter()
            .enumerate()
            .filter(|(_, t)| t.grade == class.grade.saturating_add(1) && !t.sources.is_empty())
            .map(|(at, _)| at)
            .collect();
        let mut turn = others.iter().cycle();
        for (pupil, _) in &source.pupils {
            let (to, outcome) = if choice.repeat.contains(pupil) {
                (same_grade(), Outcome::Repeats)
            } else {
                match choice.fate {
                    Fate::Up => (own, Outcome::Promoted),
                    Fate::Stay => (own, Outcome::Stays),
                    Fate::Dissolve => (turn.next().copied(), Outcome::Spread),
                    Fate::Graduate => (None, Outcome::Graduated),
                }
            };
            if to.is_none() && outcome != Outcome::Graduated {
                let key = match outcome {
                    Outcome::Repeats => "roll-fault-repeat",
                    Outcome::Spread => "roll-fault-spread",
                    _ => "roll-fault-name",
                };
                faults.entry(class.id).or_insert(key);
            }
            moves.push(Move { from: class.id, pupil: *pupil, to, outcome });
        }
    }
    if faults.is_empty() { Ok(Outline { targets, moves }) } else { Err(faults) }
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
