//! What formatting, or any other edit, would change: a unified diff.

use similar::TextDiff;

const CONTEXT_LINES: usize = 3;

/// The unified diff that turns `before` into `after`, with three lines of context, under the headers `a/name` and
/// `b/name`; empty where they are equal. `git apply` takes it.
///
/// ```
/// let diff = planwright::language::diff("x.plan", "a\nb\n", "a\nc\n");
/// assert_eq!(diff, "--- a/x.plan\n+++ b/x.plan\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
/// ```
pub fn diff(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(CONTEXT_LINES).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
