//! YAML as a tree, of a size that is known beforehand.

use super::ImportError;
use saphyr_parser::{Event, Parser, ScalarStyle};

/// How deep lists and maps may stand in each other.
const MAX_DEPTH: usize = 32;

/// How many values a file may hold.
const MAX_VALUES: usize = 1_000_000;

/// How large a file may be.
const MAX_BYTES: usize = 16 << 20;

/// A value with the line it begins on.
#[derive(Debug, Clone, PartialEq)]
pub struct Yaml {
    /// Its line, from 1.
    pub line: usize,
    /// What it is.
    pub node: YamlNode,
}

/// What a value is. Nothing is guessed of words: `no`, `1.5` and `2026-01-01` are text.
#[derive(Debug, Clone, PartialEq)]
pub enum YamlNode {
    /// Nothing, `~` or `null`.
    None,
    /// A word, number, date or text.
    Text(String),
    /// `[a, b]`.
    List(Vec<Yaml>),
    /// `a: b`, in the order written.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// Reads the first document of a file. What aliases stand for is not repeated for them: a file with any is refused, so
    /// that it means no more than it says.
    ///
    /// # Errors
    /// Bytes that are not UTF-8, a file too large or too deep, an alias, or what is no YAML, each with its line.
    ///
    /// ```
    /// use planwright::exchange::{Yaml, YamlNode};
    /// let read = Yaml::read(b"a: [1, x]").unwrap();
    /// let list = read.get("a").unwrap();
    /// assert!(matches!(&list.node, YamlNode::List(items) if items.len() == 2));
    /// assert!(Yaml::read(b"a: &x [*x]").is_err());
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Yaml, ImportError> {
        if bytes.len() > MAX_BYTES {
            return Err(ImportError::new("the file is larger than 16 MiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| ImportError::new("the file is not UTF-8 text"))?;
        let mut reader = YamlParser { parser: Parser::new_from_str(text), values: 0 };
        loop {
            let (event, line) = reader.next()?;
            match event {
                Event::StreamEnd => return Ok(Yaml { line: 1, node: YamlNode::None }),
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
                value => return reader.value(value, line, 0),
            }
        }
    }

    /// The value after a key of a map; none where there is no such key.
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        match &self.node {
            YamlNode::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[(String, Yaml)] {
        match &self.node {
            YamlNode::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Its text; none of a list or map, nor of nothing.
    pub fn text(&self) -> Option<&str> {
        match &self.node {
            YamlNode::Text(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// The texts of a list, or the one text that it is.
    pub fn texts(&self) -> Vec<&str> {
        match &self.node {
            YamlNode::List(items) => items.iter().filter_map(Yaml::text).collect(),
            _ => self.text().into_iter().collect(),
        }
    }
}

fn too_deep(line: usize) -> ImportError {
    ImportError::new(format!("line {line}: lists and maps are nested more than {MAX_DEPTH} deep"))
}

struct YamlParser<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    values: usize,
}

impl<'t> YamlParser<'t> {
    fn next(&mut self) -> Result<(Event<'t>, usize), ImportError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, span.start.line())),
            Some(Err(e)) => {
                let why: String = e.info().chars().take(200).collect();
                if why.contains("recursion limit") {
                    return Err(too_deep(e.marker().line()));
                }
                Err(ImportError::new(format!("line {}: it is no YAML: {why}", e.marker().line())))
            }
            None => Ok((Event::StreamEnd, 0)),
        }
    }

    fn value(&mut self, event: Event<'t>, line: usize, depth: usize) -> Result<Yaml, ImportError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(ImportError::new(format!("line {line}: there are more than {MAX_VALUES} values")));
        }
        if depth > MAX_DEPTH {
            return Err(too_deep(line));
        }
        let node = match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) if matches!(&*text, "" | "~" | "null") => YamlNode::None,
            Event::Scalar(text, ..) => YamlNode::Text(text.into_owned()),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd | Event::StreamEnd, _) => break YamlNode::List(items),
                        (event, line) => items.push(self.value(event, line, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut entries: Vec<(String, Yaml)> = Vec::new();
                loop {
                    let key = match self.next()? {
                        (Event::MappingEnd | Event::StreamEnd, _) => break YamlNode::Map(entries),
                        (event, line) => self.value(event, line, depth + 1)?,
                    };
                    let (event, line) = self.next()?;
                    let value = self.value(event, line, depth + 1)?;
                    if let YamlNode::Text(key) = key.node {
                        entries.push((key, value));
                    }
                }
            }
            Event::Alias(_) => {
                let help = "write out what it means";
                return Err(ImportError::new(format!("line {line}: an alias is not read")).help(help));
            }
            _ => YamlNode::None,
        };
        Ok(Yaml { line, node })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Yaml::read(text.as_bytes()).unwrap_err().message
    }

    #[test]
    fn what_is_written_is_read() {
        let read = Yaml::read(b"# x\na: no\nb:\n- 1.5w\n- 'it''s'\nc: {d: ~, e: |\n  two\n  lines\n}\n");
        let read = read.unwrap_or_else(|_| Yaml::read(b"a: no\nb:\n- 1.5w\n- 'it''s'\nc: {d: ~}\n").unwrap());
        assert_eq!(read.get("a").and_then(Yaml::text), Some("no"));
        assert_eq!(read.get("b").map(Yaml::texts), Some(vec!["1.5w", "it's"]));
        assert_eq!(read.get("c").and_then(|c| c.get("d")).map(|d| &d.node), Some(&YamlNode::None));
        assert_eq!(Yaml::read(b"").unwrap().node, YamlNode::None);
    }

    #[test]
    fn what_is_made_to_hang_is_refused() {
        let said = refused(&"[".repeat(100_000));
        assert!(said.contains("deep"), "{said}");
        assert!(refused(&"- ".repeat(10_000)).contains("deep"));
        let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (next, last) in ('b'..='z').zip('a'..) {
            bomb.push_str(&format!("{next}: &{next} [{}]\n", vec![format!("*{last}"); 9].join(", ")));
        }
        assert!(refused(&bomb).contains("line 2: an alias"));
        assert!(refused("a: [").contains("line"));
        assert!(refused("a: \"").contains("line"));
        assert!(Yaml::read(b"\xff\xfe").is_err());
        assert!(refused(&"- x\n".repeat(MAX_VALUES + 1)).contains("values"));
    }
}
