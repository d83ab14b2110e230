//! Entities and people → text, in the canonical layout.

use super::entity::Entity;
use super::people::People;
use crate::exchange::csv_import::{quoted, slug};
use std::collections::BTreeSet;

pub(super) fn text(
    entities: &[Entity],
    needs: &[Vec<String>],
    teams: &[Vec<(String, f64)>],
    people: &People,
) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let teams_of = people.members.iter().map(|m| format!("team {} {} {{ }}\n", m.team, quoted(&m.name)));
    let persons = people.members.iter().map(|m| {
        let away = m.away.iter().map(|(from, to)| format!("; away: {from} to {to}")).collect::<String>();
        format!("person {} {} {{ team: {}{away} }}\n", m.id, quoted(&m.name), m.team)
    });
    blocks.extend([teams_of.collect::<String>(), persons.collect()].into_iter().filter(|b| !b.is_empty()));
    if entities.iter().any(|e| e.description.is_some()) {
        let doc = quoted("The description in the imported roadmap.");
        blocks.push(format!("field description {{ in: initiative; type: text; doc: {doc} }}\n"));
    }
    for ((entity, needs), teams) in entities.iter().zip(needs).zip(teams) {
        blocks.push(initiative(entity, needs, teams));
    }
    blocks.join("\n")
}

fn initiative(entity: &Entity, needs: &[String], teams: &[(String, f64)]) -> String {
    let mut lines: Vec<String> = Vec::new();
    if let Some((phase, since)) = &entity.phase {
        lines.push(format!("phase: {phase}{}", since.map_or(String::new(), |d| format!(" from {d}"))));
    }
    lines.push(format!("effort: {}", entity.effort.0));
    if !needs.is_empty() {
        lines.push(format!("needs: {}", needs.join(", ")));
    }
    lines.extend(entity.start.map(|d| format!("start: {d}")));
    lines.extend(entity.due.map(|d| format!("due: {d}")));
    let tags: BTreeSet<String> = entity.tags.iter().filter_map(|t| slug(t)).collect();
    if !tags.is_empty() {
        lines.push(format!("tags: {}", tags.into_iter().collect::<Vec<_>>().join(", ")));
    }
    if !teams.is_empty() {
        let even = teams.iter().all(|(_, share)| *share == teams[0].1);
        let team = |(team, share): &(String, f64)| match even {
            true => team.clone(),
            false => format!("{team} = {}%", (share * 10_000.0).round() / 100.0),
        };
        lines.push(format!("team: {}", teams.iter().map(team).collect::<Vec<_>>().join(", ")));
    }
    if let Some(description) = &entity.description {
        lines.push(format!("description: {}", quoted(description)));
    }
    let body: String = lines.iter().map(|l| format!("  {l}\n")).collect();
    format!("initiative {} {} {{\n{body}}}\n", entity.id, quoted(&entity.title))
}
