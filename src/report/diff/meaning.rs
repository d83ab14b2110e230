//! What a fact says.

use crate::model::{Clause, Datum, Fact};

/// What a fact says, wherever it stands and whatever reason is given.
pub(super) fn meaning(fact: &Fact) -> String {
    let datum = |datum: &Datum| match datum {
        Datum::Code(code) => code.text.to_string(),
        other => format!("{other:?}"),
    };
    let clause = |clause: &Clause| {
        let tails = clause.tails.iter().map(|(connective, tail)| format!(" {connective} {}", datum(tail)));
        datum(&clause.head) + tails.collect::<String>().as_str()
    };
    fact.clauses.iter().map(clause).collect::<Vec<_>>().join(", ")
}

/// The reason that is given for a fact.
pub(super) fn reason(fact: &Fact) -> Option<String> {
    let all: Vec<&str> =
        fact.clauses.iter().filter_map(|c| c.because.as_deref()).chain(fact.because.as_deref()).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
