//! Floor 10: what an editor or a prompt asks while somebody types: completion, colours, whether a text goes on, what
//! a word means. Plain data, no terminal; every answer is for text that is finished or not, and none ever fails.
//!
//! ```
//! use planwright::ide::{complete, Knowledge, Language};
//! use planwright::{Source, View};
//! let text = "initiative sso { phase: idea }";
//! let resolved = Source::text("my.plan", text).parse()?.resolve(&View::default())?.resolved;
//! let known = Knowledge { plan: &resolved.plan, schema: &resolved.schema };
//! let typed = "initiative sso { rice { impact: h";
//! let found = complete(typed, typed.len(), Language::Any, &known);
//! assert_eq!(&typed[found.start..], "h");
//! assert_eq!((&*found.candidates[0].text, &*found.candidates[0].detail), ("high", "2"));
//! # Ok::<(), planwright::Error>(())
//! ```

mod candidate;
mod complete;
mod cursor_context;
mod describe;
mod formula_token;
mod highlighting;
mod hover;
mod input_completeness;
mod knowledge;
mod language;
mod members;
mod plan_token;
mod token;

#[cfg(test)]
mod invariant_tests;
#[cfg(test)]
mod tests;

pub use candidate::{Candidate, CandidateKind, Completion, MAX_CANDIDATES};
pub use complete::complete;
pub use describe::{Description, describe};
pub use highlighting::{TokenClass, token_classes};
pub use hover::hover;
pub use input_completeness::{InputState, Opener, input_state};
pub use knowledge::Knowledge;
pub use language::{Language, language_of};
