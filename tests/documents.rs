//! The documents as documents: the first page is short, and every link of theirs leads somewhere. What their blocks say
//! is run by `spec`.

use crate::ROOT;
use crate::support::files_below;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The longest README that somebody new still reads to its end.
const MAX_README_LINES: usize = 200;
/// A chapter is read at one sitting.
const MAX_CHAPTER_LINES: usize = 250;
/// Documents at the root with links to check; those that are not there yet are left out.
const ROOT_DOCUMENTS: [&str; 4] = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

#[test]
fn the_readme_is_one_page() {
    let lines = read(&Path::new(ROOT).join("README.md")).lines().count();
    assert!(lines <= MAX_README_LINES, "README.md has {lines} lines, more than {MAX_README_LINES}: see docs/guide");
}

#[test]
fn every_chapter_of_the_guide_is_short_and_in_its_index() {
    let guide = Path::new(ROOT).join("docs/guide");
    let index = links(&read(&guide.join("README.md")));
    for chapter in files_below(&guide, "md").iter().filter(|c| !c.ends_with("README.md")) {
        let name = chapter.file_name().unwrap().to_string_lossy().into_owned();
        let lines = read(chapter).lines().count();
        assert!(lines <= MAX_CHAPTER_LINES, "{name} has {lines} lines, more than {MAX_CHAPTER_LINES}");
        assert!(index.contains(&name), "docs/guide/README.md does not link to {name}");
    }
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut pages: Vec<PathBuf> = ROOT_DOCUMENTS.iter().map(|name| Path::new(ROOT).join(name)).collect();
    pages.retain(|page| page.exists());
    pages.extend(files_below(&Path::new(ROOT).join("docs"), "md"));
    assert!(pages.len() >= 10, "only {} documents found", pages.len());
    let mut anchors = Anchors::default();
    let (mut checked, mut broken) = (0, Vec::new());
    for page in &pages {
        for link in links(&read(page)).into_iter().filter(|link| is_relative(link)) {
            checked += 1;
            let problem = anchors.problem(page, &link);
            broken.extend(problem.map(|p| format!("{}: `{link}`: {p}", page.strip_prefix(ROOT).unwrap().display())));
        }
    }
    assert!(checked > 20, "only {checked} links found");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_broken_link_is_found() {
    let page = Path::new(ROOT).join("docs/embedding.md");
    let problem = |link: &str| Anchors::default().problem(&page, link);
    assert_eq!(problem("../README.md"), None);
    assert_eq!(problem("#threads"), None);
    assert_eq!(problem("../docs/embedding.md#beside-your-own-rhai"), None);
    assert_eq!(problem("../READ.md").as_deref(), Some("no such file"));
    assert_eq!(problem("#thread").as_deref(), Some("no such heading"));
    assert_eq!(links("[a](b.md) and `[c](d.md)`\n\n```text\n[e](f.md)\n```\n![g](h.svg)\n"), ["b.md", "h.svg"]);
}

fn read(page: &Path) -> String {
    std::fs::read_to_string(page).unwrap_or_else(|e| panic!("{}: {e}", page.display()))
}

/// Where the links and pictures of a page lead, in the order of the page. Code holds no links.
fn links(page: &str) -> Vec<String> {
    let targets = Parser::new_ext(page, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    targets.collect()
}

/// Whether a link leads to a file of the repository: links with a scheme are not looked up.
fn is_relative(link: &str) -> bool {
    !link.contains("://") && !link.starts_with("mailto:")
}

/// The anchors of the pages read so far.
#[derive(Default)]
struct Anchors(BTreeMap<PathBuf, Vec<String>>);

impl Anchors {
    /// Why a link of a page leads nowhere.
    fn problem(&mut self, page: &Path, link: &str) -> Option<String> {
        let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
        let target = if file.is_empty() { page.to_path_buf() } else { page.parent()?.join(file) };
        if !target.exists() {
            return Some("no such file".into());
        }
        let anchor = anchor.filter(|_| target.extension().is_some_and(|e| e == "md"))?;
        let known = self.0.entry(target.clone()).or_insert_with(|| heading_anchors(&read(&target)));
        (!known.iter().any(|k| k == anchor)).then(|| "no such heading".into())
    }
}

/// The anchors that a code host gives to a page's headings: lower case, without punctuation, hyphens for spaces, and a
/// number after those that were there before.
fn heading_anchors(page: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    let mut heading = None::<String>;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.push_str(&text),
            (Event::End(TagEnd::Heading(_)), text) => {
                let kept = text.take().unwrap_or_default().to_lowercase().replace(' ', "-");
                let slug: String = kept.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect();
                let same = anchors.iter().filter(|a| **a == slug).count();
                anchors.push(if same == 0 { slug } else { format!("{slug}-{same}") });
            }
            _ => {}
        }
    }
    anchors
}
