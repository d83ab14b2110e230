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
mod history;
mod overlay_layers;
mod rank_moves;
mod refused;
mod save;
mod session;
#[cfg(test)]
mod tests;
mod value_overlay;
mod within;

pub use change::{Change, WrittenChange};
pub use effect::Effect;
pub use rank_moves::{ChangeCause, RankMove, ScoreAndRank, ScoreShift, inputs_changed};
pub use refused::RefusedChange;
pub use save::{FileChange, SaveResult};
pub use session::Session;
