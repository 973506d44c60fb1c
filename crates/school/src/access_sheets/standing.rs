//! How somebody stands who is to sign in, and how many stand how.

use std::collections::{BTreeMap, HashMap};

use access::SeeSchool;
use kernel::{ClassId, Day, Millis, PersonId};
use registry::Class;
use registry::read::{PersonWay, WayIn};
use store::ReadTx;

use crate::error::Result;

/// How it stands with somebody's way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    None,
    /// A code waits to be used, until then.
    Waiting(Millis),
    /// There was a code, but its time is over.
    Expired,
    /// There is a password, but nobody has ever signed in.
    Never,
    /// Used.
    Used(Millis),
    /// Closed by the operator.
    Locked,
}

/// How it stands with a way in.
#[must_use]
pub fn standing(way: Option<&WayIn>) -> Standing {
    match way {
        None => Standing::None,
        Some(way) if way.locked => Standing::Locked,
        Some(way) => match (way.code_until, way.has_password, way.signed_in_at) {
            (Some(until), ..) => Standing::Waiting(until),
            (None, false, _) => Standing::Expired,
            (None, true, None) => Standing::Never,
            (None, true, Some(at)) => Standing::Used(at),
        },
    }
}

/// How many stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub people: i64,
    /// Those with a login.
    pub logins: i64,
    /// Those with a login who have never signed in.
    pub never: i64,
    /// Those whose code waits.
    pub waiting: i64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, way: Option<&WayIn>) {
        self.people += 1;
        let Some(way) = way else { return };
        self.logins += 1;
        self.never += i64::from(way.signed_in_at.is_none());
        self.waiting += i64::from(way.code_until.is_some());
    }

    /// Those without a login.
    #[must_use]
    pub const fn without(&self) -> i64 {
        self.people - self.logins
    }

    /// Those who have never signed in, with a login or without.
    #[must_use]
    pub const fn absent(&self) -> i64 {
        self.never + self.without()
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            people: self.people + other.people,
            logins: self.logins + other.logins,
            never: self.never + other.never,
            waiting: self.waiting + other.waiting,
        }
    }
}

/// Figures by class; a parent of two children of a class counts once there.
#[must_use]
pub fn tallies(people: &[PersonWay]) -> HashMap<ClassId, Tally> {
    let mut once: BTreeMap<(ClassId, PersonId), &PersonWay> = BTreeMap::new();
    for one in people {
        if let Some(class) = one.class {
            once.entry((class, one.person)).or_insert(one);
        }
    }
    let mut found: HashMap<ClassId, Tally> = HashMap::new();
    for ((class, _), one) in once {
        found.entry(class).or_default().add(one.way.as_ref());
    }
    found
}

/// How a school signs in: figures alone, no names and no logins.
#[derive(Debug, Clone, Default)]
pub struct Entered {
    /// Each class of the year with its pupils and their parents, in the school's order.
    pub classes: Vec<(Class, Tally, Tally)>,
    /// The staff.
    pub staff: Tally,
}

/// The figures of a school's present year.
pub fn entered(tx: &mut ReadTx<'_>, may: &SeeSchool, today: Day, now: Millis) -> Result<Entered> {
    let school = may.institution();
    let mut staff = Tally::default();
    for one in registry::read::staff_ways(tx, school, now)? {
        staff.add(one.way.as_ref());
    }
    let Some(year) = registry::read::year_at(tx, school, today)? else {
        return Ok(Entered { classes: Vec::new(), staff });
    };
    let classes = registry::read::classes(tx, school, year.id)?;
    let ids: Vec<ClassId> = classes.iter().map(|class| class.id).collect();
    // Before the first day of school its lists are what counts.
    let day = today.max(year.first_day);
    let pupils = tallies(&registry::read::pupil_ways(tx, school, &ids, day, now)?);
    let parents = tallies(&registry::read::guardian_ways(tx, school, &ids, day, now)?);
    let of = |all: &HashMap<ClassId, Tally>, class: ClassId| all.get(&class).copied().unwrap_or_default();
    let classes = classes
        .into_iter()
        .map(|class| {
            let id = class.id;
            (class, of(&pupils, id), of(&parents, id))
        })
        .collect();
    Ok(Entered { classes, staff })
}
