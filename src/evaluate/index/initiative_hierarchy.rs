//! Wholes and their parts: who names whom as `parent`.

use crate::model::{Datum, Plan};

/// The initiatives as a forest. What lies in a circle of parents has none.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct InitiativeHierarchy {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    order: Vec<usize>,
}

impl InitiativeHierarchy {
    pub(in crate::evaluate) fn new(plan: &Plan) -> InitiativeHierarchy {
        let parent = |i: &std::sync::Arc<crate::model::Initiative>| match i.record.value("parent") {
            Some(Datum::Reference { id, .. }) => plan.by_id.get(id).copied(),
            _ => None,
        };
        let mut parents: Vec<Option<usize>> = plan.initiatives.iter().map(parent).collect();
        // Whoever never gets to a root goes round in a circle, or hangs on one.
        let mut rooted = vec![false; parents.len()];
        for start in 0..parents.len() {
            let (mut way, mut at) = (Vec::new(), Some(start));
            while let Some(here) = at.filter(|here| !rooted[*here] && way.len() <= parents.len()) {
                way.push(here);
                at = parents[here];
            }
            if at.is_none_or(|here| rooted[here]) {
                way.into_iter().for_each(|here| rooted[here] = true);
            } else {
                // The circle is opened where this way meets itself.
                let circle = way.iter().position(|here| Some(*here) == at).unwrap_or(0);
                let closes =
                    way[circle + 1..].iter().position(|here| Some(*here) == at).map_or(way.len(), |n| circle + 1 + n);
                way[circle..closes].iter().for_each(|here| parents[*here] = None);
                way.into_iter().for_each(|here| rooted[here] = true);
            }
        }
        let mut children = vec![Vec::new(); parents.len()];
        for (child, parent) in parents.iter().enumerate().filter_map(|(c, p)| Some((c, (*p)?))) {
            children[parent].push(child);
        }
        let id = |i: &usize| &plan.initiatives[*i].record.id;
        children.iter_mut().for_each(|c| c.sort_by(|a, b| id(a).cmp(id(b))));
        let mut order: Vec<usize> = (0..parents.len()).filter(|i| parents[*i].is_none()).collect();
        order.sort_by(|a, b| id(a).cmp(id(b)));
        let mut at = 0;
        while let Some(here) = order.get(at).copied() {
            order.extend(children[here].iter().copied());
            at += 1;
        }
        InitiativeHierarchy { parents, children, order }
    }

    /// What an initiative is a part of.
    pub(in crate::evaluate) fn parent(&self, initiative: usize) -> Option<usize> {
        self.parents.get(initiative).copied().flatten()
    }

    /// Its parts, by id.
    pub(crate) fn children(&self, initiative: usize) -> &[usize] {
        self.children.get(initiative).map_or(&[], Vec::as_slice)
    }

    /// Itself, then what it is a part of, and so on.
    pub(crate) fn self_and_ancestors(&self, initiative: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(initiative), |i| self.parent(*i))
    }

    /// Every initiative, each after what it is a part of; of equals by id.
    pub(crate) fn parents_first(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.order.iter().copied()
    }
}
