//! What the forms for one pupil and one member of staff share: rows that look like who is being written down, and the
//! choice between them and a new one.

use kernel::{Day, InstitutionId, PersonId};
use kit::{PageError, Posted, Tr, text};
use registry::NewPerson;
use registry::read::{Likeness, PersonCard};
use registry::write::Newcomer;
use store::ReadTx;

use super::card_href;

/// A row that looks like who is being written down.
pub(super) struct Alike {
    pub(super) id: PersonId,
    /// «Иванов Пётр Ильич, 04.05.2013».
    pub(super) title: String,
    /// Where the institution has him, and why he is shown.
    pub(super) note: String,
    pub(super) href: String,
    pub(super) chosen: bool,
}

/// A card beside what it is shown for.
pub(super) struct Found {
    card: PersonCard,
    likeness: Likeness,
    places: Vec<String>,
    parent: bool,
}

/// The rows of this institution that look like somebody.
pub(super) fn find(
    tx: &mut ReadTx<'_>,
    at: InstitutionId,
    new: &NewPerson,
    today: Day,
) -> Result<Vec<Found>, PageError> {
    let found = registry::read::look_alikes(tx, at, &new.name, new.birth_day)?;
    let ids: Vec<PersonId> = found.iter().map(|(id, _)| *id).collect();
    let mut places = registry::read::places_at(tx, at, &ids, today)?;
    let cards = registry::read::cards(tx, &ids)?;
    Ok(found
        .into_iter()
        .filter_map(|(id, likeness)| {
            let card = cards.iter().find(|card| card.id == id && card.merged_into.is_none())?.clone();
            let (parent, places) = places.remove(&id).map_or((true, Vec::new()), |places| (false, places));
            Some(Found { card, likeness, places, parent })
        })
        .collect())
}

/// The rows as the form offers them.
pub(super) fn offered(tr: Tr, found: &[Found], chosen: &str) -> Vec<Alike> {
    found
        .iter()
        .map(|one| {
            let birth = one.card.birth_day.map(text::day_full);
            let why = match one.likeness {
                Likeness::Same => tr.double_same(),
                Likeness::Near => tr.double_near(),
                Likeness::NameOnly => tr.double_name(),
            };
            let parent = one.parent.then(|| tr.people_parent().to_owned());
            Alike {
                id: one.card.id,
                title: [Some(one.card.name.full()), birth]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
                note: one
                    .places
                    .iter()
                    .cloned()
                    .chain(parent)
                    .chain([why.to_owned()])
                    .collect::<Vec<_>>()
                    .join(" · "),
                href: card_href(one.card.id),
                chosen: one.card.id.to_string() == chosen,
            }
        })
        .collect()
}

/// Who is meant: a row that was offered and chosen, the new one when nobody looks like it or it was said to be another;
/// none while that is to be chosen.
pub(super) fn meant(posted: &Posted, found: &[Found], new: NewPerson) -> Option<Newcomer> {
    let same = posted.get("same");
    if same == "new" || found.is_empty() {
        return Some(Newcomer::New(new));
    }
    let id = same.parse::<PersonId>().ok()?;
    found.iter().any(|one| one.card.id == id).then_some(Newcomer::Known(id))
}
