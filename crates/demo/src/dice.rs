//! Chance that falls the same way every time: a stream of numbers for each purpose.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Another number makes another region.
const SEED: u64 = 2026;

/// A stream of chance. Two streams with different purposes have nothing to do with each other, so that a change in one
/// place does not shift everything after it.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of a purpose, such as «school 2, names».
    pub(crate) fn new(purpose: &str) -> Self {
        // FNV-1a: the standard library's hash may change between releases.
        let hash = purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(ChaCha8Rng::seed_from_u64(hash ^ SEED))
    }

    /// At least 0, below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// True with that probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// 0 to `count` − 1; 0 when there is nothing to choose from.
    pub(crate) fn below(&mut self, count: u32) -> u32 {
        self.0.next_u32().checked_rem(count).unwrap_or(0)
    }

    /// Near nought most often, rarely beyond ±2, never beyond ±3.5.
    pub(crate) fn bell(&mut self) -> f64 {
        (self.unit() + self.unit() + self.unit() + self.unit() - 2.0) * 1.732
    }

    /// One of a list.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.get(usize::try_from(self.below(count)).unwrap_or(0))
    }

    /// Puts a list into another order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let bound = u32::try_from(last + 1).unwrap_or(u32::MAX);
            let other = usize::try_from(self.below(bound)).unwrap_or(0);
            list.swap(last, other);
        }
    }
}
