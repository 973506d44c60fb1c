//! The whole region in order.

use std::fmt;

use kernel::clock::Zone;
use kernel::{InstitutionId, Millis};
use registry::{InstitutionKind, Role};
use store::WriteTx;

use crate::error::{Error, Result};
use crate::life::Lived;
use crate::moment::Moment;
use crate::place::{Place, Region};
use crate::plans::Plans;
use crate::pool::Pool;
use crate::schools::Files;
use crate::sign_ins::PASSWORD;
use crate::topics::Topics;

/// What the demo has of one institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceSummary {
    /// Short name.
    pub name: String,
    /// Classes or groups.
    pub classes: usize,
    /// Pupils, students, children.
    pub pupils: usize,
    /// Staff.
    pub staff: usize,
    /// Journals.
    pub journals: usize,
    /// Lessons given so far.
    pub lessons: usize,
    /// Marks given so far.
    pub marks: usize,
    /// Lessons missed so far, counted for each pupil.
    pub absences: usize,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Institution by institution, school 1 first; offices are left out.
    pub places: Vec<PlaceSummary>,
}

impl Summary {
    /// Marks of the whole region.
    #[must_use]
    pub fn marks(&self) -> usize {
        self.places.iter().map(|place| place.marks).sum()
    }

    /// Pupils, students and children of the whole region.
    #[must_use]
    pub fn pupils(&self) -> usize {
        self.places.iter().map(|place| place.pupils).sum()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in &self.places {
            writeln!(
                f,
                "{}: классов и групп {}, детей и студентов {}, сотрудников {}, журналов {}, уроков дано {}, отметок {}, пропусков {}",
                place.name,
                place.classes,
                place.pupils,
                place.staff,
                place.journals,
                place.lessons,
                place.marks,
                place.absences
            )?;
        }
        write!(f, "Всего детей и студентов: {}, отметок: {}", self.pupils(), self.marks())
    }
}

/// All that can be done before the transaction: files read, the password hashed.
pub(crate) struct Plan {
    now: Millis,
    zone: Zone,
    files: Files,
    password_hash: String,
}

impl Plan {
    pub(crate) fn prepare(now: Millis, zone: &Zone) -> Result<Self> {
        let password_hash = registry::password::hash(PASSWORD)?;
        Ok(Self { now, zone: zone.clone(), files: Files::read()?, password_hash })
    }

    /// Makes everything. May run again from the beginning, so it changes nothing of its own.
    pub(crate) fn carry_out(&self, tx: &mut WriteTx<'_>, progress: &mut dyn FnMut(&str)) -> Result<Summary> {
        // Asked again here: another process may have been quicker.
        if !registry::read::institutions(tx, InstitutionId(0), 1)?.is_empty() {
            return Err(Error::NotEmpty);
        }
        let mut region = Region {
            moment: Moment::new(self.now, &self.zone),
            pool: Pool::new(&self.files.pupils),
            topics: Topics::read()?,
            plans: Plans::read()?,
            password_hash: self.password_hash.clone(),
        };
        progress("Организации города и региона…");
        let above = offices(tx, &mut region)?;
        let places = places(tx, &mut region, &above)?;
        let mut summary = Summary::default();
        for (number, place) in places.iter().enumerate() {
            progress(&format!("{}: люди и расписание…", place.name));
            match number {
                0 => region.fill_from_files(tx, place, &self.files)?,
                1 => {
                    let classes =
                        [(2, "А"), (3, "А"), (3, "Б"), (4, "А"), (5, "А"), (6, "А"), (7, "А"), (9, "А")];
                    region.fill_small_school(tx, place, &classes)?;
                    region.brother(tx, place, "3Б")?;
                }
                2 => {
                    let classes =
                        [(1, "А"), (2, "А"), (4, "А"), (5, "А"), (6, "А"), (7, "А"), (8, "А"), (9, "А")];
                    region.fill_small_school(tx, place, &classes)?;
                }
                3 => region.fill_college(tx, place)?,
                4 => region.fill_kindergarten(tx, place, ["Ромашка", "Солнышко"], Some("kindergarten"))?,
                _ => region.fill_kindergarten(tx, place, ["Василёк", "Теремок"], None)?,
            }
            if !matches!(place.kind, InstitutionKind::Kindergarten) {
                progress(&format!("{}: журналы с начала года…", place.name));
            }
            let lived = region.live(tx, place)?;
            if number == 0 {
                region.plan(tx, place)?;
            }
            summary.places.push(counted(tx, place, lived)?);
        }
        if let Some(first) = places.first() {
            region.tell(tx, first)?;
        }
        region.newcomer(tx)?;
        progress("Запись на диск…");
        Ok(summary)
    }
}

struct Above {
    city: InstitutionId,
    department: InstitutionId,
}

fn offices(tx: &mut WriteTx<'_>, region: &mut Region) -> Result<Above> {
    use InstitutionKind::{Department, Municipality, Operator};
    let operator = region.found(
        tx,
        Operator,
        "Оператор региональной системы «Звонок»",
        "Оператор системы",
        "ул. Областная, 4",
        None,
    )?;
    region.official(tx, &operator, "администратор системы", Role::Operator, "operator")?;
    let department = region.found(
        tx,
        Department,
        "Региональный департамент образования",
        "Департамент образования",
        "ул. Областная, 6",
        None,
    )?;
    region.official(tx, &department, "главный консультант", Role::Department, "department")?;
    let city = region.found(
        tx,
        Municipality,
        "Управление образования города Кедрогорска",
        "Управление образования",
        "ул. Ленина, 12",
        Some(department.id),
    )?;
    region.official(tx, &city, "ведущий специалист", Role::Municipal, "municipal")?;
    Ok(Above { city: city.id, department: department.id })
}

/// The places where children learn, in the order of their numbers.
fn places(tx: &mut WriteTx<'_>, region: &mut Region, above: &Above) -> Result<Vec<Place>> {
    use InstitutionKind::{College, Kindergarten, School};
    let list = [
        (School, "МБОУ «СОШ № 1»", "Школа № 1", "ул. Школьная, 1", above.city),
        (School, "МБОУ «СОШ № 2»", "Школа № 2", "ул. Шахтёров, 24", above.city),
        (School, "МБОУ «СОШ № 3»", "Школа № 3", "пер. Таёжный, 7", above.city),
        (
            College,
            "ГПОУ «Кедрогорский горнотехнический колледж»",
            "Колледж",
            "ул. Горняков, 40",
            above.department,
        ),
        (Kindergarten, "МБДОУ «Детский сад № 1 «Ромашка»", "Детский сад № 1", "ул. Садовая, 3", above.city),
        (Kindergarten, "МБДОУ «Детский сад № 2 «Теремок»", "Детский сад № 2", "ул. Кедровая, 15", above.city),
    ];
    list.into_iter()
        .map(|(kind, name, short, address, parent)| {
            region.found(tx, kind, name, short, address, Some(parent))
        })
        .collect()
}

fn counted(tx: &mut WriteTx<'_>, place: &Place, lived: Lived) -> Result<PlaceSummary> {
    Ok(PlaceSummary {
        name: place.name.to_owned(),
        classes: registry::read::classes(tx, place.id, place.year)?.len(),
        pupils: registry::read::enrollments(tx, place.id)?.len(),
        staff: registry::read::staff_of(tx, place.id)?.len(),
        journals: lived.journals,
        lessons: lived.lessons,
        marks: lived.marks,
        absences: lived.absences,
    })
}
