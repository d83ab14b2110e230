//! Addresses: `streaks.rice.effort`, `minutes.actual[2026-03]`, `team.ingest.capacity[2026-Q3]`.

use super::EditError;
use crate::syntax::is_name;
use std::fmt;

/// Where a value stands: kind where it is needed, name, blocks and field between dots, and the key of a repeated
/// field (its date or name) in brackets.
///
/// ```
/// use planwright::edit::Address;
/// let address = Address::parse("minutes.actual[2026-03]")?;
/// assert_eq!(address.path, ["minutes", "actual"]);
/// assert_eq!(address.key.as_deref(), Some("2026-03"));
/// # Ok::<(), planwright::edit::EditError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The names between the dots, at least two.
    pub path: Vec<String>,
    /// What stands in the brackets.
    pub key: Option<String>,
}

const ADDRESS_HELP: &str = "an address is `ITEM.FIELD`, `ITEM.BLOCK.FIELD` or `KIND.ITEM.FIELD`, with the date or name of a repeated field in brackets: `minutes.actual[2026-03]`";

impl Address {
    /// Reads an address; an error where it is not one.
    pub fn parse(text: &str) -> Result<Address, EditError> {
        let text = text.trim();
        let wrong = |said: String| Err(EditError::new(said).help(ADDRESS_HELP));
        let (names, key) = match text.split_once('[') {
            None => (text, None),
            Some((names, rest)) => match rest.strip_suffix(']').map(str::trim) {
                Some(key) if !key.is_empty() && !key.contains(['[', ']']) => (names, Some(key.to_string())),
                _ => return wrong(format!("`[{rest}` is not a key in brackets")),
            },
        };
        let path: Vec<String> = names.split('.').map(str::to_string).collect();
        if let Some(bad) = path.iter().find(|n| !is_name(n)) {
            return wrong(match bad.is_empty() {
                true => format!("`{text}` lacks a name"),
                false => format!("`{bad}` is not a name"),
            });
        }
        if path.len() < 2 {
            return wrong(format!("`{text}` names no field"));
        }
        Ok(Address { path, key })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path.join("."))?;
        match &self.key {
            Some(key) => write!(f, "[{key}]"),
            None => Ok(()),
        }
    }
}
