//! Byte offsets to lines and columns, counted in characters for people and in UTF-16 units for editors.

/// A place as people count it: both numbers start at 1, the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Where each line of a text starts.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the line starts of `text`. Lines end at `\n`; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1);
        LineIndex { starts: std::iter::once(0).chain(newlines).collect() }
    }

    /// The number of lines, at least 1.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds this byte.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|s| *s as usize <= offset).saturating_sub(1)
    }

    /// The first byte of a line (from 0).
    pub fn start_of(&self, line: usize) -> usize {
        self.starts.get(line).map_or(0, |s| *s as usize)
    }

    /// Line and column of a byte offset, clamped to the text.
    pub fn locate(&self, text: &str, offset: usize) -> LineColumn {
        let (line, before) = self.before(text, offset);
        LineColumn { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }

    /// Line (from 0) and UTF-16 column (from 0) of a byte offset, as editors count.
    pub fn locate_utf16(&self, text: &str, offset: usize) -> (u32, u32) {
        let (line, before) = self.before(text, offset);
        (line as u32, before.encode_utf16().count() as u32)
    }

    fn before<'t>(&self, text: &'t str, offset: usize) -> (usize, &'t str) {
        let offset = text.floor_char_boundary(offset);
        let line = self.line_of(offset);
        // In a text that the index was not made of, a line may begin within a character.
        (line, text.get(self.start_of(line)..offset).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "a\n€😀b\n";
        let index = LineIndex::new(text);
        let b = text.find('b').unwrap();
        assert_eq!(index.locate(text, b), LineColumn { line: 2, column: 3 });
        assert_eq!(index.locate_utf16(text, b), (1, 3));
        assert_eq!(index.count(), 3);
        assert_eq!(index.locate(text, 99).line, 3);
        assert_eq!(index.locate("a€", 99), LineColumn { line: 2, column: 1 });
    }
}
