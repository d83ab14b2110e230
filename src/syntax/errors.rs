//! What the grammar set aside as unreadable, said in words.

use super::name::{RESERVED_WORDS, name_length};
use super::phrasing::clip;
use super::syntax_tree::{SyntaxKind, SyntaxNode};
use super::{MAX_DEPTH, foreign_syntax};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{SourceId, Span};

pub(super) fn too_deep(source: SourceId, at: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TOO_DEEP,
        Span::new(source, at, at + 1),
        format!("blocks nest deeper than {MAX_DEPTH} levels here"),
    )
    .help("a plan needs three or four levels; is a `}` missing above?")
}

/// Reports everything unreadable below a top-level element.
pub(super) fn collect(root: SyntaxNode<'_>, out: &mut Vec<Diagnostic>) {
    let before = out.len();
    let mut unclosed = Vec::new();
    visit(root, &mut unclosed, out);
    // Several blocks are open where one bracket is missing: one diagnostic, at the likeliest opener.
    // A text or code that runs on to the end takes every bracket with it, and was reported itself.
    let swallowed = out[before..].iter().any(|d| d.code == Code::UNCLOSED);
    if let Some(innermost) = unclosed.last().filter(|_| !swallowed) {
        let opener = misindented(root).unwrap_or(*innermost);
        let (what, close) = if opener.kind() == SyntaxKind::list { ("list", "]") } else { ("block", "}") };
        let name = opener.child(SyntaxKind::kind).map_or(String::new(), |k| format!(" `{}`", k.text()));
        out.insert(
            before,
            Diagnostic::new(Code::UNCLOSED, bracket(opener), format!("the {what}{name} is never closed"))
                .label("opened here")
                .help(format!("write `{close}` where it ends")),
        );
    }
}

fn visit<'a>(node: SyntaxNode<'a>, unclosed: &mut Vec<SyntaxNode<'a>>, out: &mut Vec<Diagnostic>) {
    let span = node.span();
    match node.kind() {
        SyntaxKind::junk_field => out.push(junk_field(node)),
        SyntaxKind::junk_item => out.push(junk_item(node)),
        SyntaxKind::bad_block => out.push(bad_header(node)),
        SyntaxKind::stray_close => {
            out.push(
                Diagnostic::new(Code::STRAY_CLOSE, span, "this `}` closes nothing")
                    .help("remove it, or look for a block above that ends too early"),
            );
        }
        SyntaxKind::open_text | SyntaxKind::open_title => {
            let end = span.start + node.text().trim_end().len() as u32;
            let at = Span { start: end, end, ..span };
            out.push(
                Diagnostic::new(Code::MISSING_QUOTE, Span { end, ..span }, "the closing quote is missing")
                    .label("this text has no end on its line")
                    .help("close it with `\"`; text over several lines goes between `\"\"\"`")
                    .fix(Fix { title: "close the text".into(), span: at, replacement: "\"".into(), safe: false }),
            );
        }
        SyntaxKind::open_long_text => out.push(unclosed_code(span, "text", "\"\"\"")),
        SyntaxKind::open_code if node.text().starts_with("```") => out.push(unclosed_code(span, "code", "```")),
        SyntaxKind::open_code => {
            let said = Diagnostic::new(Code::MISSING_QUOTE, span, "the closing backtick is missing");
            out.push(said.help("close the formula with a backtick; code over several lines goes between three"));
        }
        SyntaxKind::junk_value | SyntaxKind::junk_entry => out.push(junk_value(node)),
        _ => {}
    }
    for child in node.children() {
        if matches!(child.kind(), SyntaxKind::missing_close | SyntaxKind::missing_bracket) {
            unclosed.push(node);
        } else {
            visit(child, unclosed, out);
        }
    }
}

fn unclosed_code(span: Span, what: &str, close: &str) -> Diagnostic {
    let opener = Span { end: span.start + 3, ..span };
    Diagnostic::new(Code::UNCLOSED, opener, format!("the {what} is never closed"))
        .label("opened here")
        .help(format!("write `{close}` where it ends"))
}

/// The opening bracket of a block or list.
fn bracket(node: SyntaxNode<'_>) -> Span {
    let span = node.span();
    let header = node.children().take_while(|c| {
        matches!(
            c.kind(),
            SyntaxKind::kind | SyntaxKind::id | SyntaxKind::title | SyntaxKind::open_title | SyntaxKind::bad_header
        )
    });
    let from = header.last().map_or(0, |h| (h.span().end - span.start) as usize);
    let at = node.text()[from..].find(['{', '[']).map_or(0, |n| from + n);
    Span { start: span.start + at as u32, end: span.start + at as u32 + 1, ..span }
}

/// The first block whose closing bracket stands further left than its own line begins: it took the bracket of
/// a block around it.
fn misindented(root: SyntaxNode<'_>) -> Option<SyntaxNode<'_>> {
    let closed_wrong = |n: SyntaxNode<'_>| {
        let text = n.text();
        let (Some(line), true) = (text.rfind('\n'), text.ends_with('}')) else { return false };
        let close = text.len() - 1 - (line + 1);
        let is_alone = text[line + 1..text.len() - 1].trim().is_empty();
        let start = (n.span().start - n.base) as usize;
        let line_start = n.text_before(start);
        is_alone && close < line_start.len() - line_start.trim_start().len()
    };
    root.children()
        .filter(|c| c.kind() == SyntaxKind::block)
        .find_map(|c| misindented(c).or_else(|| (closed_wrong(c)).then_some(c)))
}

fn junk_value(node: SyntaxNode<'_>) -> Diagnostic {
    let text = node.text().trim_end();
    let span = Span { end: node.span().start + text.len() as u32, ..node.span() };
    let before = node.text_before((node.span().start - node.base) as usize);
    if let Some(known) = foreign_syntax::value(text, before, span) {
        return known;
    }
    if text.starts_with(':') {
        return Diagnostic::new(Code::UNREADABLE_VALUE, span, "a second field begins on this line")
            .help("fields on one line are separated by `;`");
    }
    let said = format!("`{}` can't be read as part of a value", clip(text));
    let help = match text.chars().next() {
        Some('\'') | Some('‘') | Some('“') | Some('”') => "text goes between straight double quotes",
        Some('.') => "a number begins with a digit: `0.5`",
        Some('<' | '>') => "bounds are written with `at_least`, `at_most` or `above`",
        _ => "text goes between quotes; a name is letters, digits and `_`",
    };
    Diagnostic::new(Code::UNREADABLE_VALUE, span, said).help(help)
}

fn junk_field(node: SyntaxNode<'_>) -> Diagnostic {
    let text = node.text().trim_end();
    let span = Span { end: node.span().start + text.len() as u32, ..node.span() };
    if let Some(known) = foreign_syntax::field(text, span) {
        return known;
    }
    let plain = |message: String| Diagnostic::new(Code::UNREADABLE_FIELD, span, message);
    let name = name_length(text);
    let rest = text[name..].trim_start();
    let gap = Span { start: span.start + name as u32, end: span.start + (text.len() - rest.len()) as u32, ..span };
    if name > 0 && rest.starts_with('=') {
        let place = Span { end: gap.end + 1, ..gap };
        return plain(format!("`{}` is followed by `=`", &text[..name]))
            .help("a field is written `name: value`")
            .fix(Fix { title: "write `:`".into(), span: place, replacement: ":".into(), safe: true });
    }
    if name > 0 && !rest.is_empty() && gap.end > gap.start {
        return plain(format!("the `:` after `{}` is missing", &text[..name]))
            .help(format!("write `{}: {}`", &text[..name], clip(rest)))
            .fix(Fix { title: "write `:`".into(), span: gap, replacement: ": ".into(), safe: false });
    }
    if name > 0 && rest.is_empty() {
        return plain(format!("`{text}` is neither a field nor a block"))
            .help(format!("a field is written `{text}: value`, a block `{text} {{ … }}`"));
    }
    if let Some((key, _)) = text.split_once(':')
        && !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c))
    {
        let place = Span { end: span.start + key.len() as u32, ..span };
        let mended = repair_name(key);
        return Diagnostic::new(Code::BAD_NAME, place, format!("`{}` is not a name", clip(key)))
            .help(format!("a name begins with a letter and goes on with letters, digits and `_`, as in `{mended}`"))
            .fix(Fix { title: format!("write `{mended}`"), span: place, replacement: mended, safe: false });
    }
    plain(format!("`{}` is neither a field nor a block", clip(text)))
        .help("a field is written `name: value`, a comment begins with `#`")
}

fn junk_item(node: SyntaxNode<'_>) -> Diagnostic {
    let text = node.text().trim_end();
    let span = Span { end: node.span().start + text.len() as u32, ..node.span() };
    if let Some(known) = foreign_syntax::comment(text, span) {
        return Diagnostic { code: Code::UNREADABLE_ITEM, ..known };
    }
    let said = |message: String| Diagnostic::new(Code::UNREADABLE_ITEM, span, message);
    let name = name_length(text);
    let rest = text[name..].trim_start();
    match (&text[..name], rest) {
        ("use", _) => said("`use` is followed by the path of a file between quotes".into())
            .help("write `use \"frameworks/growth.plan\"`"),
        (key, rest) if !key.is_empty() && rest.starts_with(':') => {
            said(format!("the field `{key}` is outside any block")).help("move it between the `{` and `}` of its item")
        }
        (kind, _) if !kind.is_empty() && text.len() > name => said(format!("`{}` is not an item", clip(text)))
            .help(format!("an item is written `{kind} name \"Title\" {{ … }}`; is its `{{` missing?")),
        _ => said(format!("`{}` can't be read", clip(text)))
            .help("here come items, `kind name \"Title\" { … }`, `use \"file\"` and comments"),
    }
}

fn bad_header(block: SyntaxNode<'_>) -> Diagnostic {
    let Some(header) = block.child(SyntaxKind::bad_header) else {
        let span = bracket(block);
        return Diagnostic::new(Code::UNREADABLE_FIELD, span, "a block without its kind")
            .help("write what the block is before its `{`");
    };
    let text = header.text().trim_end();
    let span = Span { end: header.span().start + text.len() as u32, ..header.span() };
    let kind = name_length(text);
    let rest = &text[kind..];
    if kind > 0 && rest.trim_start() == ":" {
        let place = Span { start: span.start + kind as u32, ..span };
        return Diagnostic::new(
            Code::UNREADABLE_FIELD,
            span,
            format!("the block `{}` is written without `:`", &text[..kind]),
        )
        .help(format!("write `{} {{`", &text[..kind]))
        .fix(Fix { title: "remove the `:`".into(), span: place, replacement: String::new(), safe: true });
    }
    if let Some(known) = foreign_syntax::title(text, span) {
        return known;
    }
    let word = rest.trim_start();
    let start = span.start as usize + text.len() - word.len();
    let length = word.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(word.len());
    let mended = repair_name(&word[..length]);
    let place = Span::new(span.source, start, start + length.max(1));
    let d = if kind == 0 {
        Diagnostic::new(Code::BAD_NAME, span, format!("`{}` can't be read as the start of a block", clip(text)))
    } else {
        Diagnostic::new(Code::BAD_NAME, place, format!("`{}` is not a name", clip(&word[..length])))
    };
    let help = "a block is written `kind name \"Title\" { … }`; a name begins with a letter and goes on with letters, digits and `_`";
    if kind == 0 || length == 0 || name_length(&mended) != mended.len() || RESERVED_WORDS.contains(&mended.as_str()) {
        return d.help(help);
    }
    d.help(format!("{help}, as in `{mended}`")).fix(Fix {
        title: format!("write `{mended}`"),
        span: place,
        replacement: mended,
        safe: false,
    })
}

/// A name like the one that was tried.
fn repair_name(tried: &str) -> String {
    let plain: String = tried.trim().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic()) {
        plain
    } else {
        format!("n{}", plain.trim_start_matches('_'))
    }
}
