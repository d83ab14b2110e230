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
mod draft;
mod effect;
mod error;
mod live_session;
mod overlay_layers;
mod rank_moves;
mod save;
#[cfg(test)]
mod tests;
mod time_limit;
mod undo_history;
mod value_overlay;

pub use change::{AppliedChange, Change};
pub use effect::Effect;
pub use error::SessionError;
pub use live_session::Session;
pub use rank_moves::{InputChange, RankMove, ScoreAndRank, ScoreShift, changed_inputs};
pub use save::{FileChange, PendingSave};
