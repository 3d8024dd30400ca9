//! The fact tables of a service: what others say of all its operations.

use std::path::Path;

use serde_json::Value as Json;

use super::model::Operation;
use super::{definition, sdk};
use crate::failed::Failed;
use crate::project::{self, Project};

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The vendor's published API definition.
    Definition,
    /// The official SDK.
    Sdk,
}

impl Source {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Definition, Self::Sdk];

    /// The word that comments and messages name it by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Sdk => "SDK",
        }
    }
}

/// All operations that a source knows of a service.
#[derive(Debug)]
pub struct Table {
    /// Who says so.
    pub source: Source,
    /// The operations.
    pub operations: Vec<Operation>,
}

impl Table {
    /// What corresponds to an operation: it has the name or, under another name, method and path.
    pub fn find(&self, ours: &Operation) -> Option<&Operation> {
        let named = self.operations.iter().find(|it| it.id == ours.id);
        let there = |it: &&Operation| it.method == ours.method && it.path == ours.path;
        named.or_else(|| self.operations.iter().find(there))
    }
}

/// How a table is not what it should be: where in it, and what was expected there.
pub struct Odd {
    /// The way there, as in `operations/ListVpnUsers/paths`.
    pub at: String,
    /// What should stand there.
    pub expected: &'static str,
}

impl Odd {
    /// Another thing than expected.
    pub fn new(at: impl Into<String>, expected: &'static str) -> Self {
        Self { at: at.into(), expected }
    }
}

/// What both kinds of tables look like, for those who have another.
const FORMS: &str = "FACTS/SERVICE.json is a table of the SDK, {\"operations\": [{\"name\", \"method\", \
                     \"path\", \"params\", …}], \"models\": {…}}; FACTS/definitions/SERVICE.json one of API \
                     definitions, {\"operations\": {NAME: {\"paths\": {…}, …}}}";

/// Reads the tables of a service from a folder.
///
/// # Errors
///
/// When one is missing, no JSON, or of another shape.
pub fn read(project: &Project, folder: &Path, service: &str) -> Result<[Table; 2], Failed> {
    let file = format!("{service}.json");
    let definition = folder.join("definitions").join(&file);
    let sdk = folder.join(&file);
    Ok([
        table(project, Source::Definition, &definition, definition::operations)?,
        table(project, Source::Sdk, &sdk, sdk::operations)?,
    ])
}

fn table(
    project: &Project,
    source: Source,
    path: &Path,
    operations: fn(&Json) -> Result<Vec<Operation>, Odd>,
) -> Result<Table, Failed> {
    let shown = project.shown(path);
    let text = project::read(path, shown.clone()).map_err(|it| {
        let beside = path.parent().and_then(|folder| project::listed(folder).ok()).unwrap_or_default();
        let beside: Vec<&str> =
            beside.keys().filter(|it| it.ends_with(".json")).map(String::as_str).collect();
        it.with_help(match beside.is_empty() {
            true => format!("--against wants a folder with the tables; {FORMS}"),
            false => format!("its folder has {}; or name the services to look at", beside.join(", ")),
        })
    })?;
    let json: Json = serde_json::from_str(&text.text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Failed::because(format!("{shown}:{line}:{column}: this is not JSON: {error}")).with_help(FORMS)
    })?;
    let operations = operations(&json).map_err(|Odd { at, expected }| {
        let at = if at.is_empty() { "the whole".to_owned() } else { format!("`{at}`") };
        Failed::because(format!("{shown}: {at} should be {expected}")).with_help(FORMS)
    })?;
    if operations.is_empty() {
        return Err(Failed::because(format!("{shown} has no operation")).with_help(FORMS));
    }
    Ok(Table { source, operations })
}

/// The texts of an `enum`, numbers and truth values as they are written; that a boolean is true or false
/// says nothing.
pub fn values(value: Option<&Json>) -> Option<Vec<String>> {
    let values = value?.as_array()?;
    let values: Vec<String> = values
        .iter()
        .filter(|it| !it.is_boolean() && !it.is_null())
        .map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned))
        .collect();
    (!values.is_empty()).then_some(values)
}

/// Values that may stand in one another, before it is taken for a mistake.
pub const DEEPEST: usize = 24;
/// Values of one operation; more are a mistake, or made to fill memory.
pub const MOST: usize = 100_000;
