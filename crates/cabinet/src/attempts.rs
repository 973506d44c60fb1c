//! How often somebody may guess a password: a burst of tries for each login from each address, then one every so often.
//!
//! A school is one address for a thousand people, so an address alone says little; a login alone would let anybody lock
//! anybody out. A try that succeeded is given back: only wrong ones count.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};

use kernel::Millis;
use parking_lot::Mutex;

/// Wrong tries in a row.
pub const BURST: i64 = 10;
/// After them one try in so many milliseconds.
pub const PAUSE: i64 = 30_000;
/// How many pairs are remembered; beyond that arbitrary ones are forgotten.
const REMEMBERED: usize = 200_000;

/// The tries of late. Kept in memory: a restart forgives.
#[derive(Default)]
pub struct Attempts {
    /// For each pair the instant at which all its tries will have been paid off (the «theoretical arrival time» of the
    /// generic cell rate algorithm). The key is a keyed hash, so that a long login costs no memory.
    paid_off: Mutex<HashMap<u64, i64>>,
    hasher: RandomState,
}

impl Attempts {
    /// Takes one try, or tells how many seconds to wait for the next.
    pub fn take(&self, login: &str, address: &str, now: Millis) -> Result<(), u64> {
        let key = self.key(login, address);
        let mut all = self.paid_off.lock();
        let owed = all.get(&key).map_or(0, |at| at.saturating_sub(now.0)).max(0);
        let wait = owed.saturating_sub((BURST - 1) * PAUSE);
        if wait > 0 {
            return Err(u64::try_from(wait).unwrap_or(0).div_ceil(1000));
        }
        if all.len() >= REMEMBERED {
            forget(&mut all, now);
        }
        all.insert(key, now.0.saturating_add(owed).saturating_add(PAUSE));
        Ok(())
    }

    /// Gives one try back: the password was right.
    pub fn give_back(&self, login: &str, address: &str) {
        let key = self.key(login, address);
        if let Some(at) = self.paid_off.lock().get_mut(&key) {
            *at = at.saturating_sub(PAUSE);
        }
    }

    fn key(&self, login: &str, address: &str) -> u64 {
        self.hasher.hash_one((login, network(address)))
    }
}

/// What counts as one address: of IPv6 the /64 a single house or device chooses its addresses from, else a guesser would
/// have 2⁶⁴ of them. An IPv4 address written as IPv6 is itself.
fn network(address: &str) -> IpAddr {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(six)) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(four) => four,
        Err(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    }
}

fn forget(all: &mut HashMap<u64, i64>, now: Millis) {
    all.retain(|_, at| *at > now.0);
    if all.len() >= REMEMBERED {
        let mut keep = false;
        all.retain(|_, _| {
            keep = !keep;
            keep
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_then_one_in_half_a_minute() {
        let attempts = Attempts::default();
        let at = |ms| Millis(1_000_000 + ms);
        for _ in 0..BURST {
            assert_eq!(attempts.take("parent", "10.0.0.1", at(0)), Ok(()));
        }
        assert_eq!(attempts.take("parent", "10.0.0.1", at(0)), Err(30));
        assert_eq!(attempts.take("parent", "10.0.0.1", at(29_500)), Err(1));
        assert_eq!(attempts.take("parent", "10.0.0.2", at(0)), Ok(()), "another address still can");
        assert_eq!(attempts.take("pupil", "10.0.0.1", at(0)), Ok(()), "another login still can");
        assert_eq!(attempts.take("parent", "10.0.0.1", at(PAUSE)), Ok(()));
        assert_eq!(attempts.take("parent", "10.0.0.1", at(PAUSE)), Err(30));
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let attempts = Attempts::default();
        for n in 0..BURST {
            let address = format!("2001:db8:1:2:{n}::{n}");
            assert_eq!(attempts.take("parent", &address, Millis(0)), Ok(()), "{address}");
        }
        assert_eq!(attempts.take("parent", "2001:db8:1:2:ffff::1", Millis(0)), Err(30));
        assert_eq!(attempts.take("parent", "2001:db8:1:3::1", Millis(0)), Ok(()), "the neighbour still can");
        for _ in 0..BURST {
            assert_eq!(attempts.take("parent", "::ffff:10.0.0.1", Millis(0)), Ok(()));
        }
        assert_eq!(attempts.take("parent", "10.0.0.1", Millis(0)), Err(30), "the same in two spellings");
        assert_eq!(attempts.take("parent", "10.0.0.2", Millis(0)), Ok(()));
    }

    #[test]
    fn right_passwords_cost_nothing() {
        let attempts = Attempts::default();
        for _ in 0..100 {
            assert_eq!(attempts.take("parent", "10.0.0.1", Millis(5)), Ok(()));
            attempts.give_back("parent", "10.0.0.1");
        }
    }

    #[test]
    fn forgets_what_is_paid_off() {
        let mut all = HashMap::from([(1, 10), (2, 30)]);
        forget(&mut all, Millis(20));
        assert_eq!(all.into_keys().collect::<Vec<_>>(), [2]);
    }
}
