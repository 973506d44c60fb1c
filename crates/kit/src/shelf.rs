//! Files that exist for minutes and nowhere but in memory: what must not be written to a disk (one-time codes) and is worth
//! nothing a quarter of an hour later.

use std::sync::Arc;

use kernel::Millis;
use parking_lot::Mutex;

/// All files together are at most so large, bytes; the oldest give way.
const ROOM: usize = 64 * 1024 * 1024;

/// A file on the shelf.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What it is saved as.
    pub name: String,
    /// Its media type.
    pub mime: &'static str,
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
    /// Until when it stays.
    pub until: Millis,
    key: String,
}

/// The shelf. It is this process's own: another node, or the next start, knows nothing of it.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<Kept>>);

impl Shelf {
    /// Puts a file there in place of one with the same key.
    pub fn put(
        &self,
        key: &str,
        name: String,
        mime: &'static str,
        bytes: Vec<u8>,
        now: Millis,
        until: Millis,
    ) {
        let mut all = self.0.lock();
        all.retain(|kept| kept.until > now && kept.key != key);
        all.push(Kept { name, mime, bytes: Arc::new(bytes), until, key: key.to_owned() });
        let mut total: usize = all.iter().map(|kept| kept.bytes.len()).sum();
        while total > ROOM && all.len() > 1 {
            total -= all.remove(0).bytes.len();
        }
    }

    /// The file of a key, if it is still there.
    pub fn get(&self, key: &str, now: Millis) -> Option<Kept> {
        let mut all = self.0.lock();
        all.retain(|kept| kept.until > now);
        all.iter().find(|kept| kept.key == key).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stays_its_time_and_no_longer() {
        let shelf = Shelf::default();
        let put = |key: &str, size: usize| {
            shelf.put(key, "a.pdf".into(), "application/pdf", vec![0; size], Millis(0), Millis(100));
        };
        put("a", 3);
        assert_eq!(shelf.get("a", Millis(99)).unwrap().bytes.len(), 3);
        assert!(shelf.get("b", Millis(99)).is_none());
        assert!(shelf.get("a", Millis(100)).is_none());
        put("a", ROOM - 1);
        put("b", 2);
        assert!(shelf.get("a", Millis(1)).is_none(), "the oldest gave way");
        assert!(shelf.get("b", Millis(1)).is_some());
    }
}
