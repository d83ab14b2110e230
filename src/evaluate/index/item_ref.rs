//! Which item of a plan is meant, and the items of a kind in order.

use crate::model::{Plan, Record};

/// Which item it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::evaluate) enum ItemRef {
    Initiative(usize),
    Metric(usize),
    Decision(usize),
    /// An item of another kind: the kind's name comes from the record.
    Other(&'static str, usize),
}

impl ItemRef {
    /// The item as it is written.
    pub(in crate::evaluate) fn record(self, plan: &Plan) -> Option<&Record> {
        match self {
            ItemRef::Initiative(i) => plan.initiatives.get(i).map(|i| &i.record),
            ItemRef::Metric(i) => plan.metrics.get(i).map(|m| &m.record),
            ItemRef::Decision(i) => plan.decisions.get(i).map(|d| &d.record),
            ItemRef::Other(kind, i) => plan.other_items.get(kind).and_then(|o| o.get(i)),
        }
    }
}

/// The items of a kind, in order.
pub(in crate::evaluate) fn item_refs<'p>(
    plan: &'p Plan,
    kind: &'static str,
) -> Box<dyn Iterator<Item = (ItemRef, &'p Record)> + 'p> {
    match kind {
        "initiative" => Box::new(plan.initiatives.iter().enumerate().map(|(i, n)| (ItemRef::Initiative(i), &n.record))),
        "metric" => Box::new(plan.metrics.iter().enumerate().map(|(i, m)| (ItemRef::Metric(i), &m.record))),
        "decision" => Box::new(plan.decisions.iter().enumerate().map(|(i, d)| (ItemRef::Decision(i), &d.record))),
        kind => {
            let items = plan.other_items.get(kind).into_iter().flatten();
            Box::new(items.enumerate().map(move |(i, r)| (ItemRef::Other(kind, i), r)))
        }
    }
}
