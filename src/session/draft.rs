//! Changes of a plan without a session.

use super::change::Change;
use super::effect::{Effect, PlanDiff};
use super::error::{SessionError, invalid};
use super::overlay_layers::{parse_overlay, resolve_all};
use crate::limit::{Limit, Stopped};
use crate::pipeline::{Parsed, Resolved, Scored, ViewError};
use crate::{resolve, syntax};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Scored {
    /// The plan with changes laid over it, one after another, and what they come to. This plan stays as it is, so that
    /// many threads may try changes of it. Where nothing but facts of initiatives changes only those are scored anew.
    ///
    /// For changes that follow one another a [`Session`](super::Session) is meant: here each is laid over what it is given.
    ///
    /// ```
    /// use planwright::Limit;
    /// use planwright::{Source, View};
    /// use planwright::session::Change;
    /// let text = "initiative sso \"Single sign-on\" { ice { impact: 5; confidence: 6; ease: 9 } }";
    /// let scored = Source::text("my.plan", text).parse()?.resolve(&View::default())?.evaluate();
    /// let (later, effect) = scored.with(&[Change::set("sso.ice.ease", "3")], &Limit::default()).expect("a sound change");
    /// assert_eq!(effect.shifts[0].moves[0].after.map(|s| s.score), Some(30.0));
    /// assert_eq!(later.evaluated.ranking("ice", false).expect("it uses ice").rows[0].score, 30.0);
    /// assert_eq!(scored.evaluated.ranking("ice", false).expect("it uses ice").rows[0].score, 90.0);
    /// # Ok::<(), planwright::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`SessionError::Edit`] where an address leads nowhere or a value does not belong there, [`SessionError::Invalid`] where the changes
    /// together make new errors, [`SessionError::View`] where they take away what the plan is looked at by,
    /// [`SessionError::Interrupted`] where the limit stopped it.
    pub fn with(&self, changes: &[Change], limit: &Limit) -> Result<(Scored, Effect), SessionError> {
        let made = limit.run(|| {
            let (after, last) = laid(self, changes)?;
            let compared = PlanDiff::new(self, &after);
            let errors = compared.errors();
            match errors.is_empty() {
                true => Ok((after, compared.into())),
                false => Err(invalid(errors, after.sources, &last)),
            }
        });
        made.unwrap_or_else(|Stopped| Err(SessionError::Interrupted))
    }
}

/// A plan with changes laid over it, and the text of the last one.
fn laid(before: &Scored, changes: &[Change]) -> Result<(Scored, Arc<str>), SessionError> {
    let mut draft =
        Draft { before, resolved: before.resolved().clone(), pending: Vec::new(), touched: Some(BTreeSet::new()) };
    let mut last = Arc::from("");
    for change in changes {
        if !change.is_text() {
            // What a value stands in depends on the changes before it.
            draft.apply_pending()?;
        }
        let text = change.to_overlay(&draft.resolved)?.0.overlay;
        last = text.clone();
        draft.pending.push(text);
    }
    draft.apply_pending()?;
    let Draft { resolved, touched, .. } = draft;
    let view = before.view();
    let scored = match touched {
        Some(touched) => {
            let touched: Vec<usize> = touched.into_iter().collect();
            let evaluated = before.evaluated.update(&resolved.plan, &touched);
            Scored::new(resolved, view, evaluated)
        }
        None => Resolved::for_view(resolved, view).evaluate(),
    };
    Ok((scored, last))
}

/// A plan that changes are being laid over.
struct Draft<'s> {
    before: &'s Scored,
    resolved: resolve::ResolvedPlan,
    /// Texts that are not laid yet.
    pending: Vec<Arc<str>>,
    /// The initiatives whose facts changed; `None` where more did.
    touched: Option<BTreeSet<usize>>,
}

impl Draft<'_> {
    /// Lays what is open.
    fn apply_pending(&mut self) -> Result<(), ViewError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut sources = self.resolved.sources.clone();
        let texts = std::mem::take(&mut self.pending);
        let read: Vec<Arc<syntax::SyntaxTree>> = texts.iter().map(|text| parse_overlay(&mut sources, text)).collect();
        let overlays: Vec<Arc<syntax::SyntaxTree>> = self.resolved.overlays().iter().chain(&read).cloned().collect();
        let changed: Vec<&syntax::SyntaxTree> = read.iter().map(|p| &**p).collect();
        if let Some((resolved, touched)) = self.resolved.update(sources, &overlays, &changed) {
            self.resolved = resolved;
            self.touched.iter_mut().for_each(|all| all.extend(&touched));
            return Ok(());
        }
        // The view lays its own texts below the others again.
        let view = self.before.view();
        let texts = overlays.iter().skip(view.overlays.len()).map(|o| &o.text);
        let parsed = Parsed { loaded: self.resolved.without_overlays(), root: None };
        self.resolved = resolve_all(parsed, view, texts)?.0.resolved;
        self.touched = None;
        Ok(())
    }
}
