//! What a plan should not contain, shown all the same.

use super::tests::{PLAIN, find, set};
use super::*;
use expect_test::{Expect, expect};
use planwright::diagnostic::{Code, Fix, Label};
use planwright::source::{SourceId, SourceText, Span};
use proptest::prelude::*;

fn check_one(text: &str, range: std::ops::Range<usize>, expected: Expect) {
    let sources = set(&[("x.plan", text)]);
    let d = Diagnostic::new(Code::UNREADABLE_VALUE, Span::new(SourceId(0), range.start, range.end), "bad value");
    expected.assert_eq(&render(PLAIN, &[d.label("here")], &sources));
}

#[test]
fn labels_far_apart_in_one_file() {
    let text = format!("first\n{}second\nthird\n", "# nothing\n".repeat(30));
    let sources = set(&[("x.plan", &text)]);
    let d = Diagnostic::new(Code::DUPLICATE_NAME, find(&sources, 0, "second"), "two of them")
        .label("again")
        .also(find(&sources, 0, "first"), "first declared here")
        .also(find(&sources, 0, "third"), "and a neighbour")
        .help("rename one of them; this help is long enough that it has to be wrapped on a terminal of this width");
    expect![[r#"
        error[P0204]: two of them
            ╭─[x.plan:32:1]
         31 │ # nothing
         32 │ second
            · ───┬──
            ·    ╰── again
         33 │ third
            · ──┬──
            ·   ╰── and a neighbour
            ╰────
           ╭─[x.plan:1:1]
         1 │ first
           · ──┬──
           ·   ╰── first declared here
         2 │ # nothing
           ╰────
          help: rename one of them; this help is long enough that it has to be wrapped
                on a terminal of this width
    "#]]
    .assert_eq(&render(PLAIN, &[d], &sources));
}

#[test]
fn far_right_on_a_long_line() {
    let text = format!("a: {}WRONG{}\nb\n", "x".repeat(70_000), "y".repeat(70_000));
    check_one(
        &text,
        70_003..70_008,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:70004]
         1 │ …xxxxxxxxxxxxxxxxxxxxxxxxxWRONGyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
           ·                           ──┬──
           ·                             ╰── here
         2 │ b
           ╰────
    "#]],
    );
}

#[test]
fn marks_without_width_are_bounded_too() {
    let text = format!("a{}b\n", "\u{301}".repeat(100_000));
    let sources = set(&[("x.plan", &text)]);
    for range in [0..1, text.len() - 2..text.len() - 1, 0..text.len()] {
        let d = Diagnostic::new(Code::UNREADABLE_VALUE, Span::new(SourceId(0), range.start, range.end), "bad");
        let shown = render(PLAIN, &[d], &sources);
        assert!(shown.len() < 2_000);
        assert!(range.start == 0 || shown.contains("\u{301}b\n"), "the place itself is in sight: {shown}");
    }
}

#[test]
fn many_places_are_counted() {
    let sources = set(&[("x.plan", &"abc\n".repeat(200))]);
    let span = |line: usize| Span::new(SourceId(0), line * 4, line * 4 + 3);
    let all = (1..10).fold(Diagnostic::new(Code::CYCLE, span(0), "a circle"), |d, i| d.also(span(i * 10), "needs"));
    let shown = render(PLAIN, &[all], &sources);
    assert_eq!(shown.matches("needs").count(), 7);
    assert!(shown.ends_with("\n  and 2 more places\n"), "{shown}");
}

#[test]
fn escapes_and_bidi() {
    let text = "a: \u{1b}[2J\u{202e}evil\u{202c} bad\u{0}\n";
    let at = text.find("bad").unwrap();
    check_one(
        text,
        at..at + 3,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:15]
         1 │ a: \u{1b}[2J\u{202e}evil\u{202c} bad\u{0}
           ·                                  ─┬─
           ·                                   ╰── here
           ╰────
    "#]],
    );
}

#[test]
fn hostile_words_everywhere() {
    let sources = set(&[("\u{1b}]0;x\u{7}.plan", "x\n")]);
    let span = Span::new(SourceId(0), 0, 1);
    let evil = "\u{1b}[31m\u{202e}\nx";
    let fix = Fix { title: evil.into(), span, replacement: evil.into(), safe: false };
    let d = Diagnostic::new(Code::BAD_NAME, span, evil).label(evil).also(span, evil).help(evil).fix(fix);
    for style in
        [PLAIN, RenderStyle::Short, RenderStyle::Json, RenderStyle::Sarif, RenderStyle::Github, RenderStyle::Markdown]
    {
        let shown = render(style, std::slice::from_ref(&d), &sources);
        assert!(!shown.contains(['\u{1b}', '\u{7}']), "{style:?}: {shown}");
        assert!(!shown.contains('\u{202e}'), "{style:?}: {shown}");
    }
}

#[test]
fn tabs_wide_characters_and_emoji() {
    let text = "\ta:\t計画😀 bad # 👩\u{200d}💻\n";
    let at = text.find("bad").unwrap();
    check_one(
        text,
        at..at + 3,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:9]
         1 │     a:  計画😀 bad # 👩‍💻
           ·                ─┬─
           ·                 ╰── here
           ╰────
    "#]],
    );
}

#[test]
fn empty_file_and_end_of_file() {
    check_one(
        "",
        0..0,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:1]
         1 │ 
           · ▲
           · ╰── here
           ╰────
    "#]],
    );
    check_one(
        "a\nb",
        3..3,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:2:2]
         1 │ a
         2 │ b
           ·  ▲
           ·  ╰── here
           ╰────
    "#]],
    );
    check_one(
        "a\nb\n",
        4..9,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:3:1]
         2 │ b
         3 │ 
           · ▲
           · ╰── here
           ╰────
    "#]],
    );
}

#[test]
fn windows_line_ends() {
    check_one(
        "a\r\nbad: 1\r\nc\r\n",
        3..11,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:2:1]
         1 │ a
         2 │ bad: 1
           · ───┬──
           ·    ╰── here
         3 │ c
           ╰────
    "#]],
    );
}

#[test]
fn byte_order_mark() {
    check_one(
        "\u{feff}plan x\n",
        8..9,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:6]
         1 │ plan x
           ·      ┬
           ·      ╰── here
           ╰────
    "#]],
    );
    check_one(
        "\u{feff}",
        0..3,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:1]
         1 │ 
           · ▲
           · ╰── here
           ╰────
    "#]],
    );
}

#[test]
fn spans_over_lines() {
    check_one(
        "a {\n  b: 1\n  c: 2\n}\nd\n",
        0..19,
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:1]
         1 │ ╭─▶ a {
         2 │ │     b: 1
         3 │ │     c: 2
         4 │ ├─▶ }
           · ╰──── here
         5 │     d
           ╰────
    "#]],
    );
}

#[test]
fn a_span_over_everything_stays_short() {
    let text = "some: line of a plan\n".repeat(450_000);
    assert!(text.len() > 9_000_000);
    check_one(
        &text,
        0..text.len(),
        expect![[r#"
        error[P0107]: bad value
           ╭─[x.plan:1:1]
         1 │ some: line of a plan
           · ──────────┬─────────
           ·           ╰── here (to line 450000)
         2 │ some: line of a plan
           ╰────
    "#]],
    );
    let one_line = "x".repeat(9_000_000);
    let sources = set(&[("x.plan", &one_line)]);
    let d = Diagnostic::new(Code::UNCLOSED, Span::new(SourceId(0), 0, one_line.len()), "never closed");
    assert!(render(PLAIN, &[d], &sources).len() < 2_000);
}

#[test]
fn a_source_that_is_not_there() {
    let d = Diagnostic::new(Code::NO_PLAN, Span::new(SourceId(7), 3, 9), "no plan here").help("run `plan init`");
    let sources = SourceSet::default();
    expect![[r#"
        error[P0905]: no plan here
          help: run `plan init`
    "#]]
    .assert_eq(&render(PLAIN, std::slice::from_ref(&d), &sources));
    for style in [RenderStyle::Short, RenderStyle::Json, RenderStyle::Sarif, RenderStyle::Github, RenderStyle::Markdown]
    {
        assert!(render(style, std::slice::from_ref(&d), &sources).contains("no plan here"));
    }
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n".to_string()),
        Just("\r\n".to_string()),
        Just("\t".to_string()),
        Just("\u{feff}".to_string()),
        Just("計画".to_string()),
        Just("\u{1b}[31m".to_string()),
        Just("e\u{301}\u{301}".to_string()),
        Just("word ".repeat(30)),
        "\\PC{0,8}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn never_panics(
        texts in prop::collection::vec(text(), 1..3),
        spans in prop::collection::vec((0u32..4, 0u32..400, 0u32..400), 1..6),
        words in any::<String>(),
        width in 0usize..200,
        color: bool,
    ) {
        let mut sources = SourceSet::default();
        for (i, text) in texts.iter().enumerate() {
            sources.add(SourceText::new(format!("f{i}.plan"), text.as_str()));
        }
        // Not through `Span::new`: a span may even end before it starts.
        let labels: Vec<Label> = spans
            .iter()
            .map(|(s, start, end)| Label {
                span: Span { source: SourceId(*s), start: *start, end: *end },
                text: words.clone().into(),
            })
            .collect();
        let mut d = Diagnostic::new(Code::UNCLOSED, labels[0].span, words.as_str()).label("here");
        d.labels = labels[1..].to_vec();
        for style in [RenderStyle::Human { width: Some(width), color }, RenderStyle::Short, RenderStyle::Json, RenderStyle::Sarif, RenderStyle::Github, RenderStyle::Markdown] {
            let shown = render(style, std::slice::from_ref(&d), &sources);
            let acts = |c: char| c.is_control() && c != '\n' && (!color || c != '\u{1b}');
            prop_assert!(!shown.contains(acts));
        }
    }

    #[test]
    fn lines_keep_to_the_width(line in "\\PC{0,300}", start in 0usize..300, width in 40usize..120) {
        let sources = set(&[("x.plan", &line)]);
        let d = Diagnostic::new(Code::UNCLOSED, Span::new(SourceId(0), start, start + 3), "short");
        let shown = render(RenderStyle::Human { width: Some(width), color: false }, &[d], &sources);
        for line in shown.lines() {
            // A sign that is cut off or a wide one at the edge may stand one over.
            prop_assert!(line.chars().filter_map(unicode_width::UnicodeWidthChar::width).sum::<usize>() <= width + 1, "{shown}");
        }
    }
}
