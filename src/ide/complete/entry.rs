//! Where a field or block may begin: what may stand there and does not yet.

use super::super::candidate::{Candidate, CandidateCollector, CandidateKind as Kind};
use super::super::cursor_context::{OpenBlock, block_schema};
use super::super::knowledge::Knowledge;
use super::super::members::{offer_block, offer_items};
use crate::schema::BlockSchema;

/// Offers the kinds, and `use`.
pub(super) fn offer_kinds(known: &Knowledge<'_>, pool: &mut CandidateCollector<'_>) {
    known.kinds().iter().for_each(|k| pool.add(Kind::Kind, &k.name, &k.doc));
    pool.add(Kind::Kind, "use", "Takes in another file of the plan, or a file of functions: `use \"growth.plan\"`.");
}

/// Offers the fields and blocks that the innermost block still takes.
pub(super) fn offer(known: &Knowledge<'_>, frames: &[OpenBlock<'_>], pool: &mut CandidateCollector<'_>) {
    let Some(frame) = frames.last() else { return offer_kinds(known, pool) };
    let Some(row) = block_schema(known, frames) else { return };
    let given = |name: &str| frame.fields.iter().any(|(field, _)| *field == name);
    for field in row.fields.values().filter(|f| f.required && !given(&f.name)) {
        pool.offer(&field.name, || Candidate::new(Kind::Field, &*field.name, format!("required: {}", field.doc)));
    }
    for field in row.fields.values().filter(|f| f.repeat || !given(&f.name)) {
        pool.add(Kind::Field, &field.name, &field.doc);
    }
    free_fields(known, frames, row, &given, pool);
    let has = |block: &BlockSchema| frame.blocks.iter().any(|(kind, _)| *kind == &*block.name);
    for block in known.blocks(row).into_iter().filter(|b| b.repeat || b.named || !has(b)) {
        offer_block(block, pool);
    }
    let is_item = frames.len() == 1 || frames.len() == 2 && frames[0].kind == "scenario";
    if is_item && row.named && !given("was") && known.kind(frame.kind).is_some() {
        pool.add(Kind::Field, "was", "The name it had before.");
    }
    if is_item && frames.len() == 2 && !given("drop") {
        pool.add(Kind::Field, "drop", "`yes` takes the item out of the plan in this scenario.");
    }
    if &*row.name == "scenario" {
        known.kinds().iter().filter(|k| !matches!(&*k.name, "scenario" | "plan")).for_each(|k| {
            pool.add(Kind::Kind, &k.name, &k.doc);
        });
    }
}

/// Offers what fields of any name are likely to be called.
fn free_fields(
    known: &Knowledge<'_>,
    frames: &[OpenBlock<'_>],
    row: &BlockSchema,
    given: &dyn Fn(&str) -> bool,
    pool: &mut CandidateCollector<'_>,
) {
    let fields = |of: &BlockSchema, pool: &mut CandidateCollector<'_>| {
        of.fields.values().filter(|f| !given(&f.name)).for_each(|f| pool.add(Kind::Field, &f.name, &f.doc));
    };
    let initiative = known.kind("initiative");
    match (row.any_field, row.any_block) {
        // An example is an initiative on paper: the framework's inputs, then all that an initiative has.
        (true, true) => {
            let framework = frames.first().and_then(|f| f.id);
            let inputs = framework.zip(initiative).and_then(|(f, i)| known.block(i, f));
            inputs.into_iter().for_each(|inputs| fields(inputs, pool));
            if let Some(initiative) = initiative {
                fields(initiative, pool);
                known.blocks(initiative).into_iter().for_each(|b| offer_block(b, pool));
            }
        }
        // A weighting names the inputs of its framework.
        (true, false) if frames.len() == 1 => {
            let framework = frames[0].value("for").and_then(|f| known.framework(f));
            for input in framework.iter().flat_map(|f| &f.inputs).filter(|i| !given(&i.id)) {
                pool.offer(&input.id, || Candidate::new(Kind::Field, &*input.id, "an input of the framework"));
            }
        }
        // Blocks of an initiative with fields of any name hold values of metrics.
        (true, false) => {
            for (id, title) in known.items("metric").filter(|(id, _)| !given(id)) {
                pool.offer_item(id, || Candidate::new(Kind::Field, id, title));
            }
        }
        _ => {}
    }
}

/// Offers the names of what is there already under a kind, for a piece of plan that is laid over it.
pub(super) fn offer_item_names(
    known: &Knowledge<'_>,
    frames: &[OpenBlock<'_>],
    kind: &str,
    pool: &mut CandidateCollector<'_>,
) {
    match frames {
        [] if known.kind(kind).is_some_and(|k| k.named) => offer_items(known, kind, pool),
        [scenario] if scenario.kind == "scenario" && known.kind(kind).is_some_and(|k| k.named) => {
            offer_items(known, kind, pool);
        }
        [item] | [_, item] => {
            let record = item.id.and_then(|id| known.record(item.kind, id));
            let blocks = record.into_iter().flat_map(|r| &r.blocks);
            for block in blocks.filter(|b| &*b.kind == kind && !b.id.is_empty()) {
                pool.add(Kind::Name, &block.id, block.title());
            }
        }
        _ => {}
    }
}
