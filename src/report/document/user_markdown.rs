//! Markdown that somebody wrote, made fit for a document: its headings below those of the document, nothing in it that
//! acts outside of it.

use crate::diagnostic::sanitize;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

const MARKDOWN_OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// As Markdown: headings demoted below `level`, raw HTML, images, and links that lead elsewhere than to the web or to
/// mail shown as text, fences closed.
pub(in crate::report) fn embed_markdown(text: &str, level: usize) -> String {
    let mut text = escape_active_markup(sanitize(text.trim()).into_owned());
    close_fences(&mut text);
    let shift = heading_shift(&text, level);
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(&text, MARKDOWN_OPTIONS).into_offset_iter() {
        if let Event::Start(Tag::Heading { level, .. }) = event {
            let written = &text[range.clone()];
            let marks = "#".repeat((level as usize + shift).min(6));
            let title = match written.strip_prefix('#') {
                Some(_) => written.trim_start_matches('#').trim_end().trim_end_matches('#').trim().to_string(),
                // A heading that is underlined may run over several lines.
                None => {
                    let lines: Vec<&str> = written.trim_end().lines().collect();
                    let kept = &lines[..lines.len().saturating_sub(1)];
                    kept.iter().map(|l| l.trim_start_matches(['>', ' '])).collect::<Vec<_>>().join(" ")
                }
            };
            let end = if written.ends_with('\n') { "\n" } else { "" };
            edits.push((range, format!("{marks} {title}{end}")));
        }
    }
    for (range, replacement) in edits.into_iter().rev() {
        text.replace_range(range, &replacement);
    }
    // Joined lines may read anew as what was let pass before.
    let mut text = escape_active_markup(text);
    close_fences(&mut text);
    text
}

/// How often a text is looked through for what acts; what is taken away may have hidden more of it.
const MAX_ESCAPE_PASSES: usize = 16;

/// What acts outside of the text becomes text: each sign that opens it gets a backslash.
fn escape_active_markup(mut text: String) -> String {
    for _ in 0..MAX_ESCAPE_PASSES {
        let mut opens = std::collections::BTreeSet::new();
        let parser = Parser::new_ext(&text, MARKDOWN_OPTIONS);
        // What a definition names may be asked for anywhere in the document.
        let bad = parser.reference_definitions().iter().filter(|(_, link)| !is_allowed_link(&link.dest));
        opens.extend(bad.filter_map(|(_, link)| Some(link.span.start + text[link.span.clone()].find('[')?)));
        for (event, range) in parser.into_offset_iter() {
            match event {
                // An image of another part's definition.
                Event::Text(_) => {
                    let signs = text[range.clone()].match_indices('!').map(|(at, _)| range.start + at + 1);
                    opens.extend(signs.filter(|at| text[*at..].starts_with('[')));
                }
                Event::Html(_) | Event::InlineHtml(_) => {
                    opens.extend(text[range.clone()].match_indices('<').map(|(at, _)| range.start + at));
                }
                Event::Start(Tag::Link { link_type: pulldown_cmark::LinkType::Email, .. }) => {}
                Event::Start(Tag::Link { dest_url, .. }) if !is_allowed_link(&dest_url) => {
                    opens.insert(range.start);
                }
                // The `!` stays, and what was an image is a text in brackets.
                Event::Start(Tag::Image { .. }) => drop(opens.insert(range.start + 1)),
                _ => {}
            }
        }
        if opens.is_empty() {
            return text;
        }
        for at in opens.into_iter().rev() {
            text.insert(at, '\\');
        }
    }
    crate::report::output::escaping::escape_markdown(&text)
}

/// How much deeper the headings of a text go, so that its greatest is one below `level`.
fn heading_shift(text: &str, level: usize) -> usize {
    let levels = Parser::new_ext(text, MARKDOWN_OPTIONS).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
        _ => None,
    });
    levels.min().map_or(0, |least| (level + 1).saturating_sub(least))
}

/// Closes a fence of code that would take in what follows the text. One in a quote or a point ends with that, whatever
/// follows; a line added there would begin another.
fn close_fences(text: &mut String) {
    let probe = format!("{text}\n\nx");
    let mut depth = 0;
    for (event, range) in Parser::new_ext(&probe, MARKDOWN_OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) if depth == 0 && range.end > text.len() + 1 => {
                let fence = text[range.start..].trim_start();
                let sign = fence.chars().next().unwrap_or('`');
                let count = fence.chars().take_while(|c| *c == sign).count();
                text.push('\n');
                text.extend(std::iter::repeat_n(sign, count));
                return;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
}

/// As HTML with headings below `level`: raw HTML shown as text, no images, links to the web and to mail only.
pub(super) fn embed_html(text: &str, level: usize) -> String {
    let text = sanitize(text);
    let shift = heading_shift(&text, level);
    let deeper =
        |level: HeadingLevel| HeadingLevel::try_from((level as usize + shift).min(6)).unwrap_or(HeadingLevel::H6);
    let events = safe_events(&text).map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: deeper(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(deeper(level))),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

/// As HTML within a line: no paragraphs, lists or headings, only what stands in them.
pub(super) fn inline_html(text: &str) -> String {
    let text = sanitize(text);
    let events = safe_events(&text).filter(|event| match event {
        Event::Start(tag) => is_inline(&tag.to_end()),
        Event::End(tag) => is_inline(tag),
        Event::Rule => false,
        _ => true,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out.trim_end().to_string()
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
}

/// What the Markdown says without anything that acts: raw HTML is text, an image its description, a link that leads
/// elsewhere than to the web or to mail its words.
fn safe_events(text: &str) -> impl Iterator<Item = Event<'_>> {
    let mut kept: Vec<bool> = Vec::new();
    Parser::new_ext(text, MARKDOWN_OPTIONS).filter_map(move |event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            let address = match link_type {
                pulldown_cmark::LinkType::Email => CowStr::from(format!("mailto:{dest_url}")),
                _ => dest_url,
            };
            let keep = is_allowed_link(&address);
            kept.push(keep);
            // An address of mail gets its scheme from the renderer.
            let dest_url = match address.strip_prefix("mailto:") {
                Some(bare) if link_type == pulldown_cmark::LinkType::Email => CowStr::from(bare.to_string()),
                _ => address,
            };
            let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
            keep.then_some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::End(TagEnd::Link) => kept.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link)),
        other => Some(other),
    })
}

/// Whether an address leads to the web or to mail.
fn is_allowed_link(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_go_below_those_of_the_document() {
        assert_eq!(embed_markdown("# A\n\ntext\n\n## B ##\n\nC\n---\n", 2), "### A\n\ntext\n\n#### B\n\n#### C");
        assert_eq!(embed_markdown("#### A\n\n###### B", 2), "#### A\n\n###### B");
        assert_eq!(embed_html("# A\n", 2), "<h3>A</h3>\n");
    }

    #[test]
    fn nothing_acts() {
        assert_eq!(embed_markdown("<!-- hidden\n\nand <b>bold</b>", 2), "\\<!-- hidden\n\nand \\<b>bold\\</b>");
        assert_eq!(embed_markdown("```\ncode", 2), "```\ncode\n```");
        assert_eq!(embed_markdown("# a <i>b</i>", 1), "## a \\<i>b\\</i>");
        assert_eq!(embed_markdown("[x](javascript:y) ![i](https://x.y)", 1), "\\[x](javascript:y) !\\[i](https://x.y)");
        assert_eq!(embed_markdown("[x](https://y.z) <a@b.c>", 1), "[x](https://y.z) <a@b.c>");
        assert_eq!(embed_markdown("[x]: javascript:y\n\nsee ![x]", 1), "\\[x]: javascript:y\n\nsee !\\[x]");
        assert_eq!(embed_markdown("[x]: https://y.z\n\nsee [x]", 1), "[x]: https://y.z\n\nsee [x]");
        assert_eq!(embed_markdown("[a]: <javascript:x> \"t\"", 1), "\\[a]: \\<javascript:x> \"t\"");
        assert_eq!(embed_markdown("[a [b](x:y)](x:z)", 1), "\\[a \\[b](x:y)](x:z)");
        for text in ["<script>alert(1)</script>", "a <img src=x onerror=y>", "<div onclick='x'>\n\n</div>"] {
            let html = embed_html(text, 1);
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<div"), "{html}");
        }
        assert_eq!(embed_html("![an image](https://a.b/c.png)", 1), "<p>an image</p>\n");
    }

    #[test]
    fn what_follows_a_text_is_no_part_of_it() {
        assert_eq!(embed_markdown("~~~~ a\ncode", 2), "~~~~ a\ncode\n~~~~");
        for text in ["> ```", "x\n>~~~", "- x\n  ```\n  y", "- ```", "1. ~~~", "```\nx", "> - ```\n>   y", "~~~\n```"] {
            let page = format!("{}\n\n## Next\n", embed_markdown(text, 2));
            let headings =
                Parser::new_ext(&page, MARKDOWN_OPTIONS).filter(|e| matches!(e, Event::Start(Tag::Heading { .. })));
            assert_eq!(headings.count(), 1, "{page}");
        }
    }

    #[test]
    fn links_lead_to_the_web_or_to_mail() {
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "//evil",
            "x.html",
            "vbscript:x",
            "&#106;avascript:x",
        ] {
            assert_eq!(embed_html(&format!("[a]({bad})"), 1), "<p>a</p>\n", "{bad}");
        }
        assert_eq!(embed_html("[a](https://b.c?d=\"&e)", 1), "<p><a href=\"https://b.c?d=%22&amp;e\">a</a></p>\n");
        assert_eq!(embed_html("<a@b.c>", 1), "<p><a href=\"mailto:a@b.c\">a@b.c</a></p>\n");
    }

    #[test]
    fn a_line_holds_no_blocks() {
        assert_eq!(inline_html("# a\n\n- *b*"), "a<em>b</em>");
        assert_eq!(inline_html("1\\. x & <b>"), "1. x &amp; &lt;b&gt;");
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_a_tag_of_its_own(text in "[-<>/a-z!`*_#\\[\\]()&;:\"' \n~|.]{0,80}") {
            let html = embed_html(&text, 2);
            for tag in ["<script", "<img", "<style", "<iframe", "<!--", "javascript:"] {
                proptest::prop_assert!(tag == "javascript:" || !html.contains(tag), "{}", html);
            }
            // What Markdown makes of it stays free of HTML.
            let again = embed_markdown(&text, 2);
            let acts = Parser::new_ext(&again, MARKDOWN_OPTIONS).any(|e| match e {
                Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => true,
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    link_type != pulldown_cmark::LinkType::Email && !is_allowed_link(&dest_url)
                }
                _ => false,
            });
            proptest::prop_assert!(!acts, "{}", again);
        }
    }
}
