//! The value of a field, read from its flat row of tokens: phrases of operands joined by connectives.

mod foreign_syntax;

use super::name::Name;
use super::syntax_tree::{SyntaxKind, SyntaxNode};
use super::{phrasing, text_literal};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::quantity::DATE_FORMS;
use crate::source::Span;
use std::borrow::Cow;

/// A word that joins two values, as in `112% by 2026-Q4`. `to`, `likely` and `because` are read apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Connective {
    By,
    On,
    At,
    From,
    Until,
    Within,
    After,
    AtLeast,
    AtMost,
    Equals,
}

impl Connective {
    /// Every connective with its word.
    pub const ALL: [(Connective, &'static str); 10] = [
        (Connective::By, "by"),
        (Connective::On, "on"),
        (Connective::At, "at"),
        (Connective::From, "from"),
        (Connective::Until, "until"),
        (Connective::Within, "within"),
        (Connective::After, "after"),
        (Connective::AtLeast, "at_least"),
        (Connective::AtMost, "at_most"),
        (Connective::Equals, "="),
    ];

    /// The connective of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(c, _)| *c)
    }

    /// Its word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(c, _)| *c == self).map_or("", |(_, w)| w)
    }
}

/// One literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal<'a> {
    /// A number as written, `$` and the like taken off: `2.5M`, `80%`.
    Number {
        /// Its digits with suffix and percent sign.
        digits: &'a str,
        /// `$`, `€` or `£`.
        symbol: Option<&'a str>,
        /// The unit's words, or a rate that begins with `/`, with their place.
        unit: Option<(&'a str, Span)>,
    },
    /// `2026-06-01`, `2026-06`, `2026-Q2`, as written. A year alone is read as a number.
    Date(&'a str),
    /// A name, a path of names, a unit, a level, `yes`, `none` …
    Word(&'a str),
    /// `"…"` or `"""…"""`, its content.
    Text(Cow<'a, str>),
    /// `` `…` `` or a fence, as written between its backticks.
    Code(&'a str),
    /// `?`.
    Hole,
}

/// A literal with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct SpannedLiteral<'a> {
    /// What it is.
    pub literal: Literal<'a>,
    /// Where, unit included. For code: the place between its backticks.
    pub span: Span,
}

/// A term, or `low to high likely middle`.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand<'a> {
    /// The term, or the low end.
    pub low: SpannedLiteral<'a>,
    /// The high end of a range.
    pub high: Option<SpannedLiteral<'a>>,
    /// The middle of a range.
    pub likely: Option<SpannedLiteral<'a>>,
}

impl Operand<'_> {
    /// The place of all of it.
    pub fn span(&self) -> Span {
        [&self.high, &self.likely].into_iter().flatten().fold(self.low.span, |s, t| s.to(t.span))
    }
}

/// Operands joined by connectives.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase<'a> {
    /// What stands first.
    pub head: Operand<'a>,
    /// What follows, each with its connective and the connective's place.
    pub tails: Vec<(Connective, Span, Operand<'a>)>,
    /// The text after `because`, inside a `[ ]` list.
    pub because: Option<Cow<'a, str>>,
}

impl Phrase<'_> {
    /// The place of all of it, `because` left out.
    pub fn span(&self) -> Span {
        self.tails.iter().fold(self.head.span(), |s, (_, _, o)| s.to(o.span()))
    }
}

/// The whole value of a field.
#[derive(Clone, Debug, Default)]
pub struct FieldValue<'a> {
    /// The phrases between its commas, or the lines of its `[ ]`.
    pub phrases: Vec<Phrase<'a>>,
    /// Whether it is a `[ ]` list.
    pub bracketed: bool,
    /// The text after `because`.
    pub because: Option<Cow<'a, str>>,
    /// The place of the value without `because`; `None` where there is no value.
    pub span: Option<Span>,
    /// What could not be read in it. A value with problems is not to be used.
    pub problems: Vec<Diagnostic>,
    /// Whether the parser already reported something unreadable inside.
    pub has_error: bool,
}

impl<'a> FieldValue<'a> {
    /// The value of a field, read from the tokens after its key.
    pub(super) fn read(field: SyntaxNode<'a>, key: Name<'a>) -> FieldValue<'a> {
        let mut reader = ValueParser::default();
        for token in field.children().skip(1) {
            if token.kind() == SyntaxKind::list {
                reader.list(token);
            } else {
                reader.token(token);
            }
        }
        reader.end_phrase();
        let mut value = reader.value;
        if value.phrases.is_empty() && !value.bracketed && !value.has_error && value.problems.is_empty() {
            value.problems.push(
                Diagnostic::new(Code::MISSING_VALUE, key.span, format!("`{}` has no value", key.text)).help(
                    "write the value after `:`, `?` where it is not known yet, or `none` where it does not apply",
                ),
            );
        }
        value
    }

    /// Whether it can be used: read in full, without a problem.
    pub(crate) fn is_well_formed(&self) -> bool {
        self.problems.is_empty() && !self.has_error
    }
}

/// Where the next term goes.
#[derive(Default, Clone, Copy, PartialEq)]
enum Slot {
    #[default]
    Head,
    High(Span),
    Likely(Span),
    Tail(Connective, Span),
    Because(Span),
    Full,
}

#[derive(Default)]
struct ValueParser<'a> {
    value: FieldValue<'a>,
    phrase: Option<Phrase<'a>>,
    slot: Slot,
    last: Option<SyntaxNode<'a>>,
    in_list: bool,
    /// Whether the next token was reported with the one before it.
    reported: bool,
    /// How many more were.
    skipped: u8,
    /// Tokens before this place were reported too.
    read_to: u32,
}

impl<'a> ValueParser<'a> {
    fn list(&mut self, list: SyntaxNode<'a>) {
        if self.phrase.is_some() || self.value.bracketed {
            self.problem(
                Code::UNREADABLE_VALUE,
                list.span(),
                "a list must be the whole value",
                "one `[ ]` with everything in it",
            );
        }
        self.value.bracketed = true;
        self.extend_span(list.span());
        self.in_list = true;
        for item in list.children() {
            match item.kind() {
                SyntaxKind::list_item => {
                    item.children().for_each(|t| self.token(t));
                    self.end_phrase();
                }
                SyntaxKind::missing_close | SyntaxKind::missing_bracket => self.value.has_error = true,
                _ => {}
            }
        }
        self.in_list = false;
        self.slot = Slot::Full;
        self.last = None;
    }

    fn extend_span(&mut self, span: Span) {
        self.value.span = Some(self.value.span.map_or(span, |s| s.to(span)));
    }

    fn token(&mut self, token: SyntaxNode<'a>) {
        if token.span().start < self.read_to {
            self.value.has_error |= matches!(token.kind(), SyntaxKind::junk_value | SyntaxKind::junk_entry);
            return;
        }
        if std::mem::take(&mut self.reported) {
            self.reported = self.skipped > 0;
            self.skipped = self.skipped.saturating_sub(1);
            self.last = Some(token);
            return;
        }
        if self.foreign_date(token) {
            return;
        }
        match token.kind() {
            SyntaxKind::comment => return,
            SyntaxKind::comma => {
                if !self.thousands(token) {
                    self.end_phrase();
                }
            }
            SyntaxKind::connective => self.connective(token),
            SyntaxKind::junk_value
            | SyntaxKind::junk_entry
            | SyntaxKind::open_text
            | SyntaxKind::open_long_text
            | SyntaxKind::open_code => {
                self.value.has_error = true;
            }
            SyntaxKind::rate => self.unit(token),
            SyntaxKind::word if self.takes_unit(token) => self.unit(token),
            _ => self.term(token),
        }
        self.last = Some(token);
    }

    /// `20,114`: a comma that was meant to group digits.
    fn thousands(&mut self, comma: SyntaxNode<'a>) -> bool {
        let Some(last) = self.last.filter(|l| l.kind() == SyntaxKind::number && l.span().end == comma.span().start)
        else {
            return false;
        };
        let Some(next) =
            last_sibling_after(comma).filter(|n| n.kind() == SyntaxKind::number && n.span().start == comma.span().end)
        else {
            return false;
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let groups = next.text().len() >= 3
            && digits(&next.text()[..3])
            && !next.text()[3..].starts_with(|c: char| c.is_ascii_digit());
        let short = last.text().len() <= 3 && digits(last.text());
        if !(groups && short) {
            self.decimal_comma(last, next);
            return false;
        }
        let whole = format!("{}_{}", last.text(), next.text());
        let span = last.span().to(next.span());
        let said = format!("`{},{}` could be one number or two", last.text(), next.text());
        self.value.problems.push(
            Diagnostic::new(Code::BAD_NUMBER, span, said)
                .help(format!("digits are grouped with `_`: `{whole}`; a list has a space after its comma"))
                .fix(Fix { title: format!("write `{whole}`"), span, replacement: whole.clone(), safe: false }),
        );
        self.end_phrase();
        true
    }

    /// `1,5 weeks`: a comma that was meant to begin decimals, since a list would have a unit after each number.
    fn decimal_comma(&mut self, last: SyntaxNode<'a>, next: SyntaxNode<'a>) {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let (whole, tail) = (last.text(), next.text().trim_end_matches(['%', 'K', 'M', 'B']));
        let behind = last_sibling_after(next);
        let has_unit = tail.len() < next.text().len() || behind.is_some_and(|n| n.kind() == SyntaxKind::word);
        if !(self.value.phrases.is_empty() && digits(whole) && digits(tail) && has_unit)
            || behind.is_some_and(|n| n.kind() == SyntaxKind::comma)
        {
            return;
        }
        let mended = format!("{whole}.{}", next.text());
        let span = last.span().to(next.span());
        self.value.problems.push(
            Diagnostic::new(Code::BAD_NUMBER, span, format!("`{whole},{}` is not one number", next.text()))
                .help(format!("decimals come after a point: `{mended}`; a list has a space after its comma"))
                .fix(phrasing::replacement_fix(span, mended, false)),
        );
    }

    fn takes_unit(&self, word: SyntaxNode<'a>) -> bool {
        let number = |l: &SyntaxNode| matches!(l.kind(), SyntaxKind::number | SyntaxKind::money);
        self.last.is_some_and(|l| number(&l) && l.span().end < word.span().start)
    }

    fn unit(&mut self, token: SyntaxNode<'a>) {
        let Some(term) = self.last_term() else {
            return self.problem(
                Code::UNREADABLE_VALUE,
                token.span(),
                "a unit without its number",
                "write the number first",
            );
        };
        if let Literal::Number { unit, .. } = &mut term.literal
            && unit.is_none()
        {
            *unit = Some((token.text(), token.span()));
            term.span = term.span.to(token.span());
            self.extend_span(token.span());
        } else {
            self.follows(token);
        }
    }

    fn last_term(&mut self) -> Option<&mut SpannedLiteral<'a>> {
        let phrase = self.phrase.as_mut()?;
        let operand = match phrase.tails.last_mut() {
            Some((_, _, operand)) => operand,
            None => &mut phrase.head,
        };
        operand.likely.as_mut().or(operand.high.as_mut()).or(Some(&mut operand.low))
    }

    fn connective(&mut self, token: SyntaxNode<'a>) {
        let span = token.span();
        let slot = match token.text() {
            "to" => Slot::High(span),
            "likely" => Slot::Likely(span),
            "because" => Slot::Because(span),
            word => match Connective::parse(word) {
                Some(c) => Slot::Tail(c, span),
                None => return,
            },
        };
        let dangling = self.slot != Slot::Full || (self.phrase.is_none() && !matches!(slot, Slot::Because(_)));
        let said = format!("`{}` has nothing before it", token.text());
        if dangling && !(self.value.bracketed && matches!(slot, Slot::Because(_))) {
            return self.problem(Code::UNREADABLE_VALUE, span, &said, "it needs a value on both sides");
        }
        self.slot = slot;
    }

    fn term(&mut self, token: SyntaxNode<'a>) {
        let term = self.read_term(token);
        if !matches!(self.slot, Slot::Because(_)) {
            self.extend_span(token.span());
        }
        self.place(term, token);
    }

    /// Puts a term where the next one goes.
    fn place(&mut self, term: SpannedLiteral<'a>, token: SyntaxNode<'a>) {
        match self.slot {
            Slot::Head => {
                let head = Operand { low: term, high: None, likely: None };
                self.phrase = Some(Phrase { head, tails: Vec::new(), because: None });
            }
            Slot::Because(span) => match term.literal {
                Literal::Text(text) => self.because(text),
                _ => self.problem(
                    Code::UNREADABLE_VALUE,
                    span.to(term.span),
                    "`because` is followed by a text",
                    "write the reason between quotes",
                ),
            },
            Slot::Tail(connective, span) => {
                let operand = Operand { low: term, high: None, likely: None };
                if let Some(phrase) = &mut self.phrase {
                    phrase.tails.push((connective, span, operand));
                }
            }
            Slot::High(_) | Slot::Likely(_) => {
                let high = matches!(self.slot, Slot::High(_));
                let span = term.span;
                let operand = self.phrase.as_mut().map(|p| match p.tails.last_mut() {
                    Some((_, _, operand)) => operand,
                    None => &mut p.head,
                });
                match operand {
                    Some(o) if high && o.high.is_none() => o.high = Some(term),
                    Some(o) if !high && o.high.is_some() && o.likely.is_none() => o.likely = Some(term),
                    _ => self.problem(
                        Code::UNREADABLE_VALUE,
                        span,
                        "a range is `LOW to HIGH` or `LOW to HIGH likely MIDDLE`",
                        "write each part once",
                    ),
                }
            }
            Slot::Full => return self.follows(token),
        }
        self.slot = Slot::Full;
    }

    fn because(&mut self, text: Cow<'a, str>) {
        match &mut self.phrase {
            Some(phrase) if self.in_list => phrase.because = Some(text),
            _ => self.value.because = Some(text),
        }
    }

    fn read_term(&mut self, token: SyntaxNode<'a>) -> SpannedLiteral<'a> {
        let mut span = token.span();
        let words = token.text();
        let literal = match token.kind() {
            SyntaxKind::number => Literal::Number { digits: words, symbol: None, unit: None },
            SyntaxKind::money => {
                let negative = words.starts_with('-');
                let rest = words.trim_start_matches('-');
                let width = rest.chars().next().map_or(0, char::len_utf8);
                let (symbol, digits) = rest.split_at(width);
                if negative || digits.starts_with('-') {
                    let help = "money is written without a sign; say in words which way it goes";
                    self.problem(Code::BAD_NUMBER, span, &format!("`{words}` is less than nothing"), help);
                }
                Literal::Number { digits, symbol: Some(symbol), unit: None }
            }
            SyntaxKind::date => Literal::Date(words),
            SyntaxKind::text | SyntaxKind::long_text => {
                let (content, bad) = text_literal::content(words);
                for range in bad {
                    let place =
                        Span::new(span.source, span.start as usize + range.start, span.start as usize + range.end);
                    let said = format!("`{}` is not an escape", &words[range]);
                    self.problem(
                        Code::BAD_ESCAPE,
                        place,
                        &said,
                        "the escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`; a backslash itself is `\\\\`",
                    );
                }
                Literal::Text(content)
            }
            SyntaxKind::code => {
                let ticks = if words.starts_with("```") { 3 } else { 1 };
                span = Span::new(span.source, span.start as usize + ticks, span.end as usize - ticks);
                Literal::Code(&words[ticks..words.len() - ticks])
            }
            SyntaxKind::hole => Literal::Hole,
            _ => Literal::Word(words),
        };
        SpannedLiteral { literal, span }
    }

    /// A token right after a complete operand.
    fn follows(&mut self, token: SyntaxNode<'a>) {
        let span = token.span();
        if let Some(known) = self.last.and_then(|last| self.foreign_pair(last, token)) {
            self.value.problems.push(known);
            return;
        }
        let glued = self.last.filter(|l| {
            l.span().end == span.start && matches!(l.kind(), SyntaxKind::number | SyntaxKind::money | SyntaxKind::date)
        });
        let Some(last) = glued else {
            let said = format!("`{}` follows without a comma or a connective", token.text());
            return self.problem(
                Code::UNREADABLE_VALUE,
                span,
                &said,
                "several values are separated by `,`, fields on one line by `;`, and text goes between quotes",
            );
        };
        let whole = last.span().to(span);
        let written = format!("{}{}", last.text(), token.text());
        let (help, replacement) = match token.kind() {
            SyntaxKind::word => foreign_syntax::glued_word(last.text(), token.text()),
            _ => (format!("a number is digits with `_` between groups and one `.`, a date is {DATE_FORMS}"), None),
        };
        // The unit after a suffix belongs to the number.
        self.reported = token.kind() == SyntaxKind::word
            && replacement.as_ref().is_none_or(|r| !r.ends_with(token.text()))
            && last_sibling_after(token).is_some_and(|n| matches!(n.kind(), SyntaxKind::word | SyntaxKind::rate));
        let mut d = Diagnostic::new(Code::BAD_NUMBER, whole, format!("`{written}` is not a number")).help(help);
        if let Some(replacement) = replacement {
            d = d.fix(Fix { title: format!("write `{replacement}`"), span: whole, replacement, safe: true });
        }
        self.value.problems.push(d);
    }

    fn end_phrase(&mut self) {
        let (said, span) = match self.slot {
            Slot::High(s) => ("`to`", s),
            Slot::Likely(s) => ("`likely`", s),
            Slot::Because(s) => ("`because`", s),
            Slot::Tail(c, s) => (c.as_str(), s),
            _ => ("", Span::new(crate::source::SourceId(0), 0, 0)),
        };
        if !said.is_empty() && !self.value.has_error {
            let said = format!("nothing follows `{}`", said.trim_matches('`'));
            self.problem(Code::UNREADABLE_VALUE, span, &said, "it needs a value on both sides");
        }
        if let Some(phrase) = self.phrase.take() {
            self.value.phrases.push(phrase);
        }
        self.slot = Slot::Head;
        self.last = None;
    }

    fn problem(&mut self, code: Code, span: Span, message: &str, help: &str) {
        self.value.problems.push(Diagnostic::new(code, span, message).help(help));
    }
}

/// The element right after a token, where it stands under the same parent.
fn last_sibling_after(node: SyntaxNode<'_>) -> Option<SyntaxNode<'_>> {
    let next = SyntaxNode { index: node.index + 1, ..node };
    ((next.index as usize) < node.tree.elements.len()).then_some(next)
}

/// The name that a word stands for, with its place.
impl<'a> SpannedLiteral<'a> {
    /// The word, where the term is one.
    pub fn word(&self) -> Option<Name<'a>> {
        match self.literal {
            Literal::Word(text) => Some(Name { text, span: self.span }),
            _ => None,
        }
    }
}
