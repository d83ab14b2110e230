//! `title=feature, reach=Reach`: what a person says about the columns.

use crate::exchange::ImportError;
use crate::exchange::error::cell_excerpt;

/// A field and the column that fills it: `title`, `id`, `reach`, `rice.reach`, `skip`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRequest {
    /// The field.
    pub field: String,
    /// The column's header.
    pub column: String,
}

/// Reads `key=value` pairs, parted by commas or lines. A value with a comma stands between quotes; `#` at the start
/// of a line is a comment.
///
/// # Errors
/// A part that has no `=`.
///
/// ```
/// use planwright::exchange::mapping::parse_pairs;
/// let read = parse_pairs("title=feature, reach=\"Reach, monthly\"").unwrap();
/// assert_eq!(read[1], ("reach".into(), "Reach, monthly".into()));
/// ```
pub fn parse_pairs(text: &str) -> Result<Vec<(String, String)>, ImportError> {
    let mut out = Vec::new();
    let lines = text.lines().map(str::trim).filter(|l| !l.starts_with('#'));
    for part in lines.flat_map(split) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let Some((key, value)) = part.split_once('=') else {
            return Err(ImportError::new(format!("`{}` does not say which column it means", cell_excerpt(part)))
                .help("write `field=column`"));
        };
        let value = value.trim();
        let value = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value);
        out.push((key.trim().to_string(), value.to_string()));
    }
    Ok(out)
}

/// Reads pairs as wishes about columns.
///
/// # Errors
/// As [`parse_pairs`].
pub fn parse_column_requests(text: &str) -> Result<Vec<ColumnRequest>, ImportError> {
    Ok(parse_pairs(text)?.into_iter().map(|(field, column)| ColumnRequest { field, column }).collect())
}

/// Parts at commas outside quotes.
fn split(line: &str) -> Vec<&str> {
    let (mut out, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                out.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&line[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_by_comma_and_by_line() {
        let read = parse_pairs("# ours\ntitle = Feature name\n\nreach=a=b, id=\"K, y\",\n").unwrap();
        let expected = [("title", "Feature name"), ("reach", "a=b"), ("id", "K, y")];
        assert_eq!(read, expected.map(|(k, v)| (k.to_string(), v.to_string())));
        assert!(parse_pairs("title").is_err());
    }
}
