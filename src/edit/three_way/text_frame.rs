//! What is about a text and not in it: byte order mark, line ends, the newline at its end.

/// The frame of a text, which a merge keeps as ours has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextFrame {
    byte_order_mark: bool,
    carriage_returns: bool,
    final_newline: bool,
}

impl TextFrame {
    /// Takes the frame off: the text has LF, no byte order mark, and a newline at its end unless it is empty.
    pub(super) fn remove(text: &str) -> (TextFrame, String) {
        let bare = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let windows = bare.matches("\r\n").count();
        let frame = TextFrame {
            byte_order_mark: bare.len() < text.len(),
            carriage_returns: windows > 0 && windows * 2 >= bare.matches('\n').count(),
            final_newline: bare.is_empty() || bare.ends_with('\n'),
        };
        let mut out = bare.replace("\r\n", "\n");
        if !frame.final_newline {
            out.push('\n');
        }
        (frame, out)
    }

    /// Puts the frame around a text. A text that ends with a marker keeps the newline after it.
    pub(super) fn put(self, mut text: String, ends_in_conflict: bool) -> String {
        if !self.final_newline && !ends_in_conflict && text.ends_with('\n') {
            text.pop();
        }
        if self.carriage_returns {
            text = text.replace('\n', "\r\n");
        }
        if self.byte_order_mark {
            text.insert(0, '\u{FEFF}');
        }
        text
    }
}
