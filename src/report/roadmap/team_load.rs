//! The load of each team by quarter, as bars.

use crate::report::roadmap::RoadmapReport;
use crate::report::roadmap::gantt::{self, GanttScale};

/// Eighths of a column.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// A bar has no more columns: beyond, length tells nothing.
const MAX_BAR_COLUMNS: usize = 40;

/// Eighths of a line.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Teams by quarter: how much of their capacity is taken.
pub(super) fn bars(report: &RoadmapReport, width: usize) -> String {
    let Some(scale) = GanttScale::new(report, width, report.capacity.iter().map(|t| t.title.as_str())) else {
        return String::new();
    };
    let mut out = scale.head();
    for team in &report.capacity {
        let cells = team.capacity.iter().zip(&team.load).take(report.periods.len() - scale.left);
        let cells = cells.map(|(capacity, load)| match scale.named() {
            true => cell(*capacity, *load, scale.each),
            false => block(*capacity, *load, scale.each),
        });
        out += format!("{}{}", scale.name(&team.title), cells.collect::<String>()).trim_end();
        out.push('\n');
    }
    if !scale.named() {
        let legend = ["█ taken", "· free", "! more than there is", "– no one"].map(String::from);
        out += &gantt::wrapped(&legend, width);
    }
    out
}

/// Where there is no room for a percentage: how high the load stands.
fn block(capacity: f64, load: f64, width: usize) -> String {
    let share = load / capacity;
    let bars = width - 1;
    let mut text: String = match (capacity <= 0.0, load <= 0.0) {
        (true, true) => "–".into(),
        (true, false) => "!".into(),
        (false, true) => "·".into(),
        _ => {
            let height = (share.min(1.0) * 8.0).round().max(1.0) as usize;
            std::iter::repeat_n(HEIGHTS[height.min(8) - 1], bars).collect()
        }
    };
    if capacity > 0.0 && (share * 100.0).round() > 100.0 {
        text.pop();
        text.push('!');
    }
    format!("{text:<width$}")
}

fn cell(capacity: f64, load: f64, width: usize) -> String {
    if capacity <= 0.0 {
        let text = if load > 0.0 { "no one!" } else { "no one" };
        return format!("{text:<width$}");
    }
    let share = load / capacity;
    let percent = (share * 100.0).round().min(9999.0);
    // More than there is stands out by its mark.
    let mark = if percent > 100.0 { "!" } else { "" };
    let text = format!("{percent:.0}%{mark}");
    let room = width.saturating_sub(7).min(MAX_BAR_COLUMNS);
    let eighths = (share.clamp(0.0, 1.0) * room as f64 * 8.0).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS[eighths % 8]);
    }
    let rest = room - eighths.div_ceil(8);
    bar.extend(std::iter::repeat_n('·', rest));
    let text = if room == 0 { text } else { format!("{bar} {text}") };
    format!("{text:<width$}")
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_load_shows_its_share() {
        assert_eq!(cell(10.0, 5.0, 13), "███··· 50%   ");
        assert_eq!(cell(10.0, 12.5, 13), "██████ 125%! ");
        assert_eq!(cell(0.0, 0.0, 13), "no one       ");
        assert_eq!(cell(8.0, 1.0, 13), "▊····· 13%   ");
        assert_eq!(cell(10.0, 5.0, 6), "50%   ");
    }
}
