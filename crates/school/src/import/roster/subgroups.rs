//! Parts of classes: «Английский язык: гр1», or «гр1» for whatever is taught in parts of that name.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{ClassId, PersonId, SubgroupId};
use registry::read::KnownSubgroup;
use registry::search_key;
use store::WriteTx;

use super::Work;
use super::pupils::Placed;
use crate::error::Result;

impl Work {
    /// Puts placed pupils into their subgroups. Within one division a pupil is in one part: the file's.
    pub(super) fn subgroups(&mut self, tx: &mut WriteTx<'_>, placed: &mut [Placed<'_>]) -> Result<()> {
        if placed.iter().all(|one| one.row.subgroups.is_empty()) {
            return Ok(());
        }
        let key =
            |class: ClassId, division: &str, name: &str| (class, search_key(division), search_key(name));
        let known: Vec<KnownSubgroup> = registry::read::year_subgroups(tx, self.school, self.year.id)?;
        let mut by_key: HashMap<(ClassId, String, String), SubgroupId> =
            known.iter().map(|group| (key(group.class, &group.division, &group.name), group.id)).collect();
        let mut division_of: HashMap<SubgroupId, (ClassId, String)> =
            known.iter().map(|group| (group.id, (group.class, search_key(&group.division)))).collect();
        let mut groups_of: HashMap<PersonId, HashSet<SubgroupId>> = HashMap::new();
        for (group, pupil) in registry::read::subgroup_members(tx, self.school)? {
            groups_of.entry(pupil).or_default().insert(group);
        }
        let mut joining: BTreeMap<SubgroupId, Vec<PersonId>> = BTreeMap::new();
        for one in placed {
            for part in &one.row.subgroups {
                let division = match &part.subject {
                    Some(subject) => self.subject(tx, subject, one.row.line)?,
                    None => String::new(),
                };
                let place = key(one.class, &division, &part.name);
                let id = match by_key.get(&place) {
                    Some(id) => *id,
                    None => {
                        let (id, _) = registry::write::ensure_subgroup(
                            tx,
                            self.school,
                            one.class,
                            &division,
                            &part.name,
                        )?;
                        // A timetable that came before the roster knew the part only by its name.
                        if let Some(general) = by_key.get(&key(one.class, "", &part.name)) {
                            registry::write::divide_journals(tx, self.school, &division, *general, id)?;
                        }
                        by_key.insert(place, id);
                        division_of.insert(id, (one.class, search_key(&division)));
                        id
                    }
                };
                let mine = groups_of.entry(one.id).or_default();
                if !mine.insert(id) {
                    continue;
                }
                let division_key = (one.class, search_key(&division));
                let others: Vec<SubgroupId> = mine
                    .iter()
                    .copied()
                    .filter(|other| *other != id && division_of.get(other) == Some(&division_key))
                    .collect();
                for other in others {
                    mine.remove(&other);
                    if let Some(list) = joining.get_mut(&other) {
                        list.retain(|pupil| *pupil != one.id);
                    }
                    registry::write::remove_from_subgroup(tx, self.school, other, one.id)?;
                }
                joining.entry(id).or_default().push(one.id);
                self.touched.insert(one.class);
                one.what.push(match division.as_str() {
                    "" => part.name.clone(),
                    subject => format!("{subject}: {}", part.name),
                });
            }
        }
        for (group, pupils) in joining {
            registry::write::add_to_subgroup(tx, self.school, group, &pupils)?;
        }
        Ok(())
    }
}
