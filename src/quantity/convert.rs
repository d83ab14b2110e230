//! From one unit to another.

use super::exact_ratio::ExactRatio;
use super::mismatch::{Mismatch, Note};
use super::noun::Noun;
use super::time_unit::TimeUnit;
use super::unit::{BaseUnit, MAX_UNIT_FACTORS, Unit, UnitFactor};
use super::unit_system::UnitSystem;
use std::sync::LazyLock;

/// How values of one unit become values of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    multiply: f64,
    divide: f64,
    /// The unit of the result: the one asked for, with `count` and `money` filled in.
    pub unit: Unit,
    /// What the author should hear about it.
    pub note: Option<Note>,
}

impl Conversion {
    /// The value in the new unit. A third of 400 is 400/3, not 400 times a rounded third.
    pub fn apply(&self, value: f64) -> f64 {
        value * self.multiply / self.divide
    }

    /// The factor, rounded to a double; [`apply`](Self::apply) is more exact.
    pub fn factor(&self) -> f64 {
        self.multiply / self.divide
    }

    /// Whether values stay as they are.
    pub fn is_identity(&self) -> bool {
        self.multiply == self.divide
    }
}

static PERSON: LazyLock<Noun> = LazyLock::new(|| Noun::new("person"));

/// One thing counted, or any (`None`).
type CountedNoun<'a> = (Option<&'a Noun>, bool);

/// A unit taken apart, what is alike gathered.
struct UnitParts<'a> {
    scale: ExactRatio,
    time: i32,
    effort: i32,
    points: bool,
    /// The period of a rate.
    period: Option<TimeUnit>,
    counted: [Option<CountedNoun<'a>>; MAX_UNIT_FACTORS],
}

impl<'a> UnitParts<'a> {
    fn of(unit: &'a Unit, system: &UnitSystem) -> UnitParts<'a> {
        let mut parts = UnitParts {
            scale: ExactRatio::ONE,
            time: 0,
            effort: 0,
            points: false,
            period: None,
            counted: [None; MAX_UNIT_FACTORS],
        };
        let staffing = unit.staffing();
        for (index, UnitFactor { base, per }) in unit.factors().iter().enumerate() {
            let power = if *per { -1 } else { 1 };
            match base {
                // Effort over time is a head count, by the effort of one person in that time.
                BaseUnit::Effort(work) if staffing.is_some_and(|(work, _)| work == index) => {
                    parts.scale.times(system.work(*work), false);
                    parts.counted[index] = Some((Some(&PERSON), false));
                }
                BaseUnit::Time(time) if staffing.is_some_and(|(_, time)| time == index) => {
                    parts.scale.times(system.work(*time), true);
                }
                BaseUnit::Time(time) => {
                    parts.scale.times(time.seconds(), *per);
                    parts.time += power;
                    if *per && parts.period.is_none() {
                        parts.period = Some(*time);
                    }
                }
                BaseUnit::Effort(work) => {
                    parts.scale.times(system.work(*work), *per);
                    parts.effort += power;
                }
                BaseUnit::Points => {
                    parts.scale.times(100, !*per);
                    parts.points = true;
                }
                BaseUnit::People => parts.counted[index] = Some((Some(&PERSON), *per)),
                BaseUnit::Noun(noun) => parts.counted[index] = Some((Some(noun), *per)),
                BaseUnit::AnyNoun => parts.counted[index] = Some((None, *per)),
                BaseUnit::Money(_) | BaseUnit::AnyMoney | BaseUnit::Percent => {}
            }
        }
        parts
    }
}

impl UnitSystem {
    /// How values in `from` become values in `to`.
    ///
    /// A named noun accepts itself and nouns that are `is:` it, `count` any noun; `money` is filled by the plan's
    /// currency, or by the value's own where the plan has none. A plain number is accepted as a ratio only.
    ///
    /// # Errors
    ///
    /// Why they do not measure the same.
    pub fn convert(&self, from: &Unit, to: &Unit) -> Result<Conversion, Mismatch> {
        if from == to && !to.has_wildcard() {
            return Ok(Conversion { multiply: 1.0, divide: 1.0, unit: to.clone(), note: None });
        }
        if from.is_number() && !to.is_ratio() {
            return Err(Mismatch::Bare { asked: to.clone() });
        }
        let mismatch = || Mismatch::Dimension { given: from.clone(), asked: to.clone() };
        let (given, asked) = (UnitParts::of(from, self), UnitParts::of(to, self));
        if (given.time, given.effort) != (asked.time, asked.effort) {
            return Err(mismatch());
        }
        let mut filled = to.has_wildcard().then(|| to.factors().to_vec());
        let mut scale = self.money(from, to, filled.as_deref_mut())?.ok_or_else(mismatch)?;
        self.nouns(from, to, &given.counted, &asked.counted, filled.as_deref_mut())?;
        for (part, inverse) in [(given.scale, false), (asked.scale, true)] {
            let (multiply, divide) = part.parts();
            scale.rate(multiply, divide, inverse);
        }
        let note = self.note(&given, &asked, from.is_percent());
        // Both parts are whole numbers where no rate comes in: taken together, they reduce once more.
        let (multiply, divide) = reduced(scale.parts());
        let unit = match filled {
            Some(factors) => Unit::new(factors).unwrap_or_else(|| to.clone()),
            None => to.clone(),
        };
        Ok(Conversion { multiply, divide, unit, note })
    }

    /// Pairs the money of both sides; `None` where one side has more of it.
    fn money(
        &self,
        from: &Unit,
        to: &Unit,
        mut filled: Option<&mut [UnitFactor]>,
    ) -> Result<Option<ExactRatio>, Mismatch> {
        let is_money = |factor: &&UnitFactor| matches!(factor.base, BaseUnit::Money(_) | BaseUnit::AnyMoney);
        let mut scale = ExactRatio::ONE;
        for per in [false, true] {
            let mut given = from.factors().iter().filter(is_money).filter(|factor| factor.per == per);
            for (index, asked) in to.factors().iter().enumerate() {
                if asked.per != per || !is_money(&asked) {
                    continue;
                }
                let target = match (given.next().map(|factor| &factor.base), &asked.base) {
                    (None, _) | (Some(BaseUnit::AnyMoney), BaseUnit::Money(_)) => return Ok(None),
                    (Some(BaseUnit::Money(given)), BaseUnit::Money(asked)) => Some((*given, *asked)),
                    (Some(BaseUnit::Money(given)), _) => Some((*given, self.currency().unwrap_or(*given))),
                    (Some(_), _) => None,
                };
                let Some((from, to)) = target else { continue };
                let (multiply, divide) = self.rates().between(from, to).ok_or(Mismatch::MissingRate { from, to })?;
                scale.rate(multiply, divide, per);
                if let Some(filled) = &mut filled {
                    filled[index].base = BaseUnit::Money(to);
                }
            }
            if given.next().is_some() {
                return Ok(None);
            }
        }
        Ok(Some(scale))
    }

    /// Pairs what is counted on both sides: the same, then what `is:` it, then anything for `count`.
    fn nouns<'b>(
        &self,
        from: &Unit,
        to: &Unit,
        given: &[Option<CountedNoun<'b>>; MAX_UNIT_FACTORS],
        asked: &[Option<CountedNoun<'b>>; MAX_UNIT_FACTORS],
        mut filled: Option<&mut [UnitFactor]>,
    ) -> Result<(), Mismatch> {
        let mut left = *given;
        let mut open = *asked;
        for round in 0..3 {
            for (index, place) in open.iter_mut().enumerate() {
                let Some((wanted, per)) = *place else { continue };
                let accepts = |noun: Option<&Noun>| match (round, wanted, noun) {
                    (0, wanted, noun) => wanted == noun,
                    (1, Some(wanted), Some(noun)) => self.counts_as(noun, wanted),
                    (2, None, Some(_)) => true,
                    _ => false,
                };
                let found =
                    left.iter_mut().find(|item| item.is_some_and(|(noun, below)| below == per && accepts(noun)));
                let Some(item) = found else { continue };
                if let (Some(filled), None, Some((Some(noun), _))) = (&mut filled, wanted, *item) {
                    filled[index].base = if *noun == *PERSON { BaseUnit::People } else { BaseUnit::Noun(noun.clone()) };
                }
                (*item, *place) = (None, None);
            }
        }
        let (given, asked) = (from.clone(), to.clone());
        let count = |items: &[Option<CountedNoun>; MAX_UNIT_FACTORS], per| {
            items.iter().flatten().filter(|(_, below)| *below == per).count()
        };
        let first =
            |items: &[Option<CountedNoun<'b>>; MAX_UNIT_FACTORS]| items.iter().flatten().find_map(|(noun, _)| *noun);
        let alike = [false, true].iter().all(|&per| count(&left, per) == count(&open, per));
        match (first(&left), first(&open)) {
            _ if left.iter().chain(&open).all(Option::is_none) => Ok(()),
            // As many are left as are open: only the nouns differ. A head count is no noun like others.
            (Some(noun), Some(wanted)) if alike && *noun != *PERSON && *wanted != *PERSON => {
                Err(Mismatch::Noun { given, asked, noun: noun.clone(), wanted: wanted.clone() })
            }
            _ => Err(Mismatch::Dimension { given, asked }),
        }
    }

    fn note(&self, given: &UnitParts, asked: &UnitParts, percent: bool) -> Option<Note> {
        if percent && asked.points {
            return Some(Note::RelativeChange);
        }
        let (Some(period), Some(other)) = (given.period, asked.period) else { return None };
        if period == other {
            return None;
        }
        let unique = |item: &CountedNoun| item.0.filter(|noun| !item.1 && self.is_unique(noun)).cloned();
        let noun = given.counted.iter().flatten().find_map(unique)?;
        Some(Note::PeopleAreNotEvents { noun, given: period, asked: other })
    }
}

/// Two numbers with the same quotient, whole numbers without a common divisor where both are whole.
fn reduced((multiply, divide): (f64, f64)) -> (f64, f64) {
    const EXACT: f64 = 9e15;
    let whole = |number: f64| number.fract() == 0.0 && (1.0..EXACT).contains(&number);
    if !whole(multiply) || !whole(divide) {
        return (multiply, divide);
    }
    let mut scale = ExactRatio::ONE;
    scale.times(multiply as u64, false);
    scale.times(divide as u64, true);
    scale.parts()
}
