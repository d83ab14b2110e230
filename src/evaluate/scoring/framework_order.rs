//! Frameworks in an order in which each comes after those it reads.

use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{ExpectedType, Sandbox};
use crate::model::{Framework, Plan, Scoring};
use crate::source::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a framework reads: frameworks named by `from:`, and in its formula by `score.NAME`, `score("…", "NAME")` and the
/// like, each with its place. What stands in comments and texts reads nothing.
pub(in crate::evaluate) fn framework_dependencies<'p>(
    plan: &'p Plan,
    framework: &'p Framework,
    sandbox: Option<&Sandbox>,
) -> Vec<(&'p Arc<Framework>, Option<Span>)> {
    let from = framework.inputs.iter().filter_map(|i| i.from.as_ref());
    let mut read: Vec<_> = from.filter_map(|(name, at)| Some((plan.frameworks.get(name)?, Some(*at)))).collect();
    if let Scoring::Formula(code) = &framework.scoring
        && let Some(formula) = sandbox.and_then(|s| s.compile(&code.text, ExpectedType::Number).ok())
    {
        let at = |offset: usize, length: usize| {
            let start = code.span.start as usize + offset;
            Some(Span::new(code.span.source, start, start + length))
        };
        for name in formula.names() {
            if let [group, by, ..] = name.path.as_slice()
                && &**group == "score"
                && framework.input("score").is_none()
                && let Some(other) = plan.frameworks.get(by)
            {
                read.push((other, at(name.offset, name.length)));
            }
        }
        for call in formula.calls().iter().filter(|c| matches!(&*c.name, "score" | "position" | "ranking")) {
            let by = call.args.last().and_then(Option::as_ref);
            read.extend(by.and_then(|by| Some((plan.frameworks.get(&by.text)?, at(by.offset, by.length)))));
        }
    }
    read
}

/// The frameworks so that each comes after those it reads.
pub(in crate::evaluate) fn dependency_order(
    plan: &Plan,
    only: Option<&[&str]>,
    sandbox: Option<&Sandbox>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Framework>> {
    let mut done = BTreeSet::new();
    let mut order = Vec::new();
    for framework in plan.frameworks.values() {
        if only.is_none_or(|o| o.contains(&&*framework.id)) {
            visit(plan, (framework, None), sandbox, &mut Vec::new(), &mut done, &mut order, diagnostics);
        }
    }
    order
}

/// The longest row of frameworks that read one another.
const MAX_CHAIN_LENGTH: usize = 100;

fn visit(
    plan: &Plan,
    (framework, place): (&Arc<Framework>, Option<Span>),
    sandbox: Option<&Sandbox>,
    path: &mut Vec<Arc<str>>,
    done: &mut BTreeSet<Arc<str>>,
    order: &mut Vec<Arc<Framework>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if done.contains(&framework.id) {
        return;
    }
    if let Some(at) = path.iter().position(|p| *p == framework.id) {
        let mut around: Vec<&str> = path[at..].iter().map(|p| &**p).collect();
        around.push(&framework.id);
        let said = match around.as_slice() {
            [own, _] => format!("`{own}` reads its own score"),
            _ => format!("frameworks read one another in a cycle: {}", around.join(" → ")),
        };
        let place = place.filter(|_| around.len() == 2).unwrap_or(framework.header);
        diagnostics.push(Diagnostic::new(Code::CYCLE, place, said).help("take one of these references away"));
        return;
    }
    if path.len() == MAX_CHAIN_LENGTH {
        let said = format!("more than {MAX_CHAIN_LENGTH} frameworks read one another in a row");
        diagnostics.push(
            Diagnostic::new(Code::TOO_DEEP, framework.header, said).help("let some of them read what is at the end"),
        );
        return;
    }
    path.push(framework.id.clone());
    for read in framework_dependencies(plan, framework, sandbox) {
        visit(plan, read, sandbox, path, done, order, diagnostics);
    }
    path.pop();
    if done.insert(framework.id.clone()) {
        order.push(framework.clone());
    }
}
