//! The weekly entries: what the file wants against what holds.

use std::collections::{BTreeMap, HashMap};

use access::ManageSchool;
use kernel::{Day, JournalId};
use store::WriteTx;

use super::{FileJournal, Work, place_name, week_numbers};
use crate::error::Result;
use crate::import::Kind;
use crate::model::Entry;

/// Journal, week day, number, week of the cycle.
type Slot = (JournalId, i32, i32, i32);

/// What changed in one journal.
#[derive(Default)]
struct Tally {
    added: usize,
    ended: usize,
    rooms: usize,
}

impl Work {
    /// Brings the entries in line with the file; says how many changed and from which day on.
    pub(super) fn entries(
        &mut self,
        tx: &mut WriteTx<'_>,
        may: &ManageSchool,
        journals: &[FileJournal<'_>],
    ) -> Result<(usize, Day)> {
        let all = crate::read::entries(tx, self.school, self.year.id)?;
        let from = if all.is_empty() { self.year.first_day } else { self.today.max(self.year.first_day) };
        let open: BTreeMap<Slot, Entry> = all
            .into_iter()
            .filter(|entry| entry.last_day.is_none())
            .map(|entry| ((entry.journal, entry.weekday, entry.number, entry.weeks), entry))
            .collect();
        let wanted = self.wanted(journals);
        let titles: HashMap<JournalId, &str> =
            journals.iter().map(|journal| (journal.id, journal.title.as_str())).collect();
        let title = |id: &JournalId| titles.get(id).copied().unwrap_or("журнал, которого нет в файле");
        let mut tally: BTreeMap<JournalId, Tally> = BTreeMap::new();
        let mut ended: Vec<Entry> = Vec::new();
        let mut added: Vec<Entry> = Vec::new();
        for (slot, entry) in &open {
            if !wanted.contains_key(slot) {
                ended.push(entry.clone());
                tally.entry(slot.0).or_default().ended += 1;
                let text = format!("{}: {} – снят", title(&slot.0), place_name(slot.1, slot.2));
                self.report.write(Kind::Changed, None, text);
            }
        }
        for (slot, (room, line)) in &wanted {
            let (journal, weekday, number, weeks) = *slot;
            let place = place_name(weekday, number);
            let (kind, what) = match open.get(slot) {
                Some(entry) if entry.room == *room => {
                    self.report.same += 1;
                    continue;
                }
                Some(entry) => {
                    ended.push(entry.clone());
                    tally.entry(journal).or_default().rooms += 1;
                    (Kind::Changed, format!("кабинет «{room}», был «{}»", entry.room))
                }
                None => {
                    tally.entry(journal).or_default().added += 1;
                    let room =
                        if room.is_empty() { String::new() } else { format!(", кабинет «{room}»") };
                    (Kind::Added, format!("добавлен{room}"))
                }
            };
            self.report.write(kind, Some(*line), format!("{}: {place} – {what}", title(&journal)));
            let room = room.clone();
            added.push(Entry { journal, weekday, number, weeks, first_day: from, last_day: None, room });
        }
        crate::write::end_entries(tx, may, &ended, from)?;
        crate::write::add_entries(tx, may, &added)?;
        // A lesson that went to another hour is one change, not an ended and an added one.
        let changed = tally.values().map(|t| t.rooms + t.added.max(t.ended)).sum();
        Ok((changed, from))
    }

    /// The room and line of each slot. Two lessons of one journal at the same hour share it with both rooms.
    fn wanted(&mut self, journals: &[FileJournal<'_>]) -> BTreeMap<Slot, (String, u32)> {
        let mut wanted: BTreeMap<Slot, (String, u32)> = BTreeMap::new();
        for journal in journals {
            for lesson in &journal.group.lessons {
                let room = lesson.room.clone().unwrap_or_default();
                for week in week_numbers(lesson) {
                    let slot = (journal.id, i32::from(lesson.weekday), i32::from(lesson.number), week);
                    let Some((rooms, line)) = wanted.get_mut(&slot) else {
                        wanted.insert(slot, (room.clone(), lesson.line));
                        continue;
                    };
                    let mut list: Vec<&str> = rooms.split(", ").filter(|text| !text.is_empty()).collect();
                    if !room.is_empty() && !list.contains(&room.as_str()) {
                        list.push(&room);
                        list.sort_unstable();
                    }
                    let text = format!(
                        "{}: {} – в файле дважды (и в строке {line}), внесён один раз",
                        journal.title,
                        place_name(slot.1, slot.2)
                    );
                    *rooms = list.join(", ");
                    self.report.push(Kind::Note, Some(lesson.line), text);
                }
            }
        }
        wanted
    }
}
