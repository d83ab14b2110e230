//! Changes as a scenario.

use super::{Edit, EditError, MergedChanges, append, apply, render, set};
use crate::syntax::{Block, RESERVED_WORDS, SyntaxKind, SyntaxTree, VALUE_WORDS, is_name, parse, quote};

/// The text of a scenario that holds the changes: `scenario name "Title" { from: other … }`, LF at each line's end.
///
/// # Errors
/// Where the changes can't be read, the name is none, or something among the changes can't stand in a scenario.
///
/// ```
/// use planwright::edit::{merge_changes, scenario_text};
/// use planwright::language::parse;
/// use planwright::source::SourceId;
/// let change = parse(SourceId(0), "team web { capacity: 3 people }".into());
/// let text = scenario_text(&merge_changes(&[&change]), "lean", Some("A lean year"), None)?;
/// assert_eq!(text, "scenario lean \"A lean year\" {\n  team web { capacity: 3 people }\n}\n");
/// # Ok::<(), planwright::edit::EditError>(())
/// ```
pub fn scenario_text(
    joined: &MergedChanges<'_>,
    name: &str,
    title: Option<&str>,
    from: Option<&str>,
) -> Result<String, EditError> {
    name_is_free(name)?;
    if let Some(from) = from {
        // A scenario of a file used `as` something is known by both names.
        from.split('.').try_for_each(name_is_free)?;
    }
    if from == Some(name) {
        let said = format!("the scenario `{name}` can't build on itself");
        return Err(EditError::new(said).help("give it another name"));
    }
    if let Some(unreadable) = &joined.unreadable {
        return Err(unreadable.clone());
    }
    if let Some(line) = joined.uses.first() {
        let said = format!("`{}` can't be in a scenario", line.0.text());
        return Err(EditError::new(said).help("write the line at the top of a file"));
    }
    if let Some(inner) = joined.items.iter().find(|i| i.kind == "scenario") {
        let said = format!("the scenario `{}` can't be in a scenario", inner.id.unwrap_or_default());
        return Err(EditError::new(said).help("save it to a file; `from` builds one scenario on another"));
    }
    let mut out = format!("scenario {name}");
    if let Some(title) = title {
        out += &format!(" {}", quote(title));
    }
    let mut lines: Vec<String> = from.iter().map(|from| format!("  from: {from}\n")).collect();
    let layers = joined.items.iter().flat_map(|i| &i.layers);
    lines.extend(layers.map(|layer| format!("  {}\n", render::block(layer, "  "))));
    out += &match lines.is_empty() {
        true => " { }\n".to_string(),
        false => format!(" {{\n{}}}\n", lines.concat()),
    };
    match parse(crate::source::SourceId(0), out.as_str().into()).diagnostics.first() {
        None => Ok(out),
        Some(d) => Err(EditError { message: d.message.clone(), help: d.help.clone() }),
    }
}

/// The scenario of this name, with the file that holds it as an index into those given.
pub fn find_scenario<'a>(files: &[&'a SyntaxTree], name: &str) -> Option<(usize, Block<'a>)> {
    files.iter().enumerate().find_map(|(at, f)| Some((at, f.blocks().find(|b| is_scenario(*b, name))?)))
}

/// The edits that put a scenario's text, as [`scenario_text`] gives it, in the place of the one of its name in this file,
/// or at the end of it. Comments in the one that is replaced go with it, those around it stay. A file that is used `as`
/// something is no place for a scenario: in there, the names of the plan's items mean others.
///
/// # Errors
/// Where the text is not one scenario, or the file has two of its name or can't be read at that place.
pub fn save_scenario(text: &str, file: &SyntaxTree) -> Result<Vec<Edit>, EditError> {
    let given = parse(file.source, text.into());
    let mut blocks = given.blocks();
    let (Some(block), None, true) = (blocks.next(), blocks.next(), given.diagnostics.is_empty()) else {
        return Err(EditError::new("this is not one scenario").help("write `scenario name \"Title\" { … }`"));
    };
    let Some(name) = block.id().map(|i| i.text).filter(|name| is_scenario(block, name)) else {
        return Err(EditError::new("this is not a scenario").help("write `scenario name \"Title\" { … }`"));
    };
    let mut old = file.blocks().filter(|b| is_scenario(*b, name));
    let mut edits = match (old.next(), old.next()) {
        (_, Some(_)) => {
            let said = format!("the scenario `{name}` is declared twice");
            return Err(EditError::new(said).help("rename one of them"));
        }
        (Some(old), None) if set::lines(block.0.text(), &file.text) == old.0.text() => Vec::new(),
        (Some(old), None) => {
            vec![Edit { span: old.0.span(), replacement: set::lines(block.0.text(), &file.text) }]
        }
        (None, None) => vec![append::items(file, text, &[]).0],
    };
    let after = parse(file.source, apply(&file.text, &mut edits)?.into());
    let stands = after.blocks().any(|b| is_scenario(b, name) && b.0.text() == set::lines(block.0.text(), &file.text));
    if stands && after.diagnostics.len() <= file.diagnostics.len() {
        return Ok(edits);
    }
    let said = format!("the scenario `{name}` can't be saved, since something in the file can't be read");
    Err(EditError::new(said).help("fix what `plan check` reports about it first"))
}

fn is_scenario(block: Block<'_>, name: &str) -> bool {
    block.0.kind() == SyntaxKind::block
        && block.kind().is_some_and(|k| k.text == "scenario")
        && block.id().is_some_and(|i| i.text == name)
}

fn name_is_free(name: &str) -> Result<(), EditError> {
    if !is_name(name) {
        let said = format!("`{name}` is not a name");
        return Err(EditError::new(said).help("a name is letters, digits and `_`, a letter first"));
    }
    if RESERVED_WORDS.contains(&name) || VALUE_WORDS.contains(&name) {
        let said = format!("`{name}` is a reserved word");
        return Err(EditError::new(said).help(format!("choose another name, as in `{name}_1`")));
    }
    Ok(())
}
