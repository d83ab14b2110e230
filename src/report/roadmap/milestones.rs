//! Month by month, what starts and what is done.

use crate::evaluate::Planned;
use crate::quantity::{Date, Grain, Period};
use crate::report::document::Content;

/// The next months, that of today included, each with what starts and is likely done in it; none where nothing does.
pub(super) fn months(from: Date, count: usize, items: &[(&str, &Planned)]) -> Vec<Content> {
    let mut out = Vec::new();
    let mut month = Period::containing(from, Grain::Month);
    let mut any = false;
    for _ in 0..count {
        let mut events: Vec<(Date, String)> = Vec::new();
        for (name, planned) in items {
            let within = |d: Option<Date>| d.filter(|d| month.contains(*d));
            match (within(planned.start), within(planned.likely.or(planned.finish))) {
                (Some(start), Some(done)) if start <= from => {
                    events.push((done, format!("**{name}** is worked on now, and is likely done on {done}")));
                }
                (Some(_), Some(done)) => {
                    events.push((done, format!("**{name}** starts, and is likely done on {done}")))
                }
                (Some(start), None) if start <= from => events.push((start, format!("**{name}** is worked on now"))),
                (Some(start), None) => events.push((start, format!("**{name}** starts on {start}"))),
                (None, Some(done)) => events.push((done, format!("**{name}** is likely done on {done}"))),
                (None, None) => {}
            }
        }
        events.sort();
        any |= !events.is_empty();
        let items: Vec<String> = events.into_iter().map(|(_, text)| text).collect();
        let content = match items.is_empty() {
            true => Content::Text { text: "Nothing starts or ends.".into() },
            false => Content::List { items },
        };
        out.push(Content::Part { title: month.to_string(), content: vec![content] });
        match month.next() {
            Some(next) => month = next,
            None => break,
        }
    }
    if any { out } else { Vec::new() }
}
