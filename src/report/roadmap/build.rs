//! A roadmap, told to an audience.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::evaluate::{Evaluated, OptimizedStage, RiskCause, Roadmap, ScheduleRisk};
use crate::lint::internal_names;
use crate::model::{Datum, Record};
use crate::quantity::{Date, Period};
use crate::report::document::Content;
use crate::report::document::fact_lookup::{PathValue, find_path};
use crate::report::document::section_layout::LabelledPath;
use crate::report::document::wording::{FactWording, escape_markdown};
use crate::report::roadmap::audience::{Audience, AudienceColumn, AudienceSection, SectionShape};
use crate::report::roadmap::column_cell::{self, amount, cell};
use crate::report::roadmap::item_selection::ItemQueries;
use crate::report::roadmap::milestones::{self, Milestone};
use crate::report::roadmap::{
    BarChartContent, ConfidenceReport, GridCell, LatenessReport, MarkdownGrid, OptimizedStageReport, ProbabilityByDate,
    RoadmapItem, RoadmapLeftOut, RoadmapReport, RoadmapSection, ScheduleRiskReport, TeamCapacity, WaitsForReport,
    strip_markdown, uncertainty,
};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A roadmap told, with what is wrong about it.
#[derive(Debug)]
pub struct AudienceReport {
    /// The report.
    pub report: RoadmapReport,
    /// Formulas that fail; initiatives without words for customers, and internal names, where those are told to
    /// customers.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether it may not be shown: it would tell customers what is not theirs.
    pub withheld: bool,
    /// What of the plan it does not show, for its author.
    pub left_out: Vec<LeftOutInitiatives>,
    /// What the schedule assumes where the plan does not say, for its author; a sentence each.
    pub assumed: Vec<String>,
}

/// Initiatives that an audience is not told of, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutInitiatives {
    /// Their names.
    pub ids: Vec<String>,
    /// What they are or why they are not told of: `starting after 2026-12-31`.
    pub why: String,
}

/// So many are named of those that are left out for one reason.
const MAX_NAMES_PER_REASON: usize = 4;

impl LeftOutInitiatives {
    /// For its author: ``2 initiatives are left out for `sales`, in phase `idea` …: `a`, `b` ``.
    pub fn summary(&self, audience: &str) -> String {
        let count = self.ids.len();
        let are = if count == 1 { "initiative is" } else { "initiatives are" };
        let named: Vec<String> = self.ids.iter().take(MAX_NAMES_PER_REASON).map(|id| format!("`{id}`")).collect();
        let more = if count > MAX_NAMES_PER_REASON {
            format!(" and {} more", count - MAX_NAMES_PER_REASON)
        } else {
            String::new()
        };
        format!("{count} {are} left out for `{audience}`, {}: {}{more}", self.why, named.join(", "))
    }
}

/// Tells a roadmap to an audience, until a day: what starts after it is left out. Nothing else changes with it.
pub fn report(evaluated: &Evaluated, roadmap: &Roadmap, audience: &Record, until: Date) -> AudienceReport {
    let audience = Audience::read(audience);
    let plan = evaluated.plan();
    let periods = roadmap.periods.iter().filter(|p| p.first() <= until).count();
    let columns = plan.other_items.get("column").into_iter().flatten();
    let columns = columns.map(|r| (&*r.id, AudienceColumn::read(evaluated, r))).collect();
    let mut teller = AudienceReportBuilder {
        asker: ItemQueries::new(evaluated, roadmap),
        say: FactWording { plan, audience: Some(audience.id) },
        columns,
        shown: BTreeSet::new(),
        unworded: BTreeSet::new(),
        texts: Vec::new(),
        audience: &audience,
    };
    let (told, left_out) = teller.asker.reported_items(&audience, until);
    let mut sections: Vec<RoadmapSection> =
        audience.sections.iter().filter_map(|part| teller.section(part, &told)).collect();
    let shown: Vec<usize> = teller.shown.iter().copied().collect();
    // Bars are drawn of the items of the report.
    let place: BTreeMap<usize, usize> = shown.iter().enumerate().map(|(at, item)| (*item, at)).collect();
    for section in &mut sections {
        if let Some(BarChartContent::Items(items)) = &mut section.bars {
            items.iter_mut().for_each(|i| *i = place.get(i).copied().unwrap_or_default());
        }
    }
    let intro = audience.intro.map(str::to_string);
    let items = shown.iter().map(|i| teller.item(*i)).collect();
    let dates = audience.dates;
    let report = RoadmapReport {
        schema: crate::report::SCHEMA.into(),
        plan: plan.settings.id.to_string(),
        audience: audience.id.to_string(),
        title: escape_markdown(audience.title),
        cadence: audience.cadence.map(str::to_string),
        intro,
        today: evaluated.today(),
        until: dates.then_some(until),
        horizon: dates.then_some(roadmap.to),
        by: roadmap.by.as_deref().map(str::to_string).filter(|_| !audience.customer),
        worth: roadmap.worth.clone().filter(|_| !audience.customer),
        scenario: plan.scenario.as_ref().map(|s| s.to_string()),
        periods: roadmap.periods.iter().take(periods).filter(|_| dates).copied().collect(),
        items,
        critical: roadmap.critical.iter().filter(|_| !audience.customer).map(|i| teller.id(*i)).collect(),
        certificate: if audience.customer { Vec::new() } else { roadmap.stages.iter().map(stage).collect() },
        confidence: teller.confidence(&told),
        capacity: if audience.customer { Vec::new() } else { capacity(evaluated, roadmap, periods) },
        sections,
        left_out: Vec::new(),
    };
    let mut diagnostics = std::mem::take(&mut teller.asker.diagnostics);
    diagnostics.extend(teller.unworded());
    diagnostics.extend(teller.internal());
    let withheld = audience.customer && !diagnostics.is_empty();
    let mut report = report;
    let mut reasons: Vec<LeftOutInitiatives> = Vec::new();
    for (at, item) in roadmap.items.iter().enumerate().filter(|(at, _)| !shown.contains(at)) {
        let why = left_out.get(&at).cloned().unwrap_or_else(|| match audience.shows(item.state) {
            true => "which none of its sections shows".to_string(),
            false => format!("being {}", item.state),
        });
        let id = plan.initiatives[item.initiative].id().to_string();
        if !audience.customer {
            report.left_out.push(RoadmapLeftOut { id: id.clone(), why: why.clone() });
        }
        match reasons.iter_mut().find(|r| r.why == why) {
            Some(known) => known.ids.push(id),
            None => reasons.push(LeftOutInitiatives { ids: vec![id], why }),
        }
    }
    AudienceReport { report, diagnostics, withheld, left_out: reasons, assumed: roadmap.assumed.clone() }
}

fn stage(stage: &OptimizedStage) -> OptimizedStageReport {
    OptimizedStageReport {
        of: if stage.first { "first" } else { "rest" }.into(),
        initiatives: stage.tasks,
        value: stage.value,
        bound: stage.bound,
        gap: stage.gap(),
        by: stage.by.as_str().into(),
        proven: stage.proven(),
    }
}

fn capacity(evaluated: &Evaluated, roadmap: &Roadmap, periods: usize) -> Vec<TeamCapacity> {
    let title = |id: &str| evaluated.plan().other_item("team", id).map_or(id.to_string(), |t| t.title().to_string());
    let team = |t: &crate::evaluate::TeamLoad| TeamCapacity {
        team: t.team.to_string(),
        title: title(&t.team),
        capacity: t.capacity.iter().take(periods).copied().collect(),
        load: t.load.iter().take(periods).copied().collect(),
    };
    roadmap.teams.iter().map(team).collect()
}

struct AudienceReportBuilder<'p> {
    asker: ItemQueries<'p>,
    say: FactWording<'p>,
    columns: BTreeMap<&'p str, AudienceColumn<'p>>,
    /// What is shown somewhere, by its index in the roadmap.
    shown: BTreeSet<usize>,
    /// What is shown and has no words for customers.
    unworded: BTreeSet<usize>,
    /// What is told, where it stands in the plan, of which item, under which heading.
    texts: Vec<(String, Option<Span>, usize, String)>,
    audience: &'p Audience<'p>,
}

/// The column that tells what an initiative is called.
const NAME_COLUMN: &str = "initiative";

impl<'p> AudienceReportBuilder<'p> {
    /// What an initiative is called here.
    fn name(&mut self, item: usize) -> String {
        let record = self.asker.record(item);
        if !self.audience.customer {
            return escape_markdown(record.title());
        }
        match record.text("customer") {
            Some(words) => escape_markdown(words),
            None => {
                self.unworded.insert(item);
                escape_markdown(record.title())
            }
        }
    }

    fn section(&mut self, part: &AudienceSection<'p>, told: &[usize]) -> Option<RoadmapSection> {
        let mut items = self.asker.section_items(part, told);
        let say = self.said(part, &items);
        let mut more = items.len().saturating_sub(part.max_rows());
        items.truncate(part.max_rows());
        if part.shape != SectionShape::Words && part.each.is_none() {
            self.shown.extend(items.iter().copied());
        }
        let mut section = RoadmapSection {
            id: part.id.to_string(),
            title: escape_markdown(part.title),
            say,
            content: Vec::new(),
            bars: None,
            grid: None,
        };
        let there = match part.shape {
            SectionShape::Words => section.say.is_some(),
            SectionShape::Load => {
                section.bars = Some(BarChartContent::Teams);
                !self.asker.telling.roadmap.teams.is_empty()
            }
            SectionShape::Gantt => {
                let placed = |i: &usize| self.asker.planned(*i).start.is_some();
                let placed: Vec<usize> = items.iter().copied().filter(placed).collect();
                let there = !placed.is_empty();
                placed.iter().for_each(|i| drop(self.name(*i)));
                section.bars = Some(BarChartContent::Items(placed));
                there
            }
            SectionShape::Milestones => {
                let milestone = |item: &usize| Milestone {
                    name: self.name(*item),
                    planned: self.asker.planned(*item),
                    due: self.due(*item),
                };
                let all: Vec<Milestone<'_>> = items.iter().map(milestone).collect();
                section.content = milestones::months(self.asker.telling.roadmap.from, part.limit.unwrap_or(3), &all);
                !section.content.is_empty()
            }
            SectionShape::Unsure => {
                let grid = self.unsure(part, &items);
                let there = !grid.rows.is_empty();
                section.say = section.say.filter(|_| there);
                section.content = section_content(part.shape, &grid);
                section.grid = Some(grid).filter(|_| there);
                there
            }
            SectionShape::Table | SectionShape::Cards | SectionShape::List => {
                let grid = match part.each {
                    None => self.grid(part, &items),
                    Some(kind) => {
                        let (grid, left) = self.blocks(part, kind, &items);
                        more = left;
                        grid
                    }
                };
                let there = !grid.rows.is_empty();
                section.content = section_content(part.shape, &grid);
                section.grid = Some(grid).filter(|_| there);
                there
            }
        };
        if !there {
            section.bars = None;
            section.content = vec![Content::Text { text: part.empty?.to_string() }];
            return Some(section);
        }
        if more > 0 {
            let are = if more == 1 { "is" } else { "are" };
            section.content.push(Content::Text { text: format!("And {more} more, which {are} not shown here.") });
        }
        Some(section)
    }

    /// The sentence above a section, about all of its initiatives, shown or not.
    fn said(&mut self, part: &AudienceSection<'p>, items: &[usize]) -> Option<String> {
        let (say, first) = part.say.zip(items.first())?;
        let text = self.asker.telling.fill_template(say, items);
        if self.audience.customer {
            self.texts.push((strip_markdown(&text), None, *first, strip_markdown(part.title)));
        }
        Some(text)
    }

    fn heading(&self, shown: &LabelledPath<'p>, row: Option<&crate::schema::BlockSchema>) -> String {
        if let Some(label) = shown.label {
            return escape_markdown(label);
        }
        let filled = |title: &str| {
            let title: std::sync::Arc<str> = title.into();
            escape_markdown(&self.asker.telling.fill_template(&title, &[]))
        };
        let name = shown.path.rsplit('.').next().unwrap_or(shown.path);
        match (name, self.columns.get(shown.path)) {
            (NAME_COLUMN, _) => "Initiative".into(),
            ("title", _) => row.map_or_else(|| "Title".to_string(), |r| escape_markdown(&r.title)),
            (_, Some(column)) if column.title.contains("${") => filled(column.title),
            (_, Some(column)) => escape_markdown(column.title),
            _ => shown.label(),
        }
    }

    fn grid(&mut self, part: &AudienceSection<'p>, items: &[usize]) -> MarkdownGrid {
        let columns: Vec<String> = part.columns.iter().map(|c| self.heading(c, None)).collect();
        let mut rows = Vec::new();
        for item in items {
            let mut row = Vec::new();
            for (shown, heading) in part.columns.iter().zip(&columns) {
                row.push(self.cell(shown.path, *item, heading));
            }
            rows.push(row);
        }
        if part.shape == SectionShape::Table {
            rows.extend(self.totals(part, &rows));
        }
        without_empty_columns(MarkdownGrid { columns, rows })
    }

    fn cell(&mut self, column: &'p str, item: usize, heading: &str) -> GridCell {
        let told = match self.columns.get(column) {
            _ if column == NAME_COLUMN => {
                let span = self.asker.record(item).fact("customer").map(|f| f.span);
                column_cell::CellWithSource::text(self.name(item), span)
            }
            Some(column) => cell(&mut self.asker, self.say, column, item),
            None => column_cell::CellWithSource::default(),
        };
        self.note(told, item, heading)
    }

    /// Keeps what is told, to be searched for internal names.
    fn note(&mut self, told: column_cell::CellWithSource, item: usize, heading: &str) -> GridCell {
        if let Some(text) = told.cell.text.as_ref().filter(|_| self.audience.customer) {
            self.texts.push((strip_markdown(text), told.span, item, heading.to_string()));
        }
        told.cell
    }

    /// The sums, where a column asks for its own.
    fn totals(&self, part: &AudienceSection<'p>, rows: &[Vec<GridCell>]) -> Option<Vec<GridCell>> {
        let asked: Vec<Option<&AudienceColumn<'p>>> =
            part.columns.iter().map(|c| self.columns.get(c.path).filter(|c| c.total)).collect();
        if rows.len() < 2 || asked.iter().all(Option::is_none) {
            return None;
        }
        let sum = |at: usize, column: &AudienceColumn<'p>| {
            let numbers: Vec<f64> = rows.iter().filter_map(|r| r[at].number).collect();
            let sum: f64 = numbers.iter().sum();
            let text = (!numbers.is_empty()).then(|| amount(&self.asker, column, sum));
            GridCell { number: text.as_ref().map(|_| sum), text }
        };
        let cells = asked.iter().enumerate().map(|(at, column)| match (at, column) {
            (0, None) => GridCell { text: Some("**Together**".into()), number: None },
            (_, Some(column)) => sum(at, column),
            _ => GridCell::default(),
        });
        Some(cells.collect())
    }

    /// A row a block of the initiatives, and how many more there are.
    fn blocks(&mut self, part: &AudienceSection<'p>, kind: &'p str, items: &[usize]) -> (MarkdownGrid, usize) {
        let row = self.asker.evaluated.schema().kind("initiative").and_then(|r| r.blocks.get(kind));
        let columns: Vec<String> = part.columns.iter().map(|c| self.heading(c, row)).collect();
        let mut told = Vec::new();
        for item in items {
            let record = self.asker.record(*item);
            let Some(PathValue::Blocks { blocks, row }) = find_path(self.asker.evaluated, record, kind) else {
                continue;
            };
            for (at, block) in blocks {
                if at.is_none() || self.asker.holds(part.when, *item, at) {
                    let rank = part.order.filter(|_| at.is_some()).map_or(0.0, |o| self.asker.order_key(o, *item, at));
                    told.push((rank, *item, block, row));
                }
            }
        }
        told.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = part.limit.unwrap_or(usize::MAX);
        let more = told.len().saturating_sub(most);
        told.truncate(most);
        // An initiative without such a block is not told of.
        self.shown.extend(told.iter().map(|(_, item, ..)| *item));
        let mut rows = Vec::new();
        for (_, item, block, row) in told {
            let mut cells = Vec::new();
            for (shown, heading) in part.columns.iter().zip(&columns) {
                let name = shown.path.rsplit('.').next().unwrap_or(shown.path);
                if name != NAME_COLUMN && (name == "title" || row.fields.contains_key(name)) {
                    let text = column_cell::field(self.say, block, row, name).unwrap_or_default();
                    cells.push(self.note(column_cell::CellWithSource::text(text, Some(block.header)), item, heading));
                } else {
                    cells.push(self.cell(shown.path, item, heading));
                }
            }
            rows.push(cells);
        }
        (without_empty_columns(MarkdownGrid { columns, rows }), more)
    }

    /// The day on which an initiative is due.
    fn due(&self, item: usize) -> Option<Date> {
        match self.asker.record(item).value("due") {
            Some(Datum::Date(due)) => Some(due.last()),
            _ => None,
        }
    }

    /// A row a risk or an estimate of the initiatives that costs confidence.
    fn unsure(&mut self, part: &AudienceSection<'p>, items: &[usize]) -> MarkdownGrid {
        let (roadmap, plan) = (self.asker.telling.roadmap, self.asker.evaluated.plan());
        let of: BTreeMap<usize, usize> = items.iter().map(|i| (self.asker.planned(*i).initiative, *i)).collect();
        let initiatives: Vec<usize> = of.keys().copied().collect();
        let limit = part.limit.unwrap_or(uncertainty::DEFAULT_ROWS);
        let mut rows = Vec::new();
        for cost in uncertainty::rows(roadmap.confidence.as_ref(), &initiatives, limit) {
            let item = of[&cost.initiative];
            let [what, initiative, ..] = uncertainty::COLUMNS;
            let named = column_cell::CellWithSource::text(self.name(item), None);
            let mut row = vec![self.note(
                column_cell::CellWithSource::text(uncertainty::risk_title(plan, cost), None),
                item,
                what,
            )];
            row.push(self.note(named, item, initiative));
            row.extend(uncertainty::gains(cost));
            rows.push(row);
        }
        without_empty_columns(uncertainty::grid(rows))
    }

    /// What costs the most, for programs.
    fn confidence(&self, told: &[usize]) -> Option<ConfidenceReport> {
        let sure = self.asker.telling.roadmap.confidence.as_ref().filter(|_| !self.audience.customer)?;
        let initiatives: Vec<usize> = told.iter().map(|i| self.asker.planned(*i).initiative).collect();
        let costs = uncertainty::rows(Some(sure), &initiatives, usize::MAX).map(|cost| self.uncertainty(cost));
        Some(ConfidenceReport {
            placed: sure.placed,
            in_time: sure.in_time,
            all: sure.all,
            costs: costs.collect(),
            causes: sure.causes,
            tried: sure.tried,
        })
    }

    fn uncertainty(&self, cost: &ScheduleRisk) -> ScheduleRiskReport {
        let plan = self.asker.evaluated.plan();
        let risk = match &cost.cause {
            RiskCause::Risk(id) => Some(id.to_string()),
            RiskCause::Effort => None,
        };
        ScheduleRiskReport {
            initiative: self.id(cost.initiative),
            risk,
            title: cost.cause_text(plan).to_string(),
            gain: cost.gain,
            whole: cost.whole,
        }
    }

    fn id(&self, initiative: usize) -> String {
        self.asker.evaluated.plan().initiatives[initiative].id().to_string()
    }

    fn item(&mut self, item: usize) -> RoadmapItem {
        let (planned, record, title) = (self.asker.planned(item), self.asker.record(item), self.name(item));
        let (internal, dates) = (!self.audience.customer, self.audience.dates);
        let day = |d: Option<Date>| d.filter(|_| dates);
        let to = self.asker.telling.roadmap.to;
        let periods = self.asker.telling.roadmap.periods.iter().filter(|p| dates && p.first() <= to);
        let chance = |(period, probability): (&Period, &f64)| match period.last() > to {
            true => Some(ProbabilityByDate { by: to, probability: planned.forecast? }),
            false => Some(ProbabilityByDate { by: period.last(), probability: *probability }),
        };
        let due = self.due(item);
        RoadmapItem {
            id: internal.then(|| record.id.to_string()),
            title: strip_markdown(&title),
            state: planned.state.into(),
            because: internal.then(|| planned.state_reason.clone()),
            late: planned
                .late
                .filter(|_| dates)
                .map(|late| LatenessReport { by_days: late.by_days, probability: late.probability }),
            start: day(planned.start),
            finish: day(planned.finish),
            p50: day(planned.p50),
            p80: day(planned.p80),
            due: day(due),
            forecast: periods.zip(&planned.done_by).filter_map(chance).collect(),
            teams: planned.work.iter().filter(|_| internal).map(|(t, _)| t.to_string()).collect(),
            slack: planned.slack.filter(|_| internal),
            planned_by: day(planned.planned_by),
            in_time: planned.in_time.filter(|_| dates),
            unsure: planned.largest_risk.as_ref().filter(|_| internal).map(|u| self.uncertainty(u)),
            after: planned.waits_for.as_ref().filter(|_| internal).map(|after| WaitsForReport {
                id: self.id(after.initiative),
                team: after.team.as_ref().map(|t| t.to_string()),
            }),
            chain: planned.chain.iter().filter(|_| internal).map(|i| self.id(*i)).collect(),
            why: planned.decision_reason.clone().filter(|_| internal),
        }
    }

    fn unworded(&self) -> Vec<Diagnostic> {
        let one = |item: &usize| {
            let record = self.asker.record(*item);
            let said = format!("`{}` sees `{}`, which has no words for customers", self.audience.id, record.id);
            Diagnostic::new(Code::NO_CUSTOMER_WORDS, record.header, said)
                .help("add `customer: \"…\"`, or `customer: none because \"…\"` where customers should not see it")
        };
        self.unworded.iter().map(one).collect()
    }

    /// Internal names in what is told to customers.
    fn internal(&self) -> Vec<Diagnostic> {
        let texts: Vec<&str> = self.texts.iter().map(|(t, ..)| t.as_str()).collect();
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (at, name) in internal_names(self.asker.evaluated.plan(), &texts) {
            let (_, span, item, heading) = &self.texts[at];
            let span = span.unwrap_or(self.asker.record(*item).header);
            if self.unworded.contains(item) || !seen.insert((span, name.name.clone())) {
                continue;
            }
            let said =
                format!("`{}` reads this under `{heading}`, and `{}` {}", self.audience.id, name.name, name.what);
            let mut d = Diagnostic::new(Code::INTERNAL_NAME, span, said).help(name.help);
            d.severity = Severity::Error;
            found.push(d);
        }
        found
    }
}

/// Without the columns in which nothing stands.
fn without_empty_columns(mut grid: MarkdownGrid) -> MarkdownGrid {
    let held = |at: usize| grid.rows.iter().any(|r| r[at].text.is_some());
    let keep: Vec<bool> = (0..grid.columns.len()).map(held).collect();
    let mut at = 0..;
    grid.columns.retain(|_| keep[at.next().unwrap_or_default()]);
    for row in &mut grid.rows {
        let mut at = 0..;
        row.retain(|_| keep[at.next().unwrap_or_default()]);
    }
    if grid.columns.is_empty() {
        grid.rows.clear();
    }
    grid
}

/// Rows as a section shows them.
fn section_content(shape: SectionShape, grid: &MarkdownGrid) -> Vec<Content> {
    let text = |cell: &GridCell| cell.text.clone();
    match shape {
        SectionShape::Cards => {
            let card = |row: &Vec<GridCell>| {
                let facts = grid.columns.iter().zip(row).skip(1).filter_map(|(label, cell)| {
                    Some(crate::report::document::LabelledFact { label: label.clone(), value: text(cell)? })
                });
                let rows: Vec<_> = facts.collect();
                Content::Part {
                    title: text(&row[0]).unwrap_or_else(|| "–".into()),
                    content: if rows.is_empty() { Vec::new() } else { vec![Content::Rows { rows }] },
                }
            };
            grid.rows.iter().map(card).collect()
        }
        SectionShape::List if !grid.rows.is_empty() => {
            let point = |row: &Vec<GridCell>| {
                let mut told = row.iter().filter_map(text);
                let first = told.next().map_or("–".to_string(), |first| format!("**{first}**"));
                std::iter::once(first).chain(told).collect::<Vec<_>>().join(" — ")
            };
            vec![Content::List { items: grid.rows.iter().map(point).collect() }]
        }
        _ if grid.rows.is_empty() => Vec::new(),
        _ => {
            let row = |row: &Vec<GridCell>| row.iter().map(|c| text(c).unwrap_or_else(|| "–".into())).collect();
            vec![Content::Table { columns: grid.columns.clone(), rows: grid.rows.iter().map(row).collect() }]
        }
    }
}
