//! Records that refer to records of their own file.

use std::collections::HashMap;

use super::lines::{Ids, Standing};
use super::{FileKind, Reason};

/// For each record (id, parent) why its parent can't stand, if so. Follows each chain once.
pub(super) fn judge(file: FileKind, ids: &Ids, records: &[(&str, &str)]) -> Vec<Option<Reason>> {
    let places: HashMap<&str, usize> = records.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let mut verdicts: Vec<Verdict> = vec![Verdict::Open; records.len()];
    for start in 0..records.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut at = start;
        // What the last record of the path has to be told.
        let end = loop {
            match verdicts.get(at) {
                Some(Verdict::Open) => {}
                Some(Verdict::Walked) => break End::Circle(at),
                Some(Verdict::Told(None)) | None => break End::Fine,
                Some(Verdict::Told(Some(_))) => break End::Refused,
            }
            let Some((_, parent)) = records.get(at) else { break End::Fine };
            if let Some(slot) = verdicts.get_mut(at) {
                *slot = Verdict::Walked;
            }
            path.push(at);
            if parent.is_empty() {
                break End::Fine;
            }
            match places.get(parent) {
                Some(next) => at = *next,
                None => match ids.standing(parent) {
                    Standing::Unknown => break End::Unknown,
                    Standing::Refused => break End::Refused,
                    Standing::Fine => break End::Fine,
                },
            }
        };
        let circle = match end {
            End::Circle(entry) => path.iter().position(|place| *place == entry),
            _ => None,
        };
        let mut below_refused = matches!(end, End::Refused);
        for (step, place) in path.iter().enumerate().rev() {
            let parent = records.get(*place).map(|(_, parent)| (*parent).to_owned()).unwrap_or_default();
            let is_last = step + 1 == path.len();
            let told = if circle.is_some_and(|from| step >= from) {
                Some(Reason::Circle { id: parent })
            } else if is_last && matches!(end, End::Unknown) {
                Some(Reason::UnknownReference { target: file, id: parent })
            } else if below_refused {
                Some(Reason::RefusedReference { target: file, id: parent })
            } else {
                None
            };
            below_refused = told.is_some();
            if let Some(slot) = verdicts.get_mut(*place) {
                *slot = Verdict::Told(told);
            }
        }
    }
    let told = |verdict| match verdict {
        Verdict::Told(reason) => reason,
        Verdict::Open | Verdict::Walked => None,
    };
    verdicts.into_iter().map(told).collect()
}

#[derive(Clone)]
enum Verdict {
    Open,
    Walked,
    Told(Option<Reason>),
}

enum End {
    Fine,
    Unknown,
    Refused,
    Circle(usize),
}
