//! Seeded numbers, and the changes and chances of annealing that use them.

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed on every machine.
#[derive(Debug, Clone)]
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    /// A stream of its own for each seed and number.
    pub(crate) fn new(seed: u64, stream: u64) -> SplitMix64 {
        let mut random = SplitMix64(seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below `end`; 0 if `end` is 0. The bias is below 2⁻³² for what fits in memory.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// From 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Accepts a loss at a temperature with about probability e^(−loss/temperature), by multiplications alone: the
    /// same on every machine, as the exponential of the system's library is not.
    pub(crate) fn accepts(&mut self, loss: f64, temperature: f64) -> bool {
        if loss <= 0.0 {
            return true;
        }
        let x = 1.0 - loss / (8.0 * temperature);
        if x <= 0.0 {
            return false;
        }
        let (x2, u) = (x * x, self.unit());
        u < (x2 * x2) * (x2 * x2)
    }
}

/// Steps of cooling, each by [`COOLING_FACTOR`]: from the first temperature to about a thousandth of it.
pub(super) const COOLING_STEPS: u64 = 128;
pub(super) const COOLING_FACTOR: f64 = 0.947;

/// A change of a list that can be taken back.
#[derive(Debug, Clone, Copy)]
pub(super) enum ListMove {
    Swap(usize, usize),
    Move(usize, usize),
}

impl ListMove {
    /// The first and the last place that it changed.
    pub(crate) fn changed_range(&self) -> (usize, usize) {
        let (ListMove::Swap(a, b) | ListMove::Move(a, b)) = *self;
        (a.min(b), a.max(b))
    }

    pub(crate) fn apply(&self, list: &mut [usize]) {
        match *self {
            ListMove::Swap(a, b) => list.swap(a, b),
            ListMove::Move(from, to) => move_entry(list, from, to),
        }
    }
}

/// Carries one entry to another place; those between move up.
fn move_entry(list: &mut [usize], from: usize, to: usize) {
    if from < to {
        list[from..=to].rotate_left(1);
    } else {
        list[to..=from].rotate_right(1);
    }
}

/// Swaps two entries of a list, or carries one to another place.
pub(super) fn random_move(list: &mut [usize], random: &mut SplitMix64) -> ListMove {
    let (a, b) = (random.below(list.len()), random.below(list.len()));
    if random.below(2) == 0 {
        list.swap(a, b);
        ListMove::Swap(a, b)
    } else {
        move_entry(list, a, b);
        ListMove::Move(b, a)
    }
}
