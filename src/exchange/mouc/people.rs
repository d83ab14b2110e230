//! Who works on a roadmap.

use super::entity::Entity;
use super::remarks::Remarks;
use super::timeframe::day;
use super::yaml_key::text;
use crate::exchange::csv_import::{slug, unique};
use crate::exchange::yaml::{Yaml, YamlNode};
use crate::quantity::Date;
use std::collections::BTreeSet;

/// Somebody, with a team of their own.
#[derive(Debug)]
pub(super) struct Member {
    pub name: String,
    pub id: String,
    pub team: String,
    pub away: Vec<(Date, Date)>,
    /// Weeks of work given to them so far.
    load: f64,
}

/// The people, their groups, and who does what names nobody.
#[derive(Debug, Default)]
pub(super) struct People {
    pub members: Vec<Member>,
    groups: Vec<(String, Vec<String>)>,
    fallback: Option<String>,
    /// How many come from the file of people: `*` stands for them.
    listed: usize,
}

impl People {
    /// Those of a file of people.
    pub(super) fn read(resources: Option<&Yaml>, remarks: &mut Remarks) -> People {
        let mut people = People::default();
        let Some(resources) = resources else { return people };
        let list = match resources.get("resources").map(|r| &r.node) {
            Some(YamlNode::List(list)) => list.as_slice(),
            _ => &[],
        };
        for entry in list {
            let Some(name) = text(entry, "name").or_else(|| entry.text()) else {
                remarks.add("somebody without a name", &format!("line {}", entry.line));
                continue;
            };
            people.add(name);
            let periods = match entry.get("dns_periods").map(|p| &p.node) {
                Some(YamlNode::List(periods)) => periods.as_slice(),
                _ => &[],
            };
            for period in periods {
                let date = |key: &str| text(period, key).and_then(day);
                match (date("start"), date("end")) {
                    (Some(from), Some(to)) if from <= to => {
                        people.members.iter_mut().filter(|m| m.name == name).for_each(|m| m.away.push((from, to)));
                    }
                    _ => remarks.add("an absence without two days", &format!("{name} (line {})", period.line)),
                }
            }
        }
        people.listed = people.members.len();
        let groups = resources.get("groups").map(Yaml::entries).unwrap_or_default();
        let named = |v: &Yaml| v.texts().into_iter().map(str::to_string).collect();
        people.groups = groups.iter().map(|(name, members)| (name.clone(), named(members))).collect();
        people.fallback = text(resources, "default_resource").map(str::to_string);
        for (key, _) in resources.entries() {
            if !["resources", "groups", "default_resource"].contains(&key.as_str()) {
                remarks.add("a part of the file of people that is not carried over", key);
            }
        }
        people
    }

    fn add(&mut self, name: &str) {
        if self.members.iter().all(|m| m.name != name) {
            let (id, team, away) = (String::new(), String::new(), Vec::new());
            self.members.push(Member { name: name.to_string(), id, team, away, load: 0.0 });
        }
    }

    /// Adds those that entities name, and gives everybody a name in the plan.
    pub(super) fn name(&mut self, entities: &[Entity], taken: &mut BTreeSet<String>) {
        for said in entities.iter().flat_map(|e| &e.people) {
            for name in said.split('|').map(|n| share(n).0) {
                if name != "*" && self.groups.iter().all(|(group, _)| group != name) && !name.is_empty() {
                    self.add(name);
                }
            }
        }
        for member in &mut self.members {
            let id = unique(&slug(&member.name).unwrap_or_else(|| "person".into()), taken);
            member.team = unique(&format!("{id}_team"), taken);
            member.id = id;
        }
    }

    /// Whom a word may mean.
    fn candidates(&self, said: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let find = |name: &str| self.members.iter().position(|m| m.name == name);
        for name in said.split('|').map(|n| share(n).0) {
            if name == "*" {
                found.extend(0..self.listed);
            } else if let Some((_, members)) = self.groups.iter().find(|(group, _)| group == name) {
                found.extend(members.iter().filter_map(|m| find(m)));
            } else {
                found.extend(find(name));
            }
        }
        found
    }

    /// The teams of an entity with their shares. Where there is a choice, the one who has the least to do so far.
    pub(super) fn teams(&mut self, entity: &Entity, remarks: &mut Remarks) -> Vec<(String, f64)> {
        let said: Vec<String> =
            if entity.people.is_empty() { self.fallback.iter().cloned().collect() } else { entity.people.clone() };
        let mut chosen: Vec<(usize, f64)> = Vec::new();
        for word in &said {
            let mut candidates = self.candidates(word);
            candidates.retain(|c| chosen.iter().all(|(at, _)| at != c));
            // Of equals the first.
            let least = candidates
                .iter()
                .copied()
                .reduce(|a, b| if self.members[b].busy() < self.members[a].busy() { b } else { a });
            let Some(least) = least else {
                remarks.add("nobody to do it", &format!("{} ({word})", entity.key));
                continue;
            };
            let part = share(word).1;
            if part != 1.0 {
                remarks.add("a part of somebody's time, here a share of the work", &format!("{} ({word})", entity.key));
            }
            if candidates.len() > 1 {
                let who = format!("{} to {}", entity.key, self.members[least].name);
                remarks.add("given to whoever has the least to do, where mouc takes who is free first", &who);
            }
            chosen.push((least, part));
        }
        let all: f64 = chosen.iter().map(|(_, part)| part).sum();
        let done = entity.phase.is_some_and(|(phase, _)| phase == "done");
        for (at, part) in &chosen {
            self.members[*at].load += if done { 0.0 } else { entity.effort.1 * part / all };
        }
        if chosen.is_empty() && said.is_empty() {
            remarks.add("nobody named, so anybody", &entity.key);
        }
        chosen.into_iter().map(|(at, part)| (self.members[at].team.clone(), part / all)).collect()
    }
}

impl Member {
    /// Weeks until they are done with what they have, their absences among them.
    fn busy(&self) -> f64 {
        self.load + self.away.iter().map(|(from, to)| (to.days_since(*from) + 1) as f64 / 7.0).sum::<f64>()
    }
}

/// A name and the share of its time, of `ana:0.5`.
fn share(said: &str) -> (&str, f64) {
    let part = said.trim().rsplit_once(':');
    let read = part.and_then(|(name, part)| Some((name.trim(), part.trim().parse::<f64>().ok()?)));
    read.filter(|(_, part)| *part > 0.0 && *part <= 100.0).unwrap_or((said.trim(), 1.0))
}
