//! A ranking in the formats of documents and programs.

use crate::diagnostic::sanitize;
use crate::evaluate::Evaluated;
use crate::report::output::render;
use crate::report::rank::uncertainty::TableStyle;
use crate::report::rank::{RankReport, RankRow};

impl RankReport {
    /// The ranking in Markdown, as a comment on a pull request wants it: the table, then what its odds mean. The first
    /// `top` of it, or with `None` all, those declined and those without a score too; with the inputs where asked for.
    pub fn markdown(&self, evaluated: &Evaluated, top: Option<usize>, inputs: bool) -> String {
        let mut table = self.full_table(evaluated, top, inputs, TableStyle::Document);
        self.rename_compared_columns(&mut table);
        // Without a cut the declined are in the table too, with the same marks.
        let declined = self.declined().filter(|_| top.is_none());
        let shown: Vec<&RankRow> = self.listed_rows(top).into_iter().chain(declined).collect();
        let legend = self.odds_legend(&table, &shown);
        let legend = legend.iter().map(|line| format!("\n{}\n", sanitize(line)));
        render::markdown(&table) + legend.collect::<String>().as_str()
    }

    /// The same rows as CSV, every number in full and in a column of its own.
    pub fn csv(&self, evaluated: &Evaluated, top: Option<usize>, inputs: bool) -> String {
        render::csv(&self.full_table(evaluated, top, inputs, TableStyle::Programs))
    }
}

#[cfg(test)]
mod tests {
    use crate::evaluate::{Progress, SamplingOptions};
    use crate::pipeline::{Source, View};
    use crate::report::rank::{NoRanking, RankOptions, report};

    const PLAN: &str = r#"
plan p "P" { rank_by: ice; samples: 1000 }
initiative a "A | @octocat" { ice { impact: 5; confidence: 6; ease: 3 to 9 } }
initiative b "B" { ice { impact: 5; confidence: 6; ease: 1 } }
initiative c "C" { ice { impact: 5; confidence: 6 } }
"#;

    #[test]
    fn a_program_gets_what_the_command_prints() {
        let scored = Source::text("p.plan", PLAN).parse().unwrap().resolve(&View::default()).unwrap().evaluate();
        let evaluated = &scored.evaluated;
        let mut ranking = report(evaluated, &scored.sources, &RankOptions::default()).unwrap();
        ranking.sample_odds(evaluated, false, SamplingOptions::default(), &Progress::default()).unwrap();
        assert_eq!((&*ranking.by, ranking.samples, ranking.top), ("ice", Some(1000), Some(1)));
        let page = ranking.markdown(evaluated, None, false);
        assert!(page.starts_with("| rank | score | 90% range | ranks | top 1 | id | title | missing |\n"), "{page}");
        assert!(page.contains(" | a | A \\| @&#8203;octocat |  |\n"), "{page}");
        assert!(page.contains(" | c | C | ease |\n\n1,000 draws from the ranges."), "{page}");
        assert!(ranking.csv(evaluated, Some(1), true).starts_with("rank,score,low,median,high,"));
        let rice = report(evaluated, &scored.sources, &RankOptions { by: Some("rise"), ..RankOptions::default() });
        assert!(matches!(rice, Err(NoRanking::Framework(_))));
    }
}
