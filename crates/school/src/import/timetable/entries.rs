//! The weekly entries: what the file wants against what holds.

use std::collections::{BTreeMap, HashMap};

use access::ChangesTimetable;
use kernel::{Day, JournalId};
use store::WriteTx;

use super::{FileJournal, Work, place_name, week_numbers};
use crate::error::Result;
use crate::import::{EntryChange, Kind};
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
        may: &impl ChangesTimetable,
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
        let titles: HashMap<JournalId, String> = registry::read::journals(tx, self.school, self.year.id)?
            .into_iter()
            .map(|journal| (journal.id, format!("{}, {}", journal.groups_name, journal.subject_name)))
            .collect();
        let title = |id: &JournalId| titles.get(id).cloned().unwrap_or_default();
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
        self.changes(&ended, &added, &titles);
        crate::write::end_entries(tx, may, &ended, from)?;
        crate::write::add_entries(tx, may, &added)?;
        // A lesson that went to another hour is one change, not an ended and an added one.
        let changed = tally.values().map(|t| t.rooms + t.added.max(t.ended)).sum();
        Ok((changed, from))
    }

    /// Writes the changes down one by one: what ended and what began in one journal are one lesson that moved.
    fn changes(&mut self, ended: &[Entry], added: &[Entry], titles: &HashMap<JournalId, String>) {
        let hour = |entry: &Entry| (entry.weekday, entry.number, entry.weeks);
        let mut begun: Vec<&Entry> = added.iter().collect();
        let mut pairs: Vec<(Option<&Entry>, Option<&Entry>)> = Vec::new();
        for same_hour in [true, false] {
            for old in ended {
                if pairs.iter().any(|(from, _)| *from == Some(old)) {
                    continue;
                }
                let new = begun
                    .iter()
                    .position(|new| new.journal == old.journal && (!same_hour || hour(new) == hour(old)));
                match new {
                    Some(at) => pairs.push((Some(old), Some(begun.remove(at)))),
                    None if !same_hour => pairs.push((Some(old), None)),
                    None => {}
                }
            }
        }
        pairs.extend(begun.into_iter().map(|new| (None, Some(new))));
        for (from, to) in pairs {
            let Some(entry) = to.or(from) else { continue };
            let title = titles.get(&entry.journal).map(String::as_str).unwrap_or_default();
            let class = title.split([' ', '+', ',']).next().unwrap_or_default();
            self.report.changes.push(EntryChange {
                class: class.to_owned(),
                title: title.to_owned(),
                from: from.map(hour),
                to: to.map(hour),
                room: to.map(|entry| entry.room.clone()).unwrap_or_default(),
            });
        }
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
