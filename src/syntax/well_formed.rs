//! Whether an item was read in full, so that it may be laid out anew, or merged piece by piece.

use super::syntax_tree::{SyntaxKind, SyntaxNode};

/// Whether nothing in `node` is left unread, open or ambiguous.
pub(crate) fn is_well_formed(node: SyntaxNode<'_>) -> bool {
    let sound = match node.kind() {
        SyntaxKind::bad_block
        | SyntaxKind::missing_close
        | SyntaxKind::missing_bracket
        | SyntaxKind::junk_value
        | SyntaxKind::junk_entry
        | SyntaxKind::junk_field
        | SyntaxKind::junk_item
        | SyntaxKind::stray_close
        | SyntaxKind::open_text
        | SyntaxKind::open_title
        | SyntaxKind::open_long_text
        | SyntaxKind::open_code => false,
        // A list may end where its block does, without a bracket of its own.
        SyntaxKind::list => node.text().ends_with(']'),
        // On a line of its own, `because {` would be read as the reason of the field before it.
        SyntaxKind::block => node.child(SyntaxKind::kind).is_some_and(|k| k.text() != "because"),
        _ => true,
    };
    sound && node.children().all(is_well_formed)
}
