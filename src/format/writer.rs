//! The text being written: its lines, their indentation and their width.

/// The widest line, in characters, on which several entries may stand together. A comment at its end, and a
/// single field, may be wider.
pub(super) const MAX_LINE_WIDTH: usize = 140;

/// No character takes more bytes than this, so a line of more than `4 * MAX_LINE_WIDTH` bytes is too wide.
const MAX_CHAR_BYTES: usize = 4;

pub(super) struct FormatWriter<'t> {
    /// The text that is being formatted.
    pub text: &'t str,
    out: String,
    /// Where the line that is being written begins in `out`.
    line: usize,
    /// While a line is only tried: set as soon as it is plainly too wide, so that a failed try stays cheap.
    trying: bool,
    too_wide: bool,
}

impl<'t> FormatWriter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let out = String::with_capacity(text.len() + text.len() / 16 + 16);
        FormatWriter { text, out, line: 0, trying: false, too_wide: false }
    }

    pub(crate) fn into_text(self) -> String {
        self.out
    }

    /// Writes text that holds no line end.
    pub(super) fn push(&mut self, text: &str) {
        if self.trying {
            self.too_wide |= self.out.len() - self.line + text.len() > MAX_CHAR_BYTES * MAX_LINE_WIDTH;
            if self.too_wide {
                return;
            }
        }
        self.out.push_str(text);
    }

    /// Ends the line, leaves a blank one if asked, and indents the next by `indent` spaces.
    pub(super) fn newline(&mut self, indent: usize, blank: bool) {
        self.out.push_str(if blank { "\n\n" } else { "\n" });
        self.line = self.out.len();
        for _ in 0..indent / 2 {
            self.out.push_str("  ");
        }
    }

    /// Writes text as it is, but for `\r\n`, which becomes `\n`.
    pub(crate) fn verbatim(&mut self, text: &str) {
        let mut lines = text.split('\n');
        let first = lines.next().unwrap_or("");
        let mut last = first;
        for line in lines {
            self.out.push_str(last.trim_end_matches('\r'));
            self.out.push('\n');
            self.line = self.out.len();
            last = line;
        }
        self.out.push_str(last);
    }

    /// Lets `write` go on with the line; takes back what it wrote where the line gets wider than [`MAX_LINE_WIDTH`].
    pub(crate) fn try_line(&mut self, write: impl FnOnce(&mut Self)) -> bool {
        let (mark, outer) = (self.out.len(), self.trying);
        self.trying = true;
        write(self);
        self.trying = outer;
        let line = &self.out[self.line..];
        if !self.too_wide && (line.len() <= MAX_LINE_WIDTH || line.chars().count() <= MAX_LINE_WIDTH) {
            return true;
        }
        self.too_wide = false;
        self.out.truncate(mark);
        false
    }

    /// Whether what is being tried has already failed.
    pub(crate) fn gave_up(&self) -> bool {
        self.too_wide
    }

    /// The indentation of the line that is being written.
    pub(super) fn indent(&self) -> usize {
        let line = &self.out.as_bytes()[self.line..];
        line.iter().take_while(|b| **b == b' ').count()
    }
}
