//! Who is where on which day, as the tables say and as the model expects.

use super::*;

/// The first day of the year that a roll-over prepares.
pub fn next_year() -> Day {
    "2027-09-01".parse().unwrap()
}

/// The last day the model looks at.
pub fn horizon() -> Day {
    next_year().plus(20)
}

/// Who is where on each day: the truth of the tables, and what the model makes of it.
pub type Days = BTreeMap<Day, (InstitutionId, ClassId)>;

/// The same of everybody.
pub type Places = BTreeMap<PersonId, Days>;

pub fn places(tx: &mut ReadTx<'_>, world: &World) -> Places {
    let mut all = Places::new();
    for at in world.schools {
        for stay in registry::read::enrollments(tx, at).unwrap() {
            let last = stay.last_day.unwrap_or(horizon()).min(horizon());
            for day in stay.first_day.through(last) {
                let twice = all.entry(stay.pupil).or_default().insert(day, (at, stay.class));
                assert_eq!(twice, None, "{} is twice somewhere on {day}", stay.pupil);
            }
        }
    }
    all
}

/// What is remembered for orders that take something back.
#[derive(Default)]
pub struct Past {
    /// Before a transfer: where the pupil was to be, and how many roll-overs and undos there had been.
    pub offered: BTreeMap<i64, (Days, usize)>,
    /// Before a merge: where both were.
    pub merged: BTreeMap<i64, [(PersonId, Days); 2]>,
    /// Who was ever merged: memberships of journals may be longer than his stays.
    pub ever: BTreeSet<PersonId>,
    pub rolls: usize,
}

/// What the model expects after an order that was carried out.
pub struct Model<'a> {
    pub places: Places,
    pub past: &'a mut Past,
    /// Where a class goes in the next year, by the roll-overs that stand; and who goes somewhere of his own.
    pub ways: BTreeMap<ClassId, ClassId>,
    pub own: BTreeMap<PersonId, ClassId>,
}

impl Model<'_> {
    pub fn leave(&mut self, at: InstitutionId, pupil: PersonId, last: Day) {
        let days = self.places.entry(pupil).or_default();
        days.retain(|day, (place, _)| *place != at || *day <= last);
    }

    /// In the class from that day on, and in the next year where the class went.
    pub fn come(&mut self, at: InstitutionId, pupil: PersonId, class: ClassId, first: Day, repeats: bool) {
        let way = self.ways.get(&class).copied();
        let own = self.own.get(&pupil).copied().filter(|_| repeats && way.is_some());
        let days = self.places.entry(pupil).or_default();
        for day in first.through(horizon()) {
            let there = if day < next_year() { class } else { own.or(way).unwrap_or(class) };
            days.insert(day, (at, there));
        }
    }
}

#[derive(QueryableByName)]
pub struct StepRow {
    #[diesel(sql_type = BigInt)]
    from_class: i64,
    #[diesel(sql_type = BigInt)]
    pupil_id: i64,
    #[diesel(sql_type = BigInt)]
    to_class: i64,
    #[diesel(sql_type = Text)]
    outcome: String,
}

/// Who goes where by the roll-overs that stand.
pub fn ways(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
) -> (BTreeMap<ClassId, ClassId>, BTreeMap<PersonId, ClassId>) {
    let (mut ways, mut own) = (BTreeMap::new(), BTreeMap::new());
    let sql = format!(
        "SELECT s.from_class, s.pupil_id, s.to_class, s.outcome FROM rollover_pupil s JOIN rollover r \
         ON r.institution_id = s.institution_id AND r.id = s.rollover_id \
         WHERE r.institution_id = {} AND r.undone_at IS NULL AND s.to_class <> 0",
        at.0
    );
    let steps: Vec<StepRow> = store::on_backend!(tx, |c| diesel::sql_query(sql).load(c)).unwrap();
    for step in steps {
        if step.outcome == reg::Outcome::Repeats.code() {
            own.insert(PersonId(step.pupil_id), ClassId(step.to_class));
        } else {
            ways.insert(ClassId(step.from_class), ClassId(step.to_class));
        }
    }
    (ways, own)
}
