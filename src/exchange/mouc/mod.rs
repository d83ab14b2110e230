//! A roadmap of mouc (YAML: entities with what they require, efforts, people and timeframes) → `.plan` text.
//!
//! | mouc | here |
//! |---|---|
//! | an entity, its `name`, `description`, `tags` and `type` | an initiative, its title, a field `description`, tags |
//! | `requires`, and `enables` read the other way | `needs` |
//! | `effort: 1.5w`, a week if there is none | `effort: 1.5 person-weeks` |
//! | somebody of `resources` | a person on a team of their own |
//! | `dns_periods` | `away` |
//! | `resources: [ana, bo]` | `team: ana_team, bo_team`, in equal parts |
//! | `[ana\|bo]`, a group, `*`, nobody with a `default_resource` | the one of them who has the least to do so far |
//! | `timeframe`, `start_after`, `end_before`, `start_date`, `end_date` | `start` and `due` |
//! | `status: done` | `phase: done`, since its `end_date` |
//!
//! What has no place here is told: mouc's whole days, one task for a person at a time, and due dates that come forward
//! along what requires them are rules of its scheduler, not of its files.

mod entity;
mod people;
mod remarks;
mod timeframe;
mod write;
mod yaml_key;

use super::ImportError;
use super::csv_import::{slug, unique};
use super::yaml::Yaml;
use entity::Entity;
use people::People;
use remarks::Remarks;
use std::collections::{BTreeSet, HashMap};

/// What came of a roadmap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoucImport {
    /// The text of a `.plan` file, in the canonical layout.
    pub text: String,
    /// What was read and what could not be carried over, a line each.
    pub remarks: Vec<String>,
}

/// Reads a roadmap, and the people who work on it from a file of their own if there is one.
///
/// # Errors
/// What is no YAML, and a roadmap without entities.
///
/// ```
/// use planwright::exchange::Yaml;
/// use planwright::exchange::mouc::import;
/// let roadmap = Yaml::read(b"entities: {sso: {name: SSO, meta: {effort: 2w, resources: [ana]}}}").unwrap();
/// let imported = import(&roadmap, None).unwrap();
/// assert_eq!(imported.text, "team ana_team \"ana\" { }\n\nperson ana \"ana\" { team: ana_team }\n\n\
///     initiative sso \"SSO\" {\n  effort: 2 person-weeks\n  team: ana_team\n}\n");
/// ```
pub fn import(roadmap: &Yaml, resources: Option<&Yaml>) -> Result<MoucImport, ImportError> {
    let entities = roadmap.get("entities").map(Yaml::entries).unwrap_or_default();
    if entities.is_empty() {
        return Err(ImportError::new("there are no `entities`").help("a roadmap of mouc lists them under `entities:`"));
    }
    let mut remarks = Remarks::default();
    for (key, value) in roadmap.entries().iter().filter(|(k, _)| k != "entities" && k != "metadata") {
        remarks.add("a part of the roadmap that is not carried over", &format!("{key} (line {})", value.line));
    }
    let mut taken = BTreeSet::new();
    let mut people = People::read(resources, &mut remarks);
    let mut read: Vec<Entity> = entities.iter().map(|(key, value)| Entity::read(key, value, &mut remarks)).collect();
    people.name(&read, &mut taken);
    let mut ids: HashMap<String, String> = HashMap::new();
    for entity in &mut read {
        let wanted = slug(&entity.key).or_else(|| slug(&entity.title)).unwrap_or_else(|| "item".into());
        entity.id = unique(&wanted, &mut taken);
        if ids.insert(entity.key.clone(), entity.id.clone()).is_some() {
            remarks.add("a key that is there twice; what names it means the last", &entity.key);
        }
    }
    let needs = dependencies(&read, &ids, &mut remarks);
    let teams: Vec<Vec<(String, f64)>> = read.iter().map(|e| people.teams(e, &mut remarks)).collect();
    let text = write::text(&read, &needs, &teams, &people);
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let entities = count(read.len(), "entity", "entities");
    let persons = count(people.members.len(), "person", "people");
    let mut told = vec![format!("{entities} and {persons} read")];
    told.extend(remarks.lines());
    Ok(MoucImport { text, remarks: told })
}

/// By entity, the ids of what it needs: `requires` of its own, and `enables` of others.
fn dependencies(read: &[Entity], ids: &HashMap<String, String>, remarks: &mut Remarks) -> Vec<Vec<String>> {
    let mut needs: Vec<Vec<String>> = vec![Vec::new(); read.len()];
    let place: HashMap<&str, usize> = read.iter().enumerate().map(|(at, e)| (e.key.as_str(), at)).collect();
    for (at, entity) in read.iter().enumerate() {
        for key in &entity.requires {
            match ids.get(key) {
                Some(id) if *id != entity.id => needs[at].push(id.clone()),
                _ => remarks.add("something required that is no other entity", &format!("{} by {}", key, entity.key)),
            }
        }
    }
    for entity in read {
        for key in &entity.enables {
            match place.get(key.as_str()) {
                Some(at) if read[*at].id != entity.id => needs[*at].push(entity.id.clone()),
                _ => remarks.add("something enabled that is no other entity", &format!("{} by {}", key, entity.key)),
            }
        }
    }
    for needs in &mut needs {
        let mut seen = BTreeSet::new();
        needs.retain(|id| seen.insert(id.clone()));
    }
    needs
}

#[cfg(test)]
mod tests;
