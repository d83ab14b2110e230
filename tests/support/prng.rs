//! Numbers that look drawn and are the same everywhere.

/// A linear congruential generator, by its state (Knuth 1997, MMIX).
pub(crate) struct Prng(pub u64);

impl Prng {
    /// A number from 0 to below another.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// So often of ten times.
    pub(crate) fn often(&mut self, of_ten: u64) -> bool {
        self.below(10) < of_ten
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}
