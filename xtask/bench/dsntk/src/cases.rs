//! The kit: files of cases, each beside its models.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use roxmltree::{Document, Node};

/// A file of cases with the models that lie beside it.
pub(crate) struct Set<'a, 'i> {
    pub(crate) level: String,
    pub(crate) name: String,
    /// The model that is asked.
    pub(crate) model: String,
    /// The others in its folder.
    pub(crate) others: Vec<String>,
    /// Whether the model decides by tables.
    pub(crate) has_tables: bool,
    root: Node<'a, 'i>,
}

/// One result of one case.
pub(crate) struct Case<'a, 'i> {
    pub(crate) node: Node<'a, 'i>,
    pub(crate) result: Node<'a, 'i>,
    /// The result's name.
    pub(crate) name: &'a str,
    /// The service or function that is called; none where a decision is asked.
    pub(crate) called: Option<&'a str>,
    pub(crate) id: String,
}

/// Every file of cases under a folder.
pub(crate) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if name.contains("-test-") && name.ends_with(".xml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

impl<'a, 'i> Set<'a, 'i> {
    pub(crate) fn read(file: &Path, document: &'a Document<'i>) -> anyhow::Result<Self> {
        let root = document.root_element();
        let asked = child(root, "modelName").and_then(|node| node.text());
        let asked = asked.unwrap_or_default().trim();
        let folder = file.parent().context("a file lies in a folder")?;
        let mut others = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "dmn") && !path.ends_with(asked) {
                others.push(fs::read_to_string(&path)?);
            }
        }
        let model = fs::read_to_string(folder.join(asked))?;
        let level = file.ancestors().find_map(|path| {
            let name = path.file_name()?.to_str()?;
            name.strip_prefix("compliance-level-")
        });
        Ok(Self {
            level: level.unwrap_or("?").to_owned(),
            name: file
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            has_tables: model.contains("decisionTable"),
            model,
            others,
            root,
        })
    }

    pub(crate) fn cases(&self) -> Vec<Case<'a, 'i>> {
        let mut cases = Vec::new();
        for node in children(self.root, "testCase") {
            let is_called = matches!(node.attribute("type"), Some("decisionService" | "bkm"));
            let called = node.attribute("invocableName").filter(|_| is_called);
            for result in children(node, "resultNode") {
                let name = result.attribute("name").unwrap_or_default();
                cases.push(Case {
                    node,
                    result,
                    name,
                    called,
                    id: format!(
                        "{} {} {name}",
                        self.name,
                        node.attribute("id").unwrap_or_default()
                    ),
                });
            }
        }
        cases
    }
}

/// An attribute whatever its namespace.
pub(crate) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value())
}

pub(crate) fn children<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.tag_name().name() == name)
}

pub(crate) fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}
