//! The wizard's form as it was typed.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{ClassId, Day, PersonId};
use kit::Posted;
use registry::InstitutionKind;

use crate::year::carry::{Before, Wishes};
use crate::year::draft::Typed;
use crate::year::outline::{self, Choice as ClassChoice, Fate, MOST_NEW};
use crate::year::shift;

/// The form as it was typed.
pub(super) struct Draft {
    pub(super) name: Typed,
    pub(super) first: Typed,
    pub(super) last: Typed,
    pub(super) order_number: Typed,
    pub(super) order_day: Typed,
    pub(super) graduation_day: Typed,
    pub(super) fresh: Typed,
    pub(super) classes: BTreeMap<ClassId, ClassChoice>,
}

impl Draft {
    /// What is usual, to begin with.
    pub(super) fn usual(before: &Before, today: Day) -> Self {
        let year = &before.rules.plan.year;
        let next = shift::following(&before.rules);
        let first_classes = before.sources.iter().filter(|s| s.class.grade == 1).count();
        let fresh = if before.kind == InstitutionKind::School { first_classes } else { 0 };
        let day = |day: Day| Typed::new(day.to_string());
        let school = before.kind == InstitutionKind::School;
        let graduation = if school { year.last_day.plus(30) } else { year.last_day };
        Self {
            name: Typed::new(next.name),
            first: day(next.first_day),
            last: day(next.last_day),
            order_number: Typed::default(),
            order_day: day(today),
            graduation_day: day(graduation),
            fresh: Typed::new(fresh.to_string()),
            classes: before
                .sources
                .iter()
                .map(|s| (s.class.id, outline::usual(&s.class, before.kind, BTreeSet::new())))
                .collect(),
        }
    }

    /// What was posted.
    pub(super) fn posted(posted: &Posted, before: &Before) -> Self {
        let field = |name: &str| Typed::new(posted.get(name));
        let repeat: BTreeSet<PersonId> = posted
            .all()
            .filter(|(name, _)| *name == "repeat")
            .filter_map(|(_, value)| value.parse().ok().map(PersonId))
            .collect();
        let sent: BTreeMap<&str, &str> = posted.all().collect();
        let choice = |class: &registry::Class| {
            let get =
                |what: &str| sent.get(format!("k-{}-{what}", class.id).as_str()).copied().unwrap_or_default();
            ClassChoice {
                fate: Fate::from_code(get("fate")).unwrap_or(Fate::Up),
                name: get("name").trim().to_owned(),
                teacher: get("teacher") == "on",
                load: get("load") == "on",
                repeat: repeat.clone(),
            }
        };
        Self {
            name: field("name"),
            first: field("first"),
            last: field("last"),
            order_number: field("order"),
            order_day: field("order_day"),
            graduation_day: field("graduation"),
            fresh: field("fresh"),
            classes: before.sources.iter().map(|s| (s.class.id, choice(&s.class))).collect(),
        }
    }

    /// Reads the form; `None` when some field has to be mended, which is then marked.
    pub(super) fn check(&mut self, before: &Before) -> Option<Wishes> {
        let year = match &before.next {
            Some(next) => Some((next.name.clone(), next.first_day, next.last_day)),
            None => {
                let days = self.first.day().zip(self.last.day());
                if days.is_some_and(|(first, last)| last <= first) {
                    self.last.fault("year-fault-order");
                }
                self.name.text(20).zip(days).map(|(name, (first, last))| (name, first, last))
            }
        };
        let order_number = self.order_number.text(40);
        let order_day = self.order_day.day();
        let graduation_day = self.graduation_day.day();
        if let (Some(day), Some((_, first, _))) = (graduation_day, &year)
            && (day < before.rules.plan.year.first_day || day >= *first)
        {
            self.graduation_day.fault("roll-fault-graduation");
        }
        let fresh: Option<usize> = match self.fresh.value.as_str() {
            "" => Some(0),
            text => text.parse().ok().filter(|count| *count <= MOST_NEW),
        };
        if fresh.is_none() {
            self.fresh.fault("roll-fault-fresh");
        }
        let fields = [
            &self.name,
            &self.first,
            &self.last,
            &self.order_number,
            &self.order_day,
            &self.graduation_day,
            &self.fresh,
        ];
        if fields.iter().any(|field| field.error.is_some()) {
            return None;
        }
        Some(Wishes {
            year: year?,
            order_number: order_number?,
            order_day: order_day?,
            graduation_day: graduation_day?,
            fresh: (1, fresh?),
            classes: self.classes.clone(),
        })
    }
}
