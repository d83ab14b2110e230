//! Rows of the table.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A kind of item, or a block in one.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockSchema {
    /// Its name, the first word of the block.
    pub name: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What it is for.
    pub doc: Arc<str>,
    /// Whether each has a name of its own.
    pub named: bool,
    /// Whether it may stand several times in its item.
    pub repeat: bool,
    /// Whether its fields may have any name.
    pub any_field: bool,
    /// Whether it takes any block.
    pub any_block: bool,
    /// The fields it takes.
    pub fields: BTreeMap<Arc<str>, FieldSchema>,
    /// The blocks it takes.
    pub blocks: BTreeMap<Arc<str>, BlockSchema>,
    /// The framework whose inputs it holds.
    pub framework: Option<Arc<str>>,
    /// Whether it comes from the standard library.
    pub standard: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldSchema {
    /// Its name.
    pub name: Arc<str>,
    /// What it takes.
    pub ty: FieldType,
    /// Whether it takes several values, separated by commas or in `[ ]`.
    pub many: bool,
    /// The units that a quantity may have; none is any.
    pub units: Vec<Arc<str>>,
    /// The words it takes, where the set is closed.
    pub of: Vec<Arc<str>>,
    /// Whether each of its values is one number, and never a range.
    pub single: bool,
    /// Whether it may stand several times.
    pub repeat: bool,
    /// Whether it must stand.
    pub required: bool,
    /// Whether frameworks with an input of this name inherit it.
    pub shared: bool,
    /// What may follow which connective.
    pub tails: Vec<(&'static str, Tail)>,
    /// Words that stand for numbers in the field's unit.
    pub levels: Vec<(Arc<str>, f64)>,
    /// Who reads it beside the team, as `customers`.
    pub audience: Option<Arc<str>>,
    /// Between which bounds its numbers lie.
    pub bounds: NumberBounds,
    /// What others call it: `deadline` of `due`.
    pub also: Vec<Arc<str>>,
    /// What to write here.
    pub doc: Arc<str>,
    /// Whether it comes from the standard library.
    pub standard: bool,
}

/// Between which bounds the numbers of a field lie, in its first unit; of a percentage as shares of 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NumberBounds {
    /// It is greater than this.
    pub above: Option<NumberBound>,
    /// It is not less than this.
    pub least: Option<NumberBound>,
    /// It is not greater than this.
    pub most: Option<NumberBound>,
    /// Whether it is a whole number.
    pub whole: bool,
}

/// One bound.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberBound {
    /// The number.
    pub number: f64,
    /// As it is written: `100%`, `0 people`.
    pub text: Arc<str>,
}

impl NumberBounds {
    /// Whether a number keeps to them.
    pub fn allow(&self, number: f64) -> bool {
        self.above.as_ref().is_none_or(|l| number > l.number)
            && self.least.as_ref().is_none_or(|l| number >= l.number)
            && self.most.as_ref().is_none_or(|l| number <= l.number)
            && (!self.whole || number.fract() == 0.0)
    }

    /// What they ask for, in words: "a whole number from 1 to 100"; `None` where they ask for nothing.
    pub fn words(&self) -> Option<String> {
        let bounds = match (&self.above, &self.least, &self.most) {
            (Some(above), _, Some(most)) => format!("above {} and at most {}", above.text, most.text),
            (Some(above), _, None) => format!("above {}", above.text),
            (None, Some(least), Some(most)) => format!("from {} to {}", least.text, most.text),
            (None, Some(least), None) => format!("of {} or more", least.text),
            (None, None, Some(most)) => format!("at most {}", most.text),
            (None, None, None) if self.whole => return Some("a whole number".into()),
            (None, None, None) => return None,
        };
        Some(if self.whole { format!("a whole number {bounds}") } else { bounds })
    }
}

impl FieldSchema {
    /// A row of this name that takes any value of a type.
    pub(crate) fn of_type(&self, ty: FieldType) -> FieldSchema {
        FieldSchema {
            name: self.name.clone(),
            ty,
            many: self.many,
            units: Vec::new(),
            of: Vec::new(),
            single: false,
            repeat: self.repeat,
            required: self.required,
            shared: self.shared,
            tails: Vec::new(),
            levels: Vec::new(),
            audience: self.audience.clone(),
            bounds: NumberBounds::default(),
            also: Vec::new(),
            doc: self.doc.clone(),
            standard: self.standard,
        }
    }
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FieldType {
    Text,
    /// The path of a text file of the workspace, relative to the file that names it.
    File,
    Code,
    Word,
    Number,
    Quantity,
    Date,
    /// A date or period, or from one to another.
    Period,
    /// From one number or quantity to another.
    Span,
    Truth,
    /// The name of an item of this kind.
    Reference(Arc<str>),
    Unit,
    Any,
}

impl FieldType {
    /// What it takes, in words for messages and documentation.
    pub fn words(&self) -> String {
        match self {
            FieldType::Text => "text between quotes".into(),
            FieldType::File => "the path of a file between quotes".into(),
            FieldType::Code => "a formula between backticks".into(),
            FieldType::Word => "a word".into(),
            FieldType::Number => "a number".into(),
            FieldType::Quantity => "a number with its unit".into(),
            FieldType::Date => format!("a date, as {}", crate::quantity::DATE_FORMS),
            FieldType::Period => "a period, as `2026-Q2` or `2026-05 to 2026-08`".into(),
            FieldType::Span => "a span, as `1 to 5`".into(),
            FieldType::Truth => "`yes` or `no`".into(),
            FieldType::Reference(kind) => {
                format!("the name of {} {kind}", super::synonyms::indefinite_article(kind))
            }
            FieldType::Unit => "a unit, as `%` or `users/month`".into(),
            FieldType::Any => "any value".into(),
        }
    }
}

/// What may follow a connective.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tail {
    Date,
    Quantity,
    /// A quantity that is no range.
    Number,
    /// A length of time that is not negative.
    Wait,
    Word,
    Text,
    Reference(Arc<str>),
}
