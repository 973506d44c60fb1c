//! Pupils: who is meant, and in which class.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use formats::roster::RosterPupil;
use kernel::{ClassId, Day, PersonId, Snils};
use registry::read::{Bars, Enrollment, KnownPerson};
use registry::{MovementKind, NewPerson, search_key};
use store::WriteTx;

use super::{Work, day, filled, missing, person_name, sex};
use crate::error::Result;
use crate::import::Kind;

/// A row that was understood, with what became of it.
pub(super) struct Placed<'a> {
    pub(super) row: &'a RosterPupil,
    pub(super) id: PersonId,
    pub(super) class: ClassId,
    pub(super) is_new: bool,
    /// Was known by СНИЛС alone, and not to this school: the card and the family are not the file's to write.
    pub(super) is_stranger: bool,
    /// What the row added or changed, in words.
    pub(super) what: Vec<String>,
}

/// The school's pupils, ready to be looked up.
struct Known {
    persons: HashMap<PersonId, KnownPerson>,
    by_name: HashMap<String, Vec<PersonId>>,
    /// Enrolments that have not ended.
    open: HashMap<PersonId, Vec<Enrollment>>,
}

impl Known {
    fn load(work: &Work, tx: &mut WriteTx<'_>) -> Result<Self> {
        let mut by_name: HashMap<String, Vec<PersonId>> = HashMap::new();
        let mut persons = HashMap::new();
        for person in registry::read::known_pupils(tx, work.school)? {
            by_name.entry(search_key(&person.name.full())).or_default().push(person.id);
            persons.insert(person.id, person);
        }
        let mut open: HashMap<PersonId, Vec<Enrollment>> = HashMap::new();
        for enrollment in registry::read::enrollments(tx, work.school)? {
            if enrollment.last_day.is_none_or(|last| last >= work.today) {
                open.entry(enrollment.pupil).or_default().push(enrollment);
            }
        }
        Ok(Self { persons, by_name, open })
    }

    fn is_in(&self, pupil: PersonId, class: ClassId) -> bool {
        self.open.get(&pupil).is_some_and(|list| list.iter().any(|e| e.class == class))
    }

    /// By СНИЛС, else by name and birth day, else by name within the class when a birth day is not known.
    fn find<'a>(
        &'a self,
        work: &'a Work,
        person: &NewPerson,
        class: ClassId,
    ) -> std::result::Result<Option<&'a KnownPerson>, String> {
        let key = search_key(&person.name.full());
        let agree = |a: Option<Day>, b: Option<Day>| a.zip(b).is_none_or(|(a, b)| a == b);
        if let Some(found) = person.snils.and_then(|snils| work.by_snils.get(&snils.digits())) {
            let same_name = search_key(&found.name.full()) == key && agree(found.birth_day, person.birth_day);
            // A changed family name, as far as given name and birth day tell that it is the same child.
            let renamed = self.persons.contains_key(&found.id)
                && found.birth_day.is_some()
                && found.birth_day == person.birth_day
                && search_key(found.name.given()) == search_key(person.name.given());
            return if same_name || renamed {
                Ok(Some(found))
            } else {
                Err("этот СНИЛС записан за другим человеком".to_owned())
            };
        }
        let named: Vec<&KnownPerson> = self
            .by_name
            .get(&key)
            .into_iter()
            .flatten()
            .filter_map(|id| self.persons.get(id))
            .filter(|known| agree(known.birth_day, person.birth_day))
            .collect();
        let exact: Vec<&&KnownPerson> = named
            .iter()
            .filter(|known| person.birth_day.is_some() && known.birth_day == person.birth_day)
            .collect();
        let in_class: Vec<&&KnownPerson> = named.iter().filter(|known| self.is_in(known.id, class)).collect();
        let found = match (exact.as_slice(), in_class.as_slice()) {
            ([one], _) => Some(**one),
            ([], [one]) => Some(**one),
            ([], []) => None,
            ([_, ..], _) => exact.iter().find(|known| self.is_in(known.id, class)).map(|known| **known),
            ([], _) => {
                return Err("в классе несколько учеников с этим именем, укажите дату рождения".to_owned());
            }
        };
        match found {
            Some(known) if known.snils.is_some() && person.snils.is_some() => {
                Err("у ученика с этим именем и датой рождения записан другой СНИЛС".to_owned())
            }
            found => Ok(found),
        }
    }
}

impl Work {
    /// Finds or makes the file's pupils and puts them into their classes.
    pub(super) fn pupils<'a>(
        &mut self,
        tx: &mut WriteTx<'_>,
        rows: &'a [RosterPupil],
    ) -> Result<Vec<Placed<'a>>> {
        let known = Known::load(self, tx)?;
        let bars = self.bars(tx, &known, rows)?;
        let mut line_of: HashMap<PersonId, u32> = HashMap::new();
        let mut line_of_snils: HashMap<String, u32> = HashMap::new();
        let mut line_of_name: HashMap<(String, Day), u32> = HashMap::new();
        let mut placed: Vec<Placed<'a>> = Vec::with_capacity(rows.len());
        let mut new: Vec<NewPerson> = Vec::new();
        for row in rows {
            let refuse = |reason: &str| format!("{}, {}: {reason}", row.name, row.class);
            let Some(person) = to_new(row) else {
                self.report.push(Kind::Refused, Some(row.line), refuse("имя не подходит"));
                continue;
            };
            let by_snils = person.snils.and_then(|s| line_of_snils.insert(s.digits(), row.line));
            let by_name = person
                .birth_day
                .and_then(|birth| line_of_name.insert((search_key(&person.name.full()), birth), row.line));
            if let Some(earlier) = by_snils.or(by_name) {
                let text = refuse(&format!("этот ученик уже есть в строке {earlier}"));
                self.report.push(Kind::Refused, Some(row.line), text);
                continue;
            }
            let class = self.class(tx, &row.class, row.line)?;
            let found = match known.find(self, &person, class) {
                Ok(found) => found.cloned(),
                Err(reason) => {
                    self.report.push(Kind::Refused, Some(row.line), refuse(&reason));
                    continue;
                }
            };
            let Some(found) = found else {
                new.push(person);
                // The id comes with the batch below.
                placed.push(Placed {
                    row,
                    id: PersonId(0),
                    class,
                    is_new: true,
                    is_stranger: false,
                    what: Vec::new(),
                });
                continue;
            };
            if let Some(earlier) = line_of.insert(found.id, row.line) {
                let text = refuse(&format!("этот ученик уже есть в строке {earlier}"));
                self.report.push(Kind::Refused, Some(row.line), text);
                continue;
            }
            let is_stranger = !known.persons.contains_key(&found.id) && !self.adults.contains_key(&found.id);
            let reasons = Self::barred(&known, &bars, found.id, class, is_stranger);
            if !reasons.is_empty() {
                self.report.push(Kind::Refused, Some(row.line), refuse(&reasons.join("; ")));
                continue;
            }
            let mut what = Vec::new();
            if is_stranger {
                placed.push(Placed { row, id: found.id, class, is_new: false, is_stranger, what });
                continue;
            }
            if search_key(&found.name.full()) != search_key(&person.name.full()) {
                registry::write::rename_person(tx, found.id, &person.name)?;
                what.push(format!("имя было «{}»", found.name));
            }
            let missing = missing(&found, &person);
            registry::write::fill_in(tx, found.id, &missing)?;
            what.extend(filled(&missing));
            placed.push(Placed { row, id: found.id, class, is_new: false, is_stranger, what });
        }
        let mut made = self.add_persons(tx, &new)?.into_iter();
        for one in placed.iter_mut().filter(|one| one.is_new) {
            if let Some(id) = made.next() {
                one.id = id;
            }
        }
        self.enroll(tx, &known, &mut placed)?;
        Ok(placed)
    }

    /// What keeps those from a class whom these rows can mean and who are in none: asked for all of them at once.
    fn bars(&self, tx: &mut WriteTx<'_>, known: &Known, rows: &[RosterPupil]) -> Result<Bars> {
        let mut meant: BTreeSet<PersonId> = BTreeSet::new();
        for person in rows.iter().filter_map(to_new) {
            let by_snils = person.snils.and_then(|snils| self.by_snils.get(&snils.digits()));
            meant.extend(by_snils.map(|found| found.id));
            meant.extend(known.by_name.get(&search_key(&person.name.full())).into_iter().flatten());
        }
        let stays = |id: &PersonId| {
            known.open.get(id).is_some_and(|open| open.iter().any(|stay| stay.last_day.is_none()))
        };
        let meant: Vec<PersonId> = meant.into_iter().filter(|id| !stays(id)).collect();
        Ok(registry::read::bars(tx, &meant, self.school, self.join_day)?)
    }

    /// Why a file can't put somebody who is known into a class: he is another institution's, or left by an order. Every reason
    /// there is.
    fn barred(
        known: &Known,
        bars: &Bars,
        id: PersonId,
        class: ClassId,
        is_stranger: bool,
    ) -> Vec<&'static str> {
        let open = known.open.get(&id).map(Vec::as_slice).unwrap_or_default();
        // Who stays needs nothing more; who leaves on a day to come may stay where he is until then.
        if open.iter().any(|stay| stay.last_day.is_none()) || known.is_in(id, class) {
            return Vec::new();
        }
        let mut reasons = Vec::new();
        if bars.elsewhere.contains(&id) || bars.offered.contains(&id) {
            reasons.push("учится в другой организации: нужен перевод");
        }
        if is_stranger && bars.serving.contains(&id) {
            reasons.push("этот СНИЛС записан за сотрудником или родителем в другой организации");
        }
        if matches!(bars.moved.get(&id), Some(MovementKind::Archive | MovementKind::Depart)) {
            reasons.push("в архиве: восстановите приказом");
        }
        reasons
    }

    fn enroll(&mut self, tx: &mut WriteTx<'_>, known: &Known, placed: &mut [Placed<'_>]) -> Result<()> {
        let fresh: HashMap<ClassId, bool> =
            self.classes.values().map(|class| (class.id, class.fresh)).collect();
        let mut batches: BTreeMap<(ClassId, Day), Vec<PersonId>> = BTreeMap::new();
        for one in placed {
            if !one.is_new && known.is_in(one.id, one.class) {
                continue;
            }
            let open = known.open.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            let moved = open.iter().any(|e| e.year == self.year.id);
            let is_fresh = fresh.get(&one.class).copied().unwrap_or_default();
            let first =
                if is_fresh && !moved && !one.is_stranger { self.year.first_day } else { self.join_day };
            for old in open {
                if old.first_day >= first {
                    registry::write::cancel_enrollment(tx, self.school, old.class, one.id, old.first_day)?;
                } else {
                    registry::write::leave_class(tx, self.school, old.class, one.id, first.plus(-1))?;
                }
                self.touched.insert(old.class);
                let from = self.class_name(old.class);
                one.what.push(if from.is_empty() {
                    "переведён из класса прошлого года".to_owned()
                } else {
                    format!("переведён из {from}")
                });
            }
            if !one.is_new && open.is_empty() {
                one.what.push(format!("зачислен с {first}"));
            }
            self.touched.insert(one.class);
            batches.entry((one.class, first)).or_default().push(one.id);
        }
        for ((class, first), pupils) in batches {
            registry::write::enroll(tx, self.school, class, &pupils, first)?;
        }
        Ok(())
    }

    /// One line a pupil, after families and subgroups have had their say.
    pub(super) fn report_pupils(&mut self, placed: &[Placed<'_>]) {
        for one in placed {
            let kind = match (one.is_new, one.what.is_empty()) {
                (true, _) => Kind::Added,
                (false, true) => Kind::Same,
                (false, false) => Kind::Changed,
            };
            let head = format!("{}, {}", one.row.name, one.row.class);
            let text = std::iter::once(head).chain(one.what.iter().cloned()).collect::<Vec<_>>().join("; ");
            self.report.push(kind, Some(one.row.line), text);
        }
    }
}

fn to_new(row: &RosterPupil) -> Option<NewPerson> {
    Some(NewPerson {
        name: person_name(&row.name)?,
        birth_day: row.birth.and_then(day),
        sex: row.sex.map(sex),
        snils: row.snils.as_deref().and_then(|text| text.parse::<Snils>().ok()),
        phone: row.phone.clone(),
        email: row.email.clone(),
    })
}
