//! The odds of a ranking on screens of two widths.

use clap::Parser;
use expect_test::expect;
use planwright::report::Layout;
use planwright_cli::command::{Command, CommandContext};
use unicode_width::UnicodeWidthStr;

#[derive(Parser)]
#[command(disable_help_subcommand = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

fn printed(width: usize, words: &[&str]) -> String {
    let face = CommandContext {
        cli: <Line as clap::CommandFactory>::command,
        layout: Layout { width: Some(width) },
        stdin: None,
        plan: None,
    };
    crate::at_root();
    let line = Line::try_parse_from(["plan"].iter().chain(words)).unwrap();
    let text = line.command.run(&face).map(|o| o.text).unwrap_or_else(|f| panic!("{}", f.text()));
    for line in text.lines() {
        assert!(line.width() <= width, "{width}: {line}");
    }
    text
}

const PLAN: &str = "tests/spec/plans/odds/odds.plan";

#[test]
fn at_80_columns_words_take_the_place_of_a_column() {
    expect![[r#"
        order  rank   score  90% range  ranks  top 3  id       title            decision
            1    5      9.8       8–12      5     0%  audit    Audit log        commit
            2    1   252.98    183–351    1–2   100%  alerts   Alerts that re…
            3    2≈     112               2–3   >99%  exports  Exports
            4    3   107.33   44.1–257    1–3    97%  search   Search
            5    4    30.62  16.2–58.6      4     3%  themes   Dark and light…
            6    6   0.8333                 6     0%  api      Second version…

        10,000 draws from the ranges. 90% range and ranks: where score and rank are in 9
          draws of 10; top 3: how often it is among the first 3 by score.
        ≈ a coin toss with the next rank: the estimates can't tell which of the two is
          above.
    "#]]
    .assert_eq(&printed(80, &["rank", PLAN]));
}

#[test]
fn a_wide_screen_has_room_for_drawings() {
    expect![[r#"
        order  rank   score  median  90% range  ranks  top 3  spread              id       title                        decision
            1    5      9.8     9.8       8–12      5     0%        ▂█            audit    Audit log                    commit
            2    1   252.98     253    183–351    1–2   100%                  ██  alerts   Alerts that reach somebody
            3    2≈     112                       2–3   >99%                █     exports  Exports
            4    3   107.33     108   44.1–257    1–3    97%             ▁▄▇█▇▄   search   Search
            5    4    30.62    30.6  16.2–58.6      4     3%          ▁▅█▇▃       themes   Dark and light themes, and…
            6    6   0.8333                         6     0%  █                   api      Second version of the API

        10,000 draws from the ranges. 90% range and ranks: where score and rank are in 9 draws of 10; top 3: how often it is
          among the first 3 by score.
        ≈ a coin toss with the next rank: the estimates can't tell which of the two is above.
        spread: where the score may lie, drawn from 0.833 to 351, each step by the same factor.
    "#]].assert_eq(&printed(120, &["rank", PLAN]));
}

#[test]
fn on_a_very_narrow_screen_the_odds_outlive_the_title() {
    expect![[r#"
        order  rank   score  90% range  ranks  top 3  id
            1    5      9.8       8–12      5     0%  audit
            2    1   252.98    183–351    1–2   100%  alerts
            3    2≈     112               2–3   >99%  exports

        10,000 draws from the ranges. 90% range and ranks: where
          score and rank are in 9 draws of 10; top 3: how often it
          is among the first 3 by score.
        ≈ a coin toss with the next rank: the estimates can't tell
          which of the two is above.
        Committed: audit

        Displaced by decisions:
          search  Search (rank 3, score 107.33)
    "#]]
    .assert_eq(&printed(60, &["rank", PLAN, "--top", "3"]));
}

#[test]
fn several_rankings_fit() {
    expect![[r#"
        rice   score  ice   score  apart  id       title
           1     320    3  106.67      2  alerts   Alerts that reac…
           2  133.33    1     162      1  search   Search
           3      50    2     120      1  exports  Exports
           4    37.5    4      81      0  themes   Dark and light t…
           5      12    –                 audit    Audit log

        Agreement, as Kendall's tau-b (1: the same order, 0: no
          relation, -1: reversed):
          rice and ice: 0.33 over the 4 initiatives that both rank;
              67% of the pairs in the same order

        Furthest apart:
          alerts: 1 by rice, 3 by ice
          search: 1 by ice, 2 by rice
          exports: 2 by ice, 3 by rice

        Who would choose what as the first 3:
          all of them: alerts, search, exports

        Not scored by any:
          api
    "#]]
    .assert_eq(&printed(60, &["rank", "tests/spec/plans/several", "--by", "rice,ice"]));
    for width in [60, 80, 120] {
        printed(width, &["rank", "examples/observability", "--by", "rice,reach_effort", "--today", "2026-05-04"]);
        printed(width, &["rank", "examples/observability", "--today", "2026-05-04"]);
    }
    for width in [80, 120] {
        printed(width, &["compare", "detection", "otel", "examples/observability", "--today", "2026-05-04"]);
    }
}
