//! Whether an item was read in full, so that it may be laid out anew.

use crate::syntax::{Kind, Node};

/// Whether nothing in `node` is left unread, open or ambiguous.
pub(super) fn is_sound(node: Node<'_>) -> bool {
    let sound = match node.kind() {
        Kind::bad_block
        | Kind::missing_close
        | Kind::missing_bracket
        | Kind::junk_value
        | Kind::junk_entry
        | Kind::junk_field
        | Kind::junk_item
        | Kind::stray_close
        | Kind::open_text
        | Kind::open_title
        | Kind::open_long_text
        | Kind::open_code => false,
        // A list may end where its block does, without a bracket of its own.
        Kind::list => node.text().ends_with(']'),
        // On a line of its own, `because {` would be read as the reason of the field before it.
        Kind::block => node.child(Kind::kind).is_some_and(|k| k.text() != "because"),
        _ => true,
    };
    sound && node.children().all(is_sound)
}
