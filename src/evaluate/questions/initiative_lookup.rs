//! An initiative by its name.

use crate::diagnostic::closest_match;
use crate::evaluate::scores::Evaluated;
use std::fmt;

/// The plan has no initiative of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoInitiative {
    /// The name.
    pub name: String,
    /// The name that is likely meant.
    pub nearest: Option<String>,
}

impl NoInitiative {
    /// What to do about it, where a name is near.
    pub fn help(&self) -> Option<String> {
        self.nearest.as_ref().map(|near| format!("did you mean `{near}`?"))
    }
}

impl fmt::Display for NoInitiative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no initiative `{}`", self.name)
    }
}

impl std::error::Error for NoInitiative {}

impl Evaluated {
    /// The index of the initiative of this name, by which all else is asked about it.
    ///
    /// # Errors
    /// Where the plan has none.
    pub fn initiative(&self, name: &str) -> Result<usize, NoInitiative> {
        let plan = self.plan();
        plan.by_id.get(name).copied().ok_or_else(|| NoInitiative {
            name: name.to_string(),
            nearest: closest_match(name, plan.initiatives.iter().map(|i| &**i.id())).map(str::to_string),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::{Source, View};

    #[test]
    fn a_name_is_there_or_the_nearest_is_said() {
        let parsed = Source::text("p.plan", "initiative search \"S\" { }\ninitiative sso \"X\" { }").parse().unwrap();
        let evaluated = parsed.resolve(&View::default()).unwrap().evaluate().evaluated;
        assert_eq!(evaluated.initiative("sso"), Ok(1));
        let error = evaluated.initiative("serch").unwrap_err();
        assert_eq!(error.to_string(), "there is no initiative `serch`");
        assert_eq!(error.help().as_deref(), Some("did you mean `search`?"));
        assert_eq!(evaluated.initiative("q").unwrap_err().help(), None);
    }
}
