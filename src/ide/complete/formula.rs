//! Formulas: names in scope, what stands behind a dot, names between quotes.

use super::super::candidate::{Candidate, CandidateCollector, CandidateKind as Kind, Completion};
use super::super::cursor_context::OpenBlock;
use super::super::formula_token::{FormulaToken, FormulaTokenKind, tokens};
use super::super::knowledge::Knowledge;
use super::super::members::{ITEM_GROUPS, PathNode, PathSyntax, offer_items};
use crate::formula::{AGGREGATES, FUNCTIONS};
use crate::model::Datum;
use crate::schema::FieldType;

/// What stands bare in a formula.
#[derive(Debug, Default)]
pub(in crate::ide) struct Scope<'t> {
    /// Initiatives and metrics, and groups of items.
    whole: bool,
    /// Metrics alone.
    metrics: bool,
    /// The facts of an item of this kind.
    facts: Option<&'t str>,
    /// The inputs of this framework.
    framework: Option<&'t str>,
    /// Inputs that the text declares, which the plan need not know yet.
    inputs: Vec<&'t str>,
    /// The names that stand beside facts and inputs: `it`, `metric`, `score`, `plan`.
    groups: bool,
    /// Aggregates over all initiatives.
    aggregates: bool,
}

impl<'t> Scope<'t> {
    /// That of an expectation.
    pub(super) fn plan() -> Self {
        Scope { whole: true, ..Scope::default() }
    }

    /// That of a rule over the items of a kind.
    pub(super) fn facts(kind: &'t str) -> Self {
        Scope { facts: Some(kind), groups: true, ..Scope::default() }
    }

    /// That of a question about each initiative of a ranking: beside its facts stand inputs and score.
    pub(super) fn query(known: &Knowledge<'t>) -> Self {
        let framework = known.plan.settings.rank_by.as_ref().map(|(name, _)| &**name);
        Scope { framework, ..Scope::facts("initiative") }
    }

    /// Whether `score` is the number that a framework gives, and not the group of all scores.
    fn is_scored(&self) -> bool {
        self.facts.is_some() && self.framework.is_some()
    }

    /// That of the code in a field of a plan's block.
    pub(super) fn of(frames: &[OpenBlock<'t>], field: &str, known: &Knowledge<'_>) -> Self {
        let inputs =
            |f: &OpenBlock<'t>| f.blocks.iter().filter(|(k, _)| *k == "input").filter_map(|(_, id)| *id).collect();
        match frames {
            [.., framework] if framework.kind == "framework" && field == "score" => {
                Scope { framework: framework.id, inputs: inputs(framework), groups: true, ..Scope::default() }
            }
            [.., framework, rule] if framework.kind == "framework" && rule.kind == "rule" => Scope {
                framework: framework.id,
                inputs: inputs(framework),
                aggregates: rule.value("each") == Some("framework"),
                ..Scope::facts("initiative")
            },
            [.., rule] if rule.kind == "rule" => match rule.value("each") {
                Some("plan") => Scope { aggregates: true, ..Scope::facts("initiative") },
                Some(kind) if known.kind(kind).is_some() => Scope::facts(kind),
                _ => Scope::facts("initiative"),
            },
            [.., metric] if metric.kind == "metric" => Scope { metrics: true, ..Scope::default() },
            [.., expect] if expect.kind == "expect" => Scope::plan(),
            _ => Scope::facts("initiative"),
        }
    }

    /// What a bare name leads to.
    fn find<'a>(&self, name: &'a str, known: &Knowledge<'a>) -> Option<PathNode<'a>> {
        let item = |kind: &str| Some(PathNode::Item(known.kind(kind)?, None));
        if self.whole {
            if let Some(kind @ ("initiative" | "metric")) = known.kind_of(name) {
                return PathNode::item(known, kind, name);
            }
            return match name {
                "metric" => Some(PathNode::Items("metric")),
                "framework" => Some(PathNode::Items("framework")),
                "team" => Some(PathNode::Items("team")),
                "person" => Some(PathNode::Items("person")),
                "plan" => PathNode::item(known, "plan", ""),
                "context" => context(known),
                _ => None,
            };
        }
        if name == "context" && self.groups {
            return context(known);
        }
        if let Some(kind) = self.facts
            && let Some(found) = item(kind)?.step(known, name, PathSyntax::Formula)
        {
            return Some(found);
        }
        match name {
            "it" if self.groups => item(self.facts.unwrap_or("initiative")),
            "metric" if self.groups => Some(PathNode::Items("metric")),
            "score" if self.groups && !self.is_scored() => Some(PathNode::Scores),
            "plan" if self.groups => PathNode::item(known, "plan", ""),
            "weight" if self.groups && self.facts.is_none() => {
                let row = known.block(known.kind("initiative")?, self.framework?)?;
                Some(PathNode::Inputs(row))
            }
            _ => None,
        }
    }
}

/// Completes at `offset` in the formula that begins at byte `from` of a text.
pub(super) fn complete(text: &str, from: usize, offset: usize, scope: &Scope<'_>, known: &Knowledge<'_>) -> Completion {
    let code = text.get(from..offset).unwrap_or("");
    let words = tokens(code);
    let nothing = Completion { start: offset, candidates: Vec::new() };
    let end = code.len();
    let Some(last) = words.last().filter(|t| t.end == end) else {
        return bare(code, "", offset, scope, known, &words);
    };
    match last.kind {
        FormulaTokenKind::Comment | FormulaTokenKind::Junk => nothing,
        FormulaTokenKind::Text if last.open => {
            let typed = last.inside(code);
            let mut pool = CandidateCollector::new(typed.rsplit('.').next().unwrap_or(typed));
            quoted(code, &words, typed, scope, known, &mut pool);
            let word = typed.rsplit('.').next().map_or(0, str::len);
            pool.finish(offset - word)
        }
        FormulaTokenKind::Text | FormulaTokenKind::Number => nothing,
        FormulaTokenKind::Name => bare(code, last.text(code), offset, scope, known, &words[..words.len() - 1]),
        FormulaTokenKind::Sign => bare(code, "", offset, scope, known, &words),
    }
}

/// A name, perhaps behind a dot; `before` are the words in front of it.
fn bare(
    code: &str,
    typed: &str,
    offset: usize,
    scope: &Scope<'_>,
    known: &Knowledge<'_>,
    before: &[FormulaToken],
) -> Completion {
    let mut pool = CandidateCollector::new(typed);
    let start = offset - typed.len();
    match before.last().map(|t| (t.kind, t.text(code))) {
        Some((FormulaTokenKind::Sign, "." | "?.")) => {
            if let Some(node) = node(code, &before[..before.len() - 1], scope, known) {
                node.offer(known, PathSyntax::Formula, &mut pool);
            }
        }
        // Behind a finished value only an operator may stand.
        Some((FormulaTokenKind::Number | FormulaTokenKind::Text, _)) | Some((FormulaTokenKind::Sign, ")" | "]")) => {}
        Some((FormulaTokenKind::Name, name)) if !crate::syntax::RESERVED_WORDS.contains(&name) => {
            pool.word("in", "whether a list or a text holds it");
        }
        Some((FormulaTokenKind::Name, "let")) => {}
        _ => offer_names(scope, known, &locals(code), &mut pool),
    }
    pool.finish(start)
}

/// The names of a chain `a.b.c` that ends the words, in order.
fn name_chain<'t>(code: &'t str, words: &[FormulaToken]) -> Vec<&'t str> {
    let mut names = Vec::new();
    let mut rest = words;
    while let [before @ .., name] = rest {
        if name.kind != FormulaTokenKind::Name {
            return Vec::new();
        }
        names.push(name.text(code));
        match before {
            [more @ .., dot] if matches!(dot.text(code), "." | "?.") => rest = more,
            _ => break,
        }
    }
    names.reverse();
    names
}

/// What the chain that ends the words leads to.
fn node<'a>(code: &'a str, words: &[FormulaToken], scope: &Scope<'_>, known: &Knowledge<'a>) -> Option<PathNode<'a>> {
    let names = name_chain(code, words);
    follow_in(scope, known, &names)
}

/// What names lead to in a formula over the whole plan.
pub(super) fn follow<'a>(known: &Knowledge<'a>, names: &[&'a str]) -> Option<PathNode<'a>> {
    follow_in(&Scope::plan(), known, names)
}

fn follow_in<'a>(scope: &Scope<'_>, known: &Knowledge<'a>, names: &[&'a str]) -> Option<PathNode<'a>> {
    let (first, rest) = names.split_first()?;
    let mut node = scope.find(first, known)?;
    for name in rest {
        node = node.step(known, name, PathSyntax::Formula)?;
    }
    Some(node)
}

/// Offers every name that may stand bare.
pub(super) fn offer_names(
    scope: &Scope<'_>,
    known: &Knowledge<'_>,
    locals: &[&str],
    pool: &mut CandidateCollector<'_>,
) {
    locals.iter().for_each(|name| pool.add(Kind::Name, name, "a name of this formula"));
    let framework = scope.framework.and_then(|f| known.block(known.kind("initiative")?, f));
    for field in framework.into_iter().flat_map(|f| f.fields.values()).filter(|f| &*f.name != "cost_to_learn") {
        pool.add(Kind::Field, &field.name, &field.doc);
    }
    scope.inputs.iter().for_each(|name| pool.add(Kind::Field, name, "an input of the framework"));
    if scope.whole {
        offer_items(known, "initiative", pool);
        offer_items(known, "metric", pool);
        ITEM_GROUPS.iter().for_each(|(name, doc)| pool.add(Kind::Word, name, doc));
    }
    if scope.metrics {
        return offer_items(known, "metric", pool);
    }
    if let Some(row) = scope.facts.and_then(|kind| known.kind(kind)) {
        PathNode::Item(row, None).offer(known, PathSyntax::Formula, pool);
    }
    if scope.groups {
        pool.word("it", "the item itself: `it.phase`");
        pool.word("metric", "the metrics by name: `metric.NAME.gap`");
        match scope.is_scored() {
            true => pool.add(Kind::Field, "score", "the score under the framework"),
            false => pool.word("score", "its scores by framework: `score.NAME`"),
        }
        pool.word("plan", "the settings of the plan");
        pool.word("context", "the context it is in: `context.interviews`");
        if scope.facts.is_none() {
            pool.word("weight", "the weights of the inputs: `weight.NAME`");
        }
    }
    if scope.aggregates {
        for aggregate in AGGREGATES {
            pool.offer(aggregate.name, || {
                Candidate::new(Kind::Function, aggregate.name, aggregate.doc).labelled(aggregate.signature)
            });
        }
    }
    for function in FUNCTIONS.iter().filter(|f| !scope.whole || f.name != "in_team") {
        pool.offer(function.name, || {
            Candidate::new(Kind::Function, function.name, function.doc).labelled(function.signature)
        });
    }
    for (name, doc) in [
        ("if", "one value or another: `if x > 1 { a } else { b }`"),
        ("let", "gives a value a name: `let base = reach * impact;`"),
        ("true", ""),
        ("false", ""),
    ] {
        pool.word(name, doc);
    }
}

/// What surrounds a text between quotes.
enum QuoteContext<'t> {
    /// The argument of a function, counted from 0.
    Argument(&'t str, usize),
    /// Compared to what these words end with.
    Compared(usize),
    Nothing,
}

fn quote_context<'t>(code: &'t str, before: &[FormulaToken]) -> QuoteContext<'t> {
    let (mut depth, mut commas) = (0usize, 0);
    for (index, token) in before.iter().enumerate().rev() {
        match (token.kind, token.text(code)) {
            (FormulaTokenKind::Sign, ")" | "]" | "}") => depth += 1,
            (FormulaTokenKind::Sign, "(" | "[" | "{") if depth > 0 => depth -= 1,
            (FormulaTokenKind::Sign, "(") => {
                let name =
                    index.checked_sub(1).and_then(|i| before.get(i)).filter(|t| t.kind == FormulaTokenKind::Name);
                return name.map_or(QuoteContext::Nothing, |t| QuoteContext::Argument(t.text(code), commas));
            }
            // `phase in ["idea", "…`
            (FormulaTokenKind::Sign, "[") => {
                let held = index.checked_sub(1).filter(|i| before[*i].text(code) == "in");
                return held.map_or(QuoteContext::Nothing, QuoteContext::Compared);
            }
            (FormulaTokenKind::Sign, ",") if depth == 0 => commas += 1,
            (FormulaTokenKind::Sign, "==" | "!=") if depth == 0 && index + 1 == before.len() => {
                return QuoteContext::Compared(index);
            }
            _ => {}
        }
    }
    QuoteContext::Nothing
}

/// Offers what may stand between quotes.
fn quoted(
    code: &str,
    words: &[FormulaToken],
    typed: &str,
    scope: &Scope<'_>,
    known: &Knowledge<'_>,
    pool: &mut CandidateCollector<'_>,
) {
    let before = &words[..words.len() - 1];
    match quote_context(code, before) {
        QuoteContext::Argument("ranking", 0) | QuoteContext::Argument("score" | "position", 1) => {
            offer_items(known, "framework", pool);
        }
        QuoteContext::Argument("score" | "position", 0) => offer_items(known, "initiative", pool),
        QuoteContext::Argument("in_team", 0) => offer_items(known, "team", pool),
        QuoteContext::Argument("has", 0) => {
            let Some(row) = known.kind(scope.facts.unwrap_or("initiative")) else { return };
            let mut node = PathNode::Item(row, None);
            let names: Vec<&str> = typed.split('.').collect();
            for name in &names[..names.len() - 1] {
                match node.step(known, name, PathSyntax::Formula) {
                    Some(next) => node = next,
                    None => return,
                }
            }
            node.offer(known, PathSyntax::Formula, pool);
        }
        QuoteContext::Compared(at) => {
            let node = node(code, &before[..at], scope, known);
            // What names another item compares as its name.
            if let Some(PathNode::Item(row, _)) = node {
                offer_items(known, &row.name, pool);
            }
            if let Some(PathNode::Field(row, field)) = node {
                field.of.iter().for_each(|w| pool.word(w, ""));
                match &field.ty {
                    FieldType::Reference(kind) => offer_items(known, kind, pool),
                    FieldType::Word if field.of.is_empty() && &*row.name == "initiative" => {
                        let all = known.plan.initiatives.iter().flat_map(|i| i.record.all(&field.name));
                        for clause in all.flat_map(|f| &f.clauses) {
                            if let Datum::Word(used) = &clause.head {
                                pool.word(used, "used in the plan");
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        _ => {
            offer_items(known, "initiative", pool);
            offer_items(known, "framework", pool);
        }
    }
}

/// The context of the plan, where it names one; else what any context has.
fn context<'a>(known: &Knowledge<'a>) -> Option<PathNode<'a>> {
    let id = known.plan.settings.context.as_deref().unwrap_or_default();
    PathNode::item(known, "context", id)
}

/// The names that a formula's `let` brings in before the cursor.
fn locals(text: &str) -> Vec<&str> {
    let words = tokens(text);
    let pairs = words.windows(2).filter(|w| w[0].text(text) == "let" && w[1].kind == FormulaTokenKind::Name);
    pairs.filter(|w| w[1].end < text.len()).map(|w| w[1].text(text)).collect()
}
