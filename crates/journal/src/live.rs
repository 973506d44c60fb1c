//! Who has a journal's grid open, and what is being written into it: a room for each journal, of this process.
//!
//! Writers of this process tell the room themselves. What other processes write is found by looking now and then, once a
//! journal whatever the number of listeners; what they have open is not known here.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kernel::{JournalId, Millis, PersonId, Sums};
use parking_lot::Mutex;
use tokio::sync::broadcast;

use crate::model::CellNow;

/// So many lines are open at once in all.
const LINES: usize = 2000;
/// And so many of one account: tabs in sight at the same time.
const OWN: usize = 6;
/// A listener that falls behind by more than this asks the database.
const BEHIND: usize = 64;
/// What other processes write is looked for so often.
pub const LOOK: Duration = Duration::from_secs(10);

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The cells as they stand now.
    pub cells: Vec<CellNow>,
    /// The sums of their period, by pupil.
    pub sums: Vec<(PersonId, Sums)>,
    /// When, ms UTC.
    pub at: Millis,
}

/// What a listener hears.
#[derive(Debug, Clone)]
pub enum News {
    /// Cells changed.
    Written(Arc<Written>),
    /// Somebody came or went.
    People,
}

struct Visitor {
    key: u64,
    account: i64,
    name: String,
}

struct Room {
    sender: broadcast::Sender<News>,
    visitors: Vec<Visitor>,
    /// When this process looked last, and what it found then.
    looked: Option<Instant>,
    state: Option<(i64, Millis)>,
}

#[derive(Default)]
struct Inner {
    rooms: Mutex<HashMap<JournalId, Room>>,
    keys: AtomicU64,
}

/// All rooms. Cheap to clone.
#[derive(Clone, Default)]
pub struct Live(Arc<Inner>);

/// One open line. It ends with this value.
pub struct Visit {
    live: Live,
    journal: JournalId,
    account: i64,
    key: u64,
}

impl Drop for Visit {
    fn drop(&mut self) {
        let mut rooms = self.live.0.rooms.lock();
        let Some(room) = rooms.get_mut(&self.journal) else { return };
        room.visitors.retain(|visitor| visitor.key != self.key);
        if room.visitors.is_empty() {
            rooms.remove(&self.journal);
        } else {
            // Nobody listening is no fault.
            let _ = room.sender.send(News::People);
        }
    }
}

impl Visit {
    /// The names of the others, each once.
    pub fn others(&self) -> Vec<String> {
        self.live.others(self.journal, self.account)
    }
}

impl Live {
    /// Opens a line; none when there are too many.
    pub fn enter(
        &self,
        journal: JournalId,
        account: i64,
        name: String,
    ) -> Option<(Visit, broadcast::Receiver<News>)> {
        let mut rooms = self.0.rooms.lock();
        let all = || rooms.values().flat_map(|room| &room.visitors);
        if all().count() >= LINES || all().filter(|v| v.account == account).count() >= OWN {
            return None;
        }
        let key = self.0.keys.fetch_add(1, Ordering::Relaxed);
        let room = rooms.entry(journal).or_insert_with(|| Room {
            sender: broadcast::channel(BEHIND).0,
            visitors: Vec::new(),
            looked: None,
            state: None,
        });
        let _ = room.sender.send(News::People);
        room.visitors.push(Visitor { key, account, name });
        let receiver = room.sender.subscribe();
        Some((Visit { live: self.clone(), journal, account, key }, receiver))
    }

    /// The names of those in a journal who are not this account.
    pub fn others(&self, journal: JournalId, account: i64) -> Vec<String> {
        let rooms = self.0.rooms.lock();
        let visitors = rooms.get(&journal).map(|room| room.visitors.as_slice()).unwrap_or_default();
        let mut names: Vec<String> =
            visitors.iter().filter(|v| v.account != account).map(|v| v.name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Tells who listens what was written.
    pub fn written(&self, journal: JournalId, written: Written) {
        if written.cells.is_empty() {
            return;
        }
        if let Some(room) = self.0.rooms.lock().get(&journal) {
            let _ = room.sender.send(News::Written(Arc::new(written)));
        }
    }

    /// Is it this listener's turn to look for what other processes wrote?
    pub fn is_due(&self, journal: JournalId) -> bool {
        let mut rooms = self.0.rooms.lock();
        let Some(room) = rooms.get_mut(&journal) else { return false };
        let due = room.looked.is_none_or(|at| at.elapsed() >= LOOK);
        if due {
            room.looked = Some(Instant::now());
        }
        due
    }

    /// Takes what was found at an instant; gives since when something changed, if it did.
    pub fn found(&self, journal: JournalId, state: i64, now: Millis) -> Option<Millis> {
        let mut rooms = self.0.rooms.lock();
        let room = rooms.get_mut(&journal)?;
        let before = room.state.replace((state, now));
        before.filter(|(known, _)| *known != state).map(|(_, at)| at)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]
    use super::*;

    #[test]
    fn a_room_ends_with_its_last_visitor_and_lines_are_bounded() {
        let live = Live::default();
        let journal = JournalId(1);
        let (first, mut heard) = live.enter(journal, 1, "А".into()).unwrap();
        let (second, _) = live.enter(journal, 2, "Б".into()).unwrap();
        assert!(matches!(heard.try_recv(), Ok(News::People)), "somebody came");
        assert_eq!((first.others(), second.others()), (vec!["Б".to_owned()], vec!["А".to_owned()]));
        drop(second);
        assert!(first.others().is_empty());
        let many: Vec<_> = (0..OWN).filter_map(|_| live.enter(journal, 1, "А".into())).collect();
        assert_eq!(many.len(), OWN - 1, "one account's lines");
        drop((many, first));
        assert!(live.0.rooms.lock().is_empty());
    }

    #[test]
    fn looking_finds_what_changed_since_the_last_look() {
        let live = Live::default();
        let journal = JournalId(1);
        assert!(!live.is_due(journal), "nobody listens");
        let _line = live.enter(journal, 1, "А".into()).unwrap();
        assert!(live.is_due(journal) && !live.is_due(journal), "one of the listeners looks");
        assert_eq!(live.found(journal, 5, Millis(100)), None);
        assert_eq!(live.found(journal, 5, Millis(200)), None);
        assert_eq!(live.found(journal, 6, Millis(300)), Some(Millis(200)));
    }
}
