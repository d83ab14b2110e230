//! Ranks over samples: how often each initiative takes each place.

/// Places up to this one are told apart; further down they are counted in groups that grow with the place.
const EXACT_RANKS: usize = 2_048;

/// Groups for each doubling of the place.
const GROUPS_PER_DOUBLING: usize = 256;

/// The groups that places are counted in.
#[derive(Debug)]
pub(in crate::evaluate) struct RankGroups {
    /// The group of each place, from 0.
    group: Vec<u32>,
    /// The first and the last place of each group.
    ends: Vec<(u32, u32)>,
}

impl RankGroups {
    pub(in crate::evaluate) fn new(count: usize) -> Self {
        let group_of = |place: usize| match place {
            place if place < EXACT_RANKS => place,
            place => {
                EXACT_RANKS + (libm::log2(place as f64 / EXACT_RANKS as f64) * GROUPS_PER_DOUBLING as f64) as usize
            }
        };
        let (mut group, mut ends): (Vec<u32>, Vec<(u32, u32)>) = (Vec::with_capacity(count), Vec::new());
        let mut last = None;
        for place in 0..count {
            let wanted = group_of(place);
            if last != Some(wanted) {
                ends.push((place as u32, place as u32));
                last = Some(wanted);
            }
            let at = ends.len() - 1;
            ends[at].1 = place as u32;
            group.push(at as u32);
        }
        RankGroups { group, ends }
    }

    pub(in crate::evaluate) fn groups(&self) -> usize {
        self.ends.len()
    }
}

/// What is counted over samples; counts of parts add up to those of the whole, in any order.
#[derive(Debug, Clone)]
pub(in crate::evaluate) struct RankCounts {
    /// By initiative and group.
    places: Vec<u32>,
    /// How often each is among the first `top`.
    pub top: Vec<u32>,
    /// For each and the next one: how often the first is above, twice; once where they are level.
    pub above: Vec<u32>,
}

impl RankCounts {
    pub(in crate::evaluate) fn new(count: usize, places: &RankGroups) -> Self {
        RankCounts {
            places: vec![0; count * places.groups()],
            top: vec![0; count],
            above: vec![0; count.saturating_sub(1)],
        }
    }

    /// Counts one sample; `scores` come in the order of the point ranking.
    pub(in crate::evaluate) fn add(
        &mut self,
        scores: &[f64],
        lower: bool,
        top: usize,
        places: &RankGroups,
        order: &mut Vec<(u64, u32)>,
    ) {
        order.clear();
        order.extend(scores.iter().enumerate().map(|(at, score)| (sort_key(*score, lower), at as u32)));
        order.sort_unstable();
        let (mut rank, mut last) = (0, None);
        for (place, (score, at)) in order.iter().enumerate() {
            // Equal scores share the first of their places.
            if last != Some(*score) {
                rank = place;
                last = Some(*score);
            }
            let at = *at as usize;
            self.places[at * places.groups() + places.group[rank] as usize] += 1;
            self.top[at] += u32::from(rank < top);
        }
        for (at, above) in self.above.iter_mut().enumerate() {
            let (one, next) = (sort_key(scores[at], lower), sort_key(scores[at + 1], lower));
            *above += match one.cmp(&next) {
                std::cmp::Ordering::Less => 2,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Greater => 0,
            };
        }
    }

    pub(crate) fn merge(mut self, other: &RankCounts) -> Self {
        let add = |mine: &mut Vec<u32>, theirs: &[u32]| mine.iter_mut().zip(theirs).for_each(|(a, b)| *a += b);
        add(&mut self.places, &other.places);
        add(&mut self.top, &other.top);
        add(&mut self.above, &other.above);
        self
    }

    /// The places, from 1, between which an initiative is with a probability of 90%: the 5th and 95th percentile.
    pub(in crate::evaluate) fn interval(&self, at: usize, places: &RankGroups, samples: usize) -> (usize, usize) {
        let counts = &self.places[at * places.groups()..][..places.groups()];
        let place_of = |share: f64, end: fn(&(u32, u32)) -> u32| {
            let wanted = (share * samples as f64).ceil().max(1.0) as u64;
            let mut seen = 0;
            let reached = counts.iter().position(|count| {
                seen += u64::from(*count);
                seen >= wanted
            });
            reached.map_or(1, |group| end(&places.ends[group]) as usize + 1)
        };
        (place_of(0.05, |ends| ends.0), place_of(0.95, |ends| ends.1))
    }
}

/// A score as a number that sorts the best first; what is not finite last.
pub(in crate::evaluate) fn sort_key(score: f64, lower: bool) -> u64 {
    if score.is_nan() {
        return u64::MAX;
    }
    // Zero is zero, whatever its sign.
    let bits = (score + 0.0).to_bits();
    let ascending = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    if lower { ascending } else { !ascending }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_sort_best_first() {
        let scores = [f64::NAN, 3.0, -1.0, 0.0, -0.0, 1e300, 1e-300];
        let mut order: Vec<f64> = scores.to_vec();
        order.sort_by_key(|s| sort_key(*s, false));
        assert_eq!(format!("{order:?}"), "[1e300, 3.0, 1e-300, 0.0, -0.0, -1.0, NaN]");
        order.sort_by_key(|s| sort_key(*s, true));
        assert_eq!(format!("{order:?}"), "[-1.0, 0.0, -0.0, 1e-300, 3.0, 1e300, NaN]");
        assert_eq!(sort_key(0.0, false), sort_key(-0.0, false));
    }

    #[test]
    fn places_are_counted() {
        let places = RankGroups::new(3);
        let mut counts = RankCounts::new(3, &places);
        let mut order = Vec::new();
        for scores in [[3.0, 2.0, 1.0], [3.0, 2.0, 2.0], [1.0, 2.0, 3.0], [3.0, 2.0, 1.0]] {
            counts.add(&scores, false, 1, &places, &mut order);
        }
        assert_eq!(counts.top, [3, 0, 1]);
        assert_eq!(counts.above, [6, 5]);
        assert_eq!((0..3).map(|at| counts.interval(at, &places, 4)).collect::<Vec<_>>(), [(1, 3), (2, 2), (1, 3)]);
    }

    #[test]
    fn far_places_are_grouped() {
        let places = RankGroups::new(100_000);
        assert!(places.groups() < 4_000);
        assert!(places.ends.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0));
        let widest = places.ends.iter().map(|(a, b)| f64::from(b - a) / f64::from(a + 1)).fold(0.0, f64::max);
        assert!(widest < 0.004, "{widest}");
    }
}
