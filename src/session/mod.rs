//! Floor 10: a plan explored live: changes laid over it, what they move and why, undo, questions.
//!
//! ```
//! use planwright::{Source, View};
//! use planwright::session::Session;
//! let plan = Source::text("my.plan", r#"
//!     initiative sso "Single sign-on" { ice { impact: 5; confidence: 6; ease: 9 } }
//!     initiative dark "Dark mode" { ice { impact: 2; confidence: 9; ease: 8 } }
//! "#);
//! let mut session = Session::open(plan, View::default())?;
//! let effect = session.set("dark.ice.impact", "9").expect("a sound change");
//! assert_eq!(effect.shifts[0].moves[0].after.map(|s| s.rank), Some(1));
//! assert!(session.undo().expect("nothing interrupts").is_some());
//! # Ok::<(), planwright::Error>(())
//! ```

mod change;
mod effect;
mod history;
mod layer;
mod live;
mod movement;
mod refused;
mod save;
#[cfg(test)]
mod tests;
mod value;
mod with;
mod within;

pub use change::{Change, WrittenChange};
pub use effect::Effect;
pub use live::Session;
pub use movement::{ChangeCause, RankMove, ScoreAndRank, ScoreShift, inputs_changed};
pub use refused::RefusedChange;
pub use save::{FileChange, SaveResult};
