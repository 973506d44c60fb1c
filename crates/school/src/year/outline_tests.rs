use super::*;
use kernel::{InstitutionId, YearId};
use proptest::prelude::*;

fn class(id: i64, grade: i32, letter: &str) -> Class {
    Class {
        institution: InstitutionId(1),
        id: ClassId(id),
        year: YearId(1),
        grade,
        letter: letter.to_owned(),
        name: format!("{grade}{letter}"),
        teacher: None,
        dissolved: None,
    }
}

fn source(id: i64, grade: i32, letter: &str, pupils: std::ops::Range<i64>) -> Source {
    let pupils =
        pupils.map(|n| (PersonId(n), PersonName::stored(format!("П{n}"), "Имя".into(), None))).collect();
    Source { class: class(id, grade, letter), pupils }
}

fn usual_choices(sources: &[Source]) -> BTreeMap<ClassId, Choice> {
    sources.iter().map(|s| (s.class.id, usual(&s.class, InstitutionKind::School, BTreeSet::new()))).collect()
}

#[test]
fn classes_go_up_the_last_graduates_and_first_classes_begin() {
    let sources = [source(1, 5, "А", 0..3), source(2, 11, "А", 3..5)];
    let drawn = outline(&sources, &usual_choices(&sources), (1, 2)).unwrap();
    let names: Vec<&str> = drawn.targets.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["1А", "1Б", "6А"]);
    assert_eq!(drawn.moves.iter().filter(|one| one.to == Some(2)).count(), 3);
    assert_eq!(drawn.moves.iter().filter(|one| one.outcome == Outcome::Graduated).count(), 2);
}

#[test]
fn what_can_not_be_is_told_at_its_class() {
    let sources = [source(1, 5, "А", 0..3), source(2, 5, "Б", 3..5)];
    let mut choices = usual_choices(&sources);
    choices.get_mut(&ClassId(1)).unwrap().name = "7А".into();
    choices.get_mut(&ClassId(2)).unwrap().repeat.insert(PersonId(3));
    let faults = outline(&sources, &choices, (1, 1)).unwrap_err();
    assert_eq!(faults[&ClassId(1)], "roll-fault-grade");
    assert_eq!(faults[&ClassId(2)], "roll-fault-repeat");
    let mut choices = usual_choices(&sources);
    for choice in choices.values_mut() {
        choice.fate = Fate::Dissolve;
    }
    let faults = outline(&sources, &choices, (1, 1)).unwrap_err();
    assert!(faults.values().all(|key| *key == "roll-fault-spread"), "{faults:?}");
}

#[test]
fn two_of_one_name_are_merged_and_a_dissolved_one_is_spread() {
    let sources = [source(1, 5, "А", 0..3), source(2, 5, "Б", 3..5), source(3, 5, "В", 5..9)];
    let mut choices = usual_choices(&sources);
    choices.get_mut(&ClassId(2)).unwrap().name = "6А".into();
    let drawn = outline(&sources, &choices, (1, 0)).unwrap();
    assert_eq!(drawn.targets[0].sources, [ClassId(1), ClassId(2)]);
    choices.get_mut(&ClassId(2)).unwrap().name = "6Б".into();
    choices.get_mut(&ClassId(3)).unwrap().fate = Fate::Dissolve;
    let drawn = outline(&sources, &choices, (1, 0)).unwrap();
    let sizes: Vec<usize> =
        (0..2).map(|at| drawn.moves.iter().filter(|one| one.to == Some(at)).count()).collect();
    assert_eq!(sizes, [5, 4]);
}

fn school() -> impl Strategy<Value = (Vec<Source>, BTreeMap<ClassId, Choice>)> {
    let one = (1_i32..=11, 0_usize..3, 0_i64..4, 0_usize..4, any::<u8>());
    prop::collection::vec(one, 1..14).prop_map(|rows| {
        let mut sources: Vec<Source> = Vec::new();
        let mut choices = BTreeMap::new();
        let mut next = 0;
        for (n, (grade, letter, size, fate, repeat)) in rows.into_iter().enumerate() {
            let letter = LETTERS[letter];
            if sources.iter().any(|s| s.class.grade == grade && s.class.letter == letter) {
                continue;
            }
            let id = i64::try_from(n).unwrap() + 1;
            let one = source(id, grade, letter, next..next + size);
            next += size;
            let repeat = one
                .pupils
                .iter()
                .filter(|(id, _)| u8::try_from(id.0 % 8).is_ok_and(|bit| repeat >> bit & 3 == 3))
                .map(|(id, _)| *id)
                .collect();
            let fate = Fate::ALL[fate];
            let name = next_name(&one.class, fate);
            choices.insert(one.class.id, Choice { fate, name, teacher: true, load: true, repeat });
            sources.push(one);
        }
        (sources, choices)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_lost_or_doubled((sources, choices) in school(), fresh in 0_usize..4) {
        if let Ok(drawn) = outline(&sources, &choices, (1, fresh)) {
            let mut before: Vec<PersonId> = sources.iter().flat_map(|s| s.pupils.iter().map(|p| p.0)).collect();
            let mut after: Vec<PersonId> = drawn.moves.iter().map(|one| one.pupil).collect();
            before.sort_unstable();
            after.sort_unstable();
            prop_assert_eq!(before, after);
            for one in &drawn.moves {
                let from = sources.iter().find(|s| s.class.id == one.from).unwrap().class.grade;
                let to = one.to.map(|to| drawn.targets[to].grade);
                let expected = match one.outcome {
                    Outcome::Promoted | Outcome::Spread => Some(from + 1),
                    Outcome::Repeats | Outcome::Stays => Some(from),
                    Outcome::Graduated => None,
                };
                prop_assert_eq!(to, expected);
            }
            let mut names: Vec<&str> = drawn.targets.iter().map(|t| t.name.as_str()).collect();
            names.dedup();
            prop_assert_eq!(names.len(), drawn.targets.len());
        }
    }
}
