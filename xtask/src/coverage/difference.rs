//! A difference between a spec and a table: what it is, in words, and what a comment has to say of it.

use std::fmt::Write as _;

use huaweicloud_codegen::load::Place;

use super::facts::Source;
use super::model::Kind;

/// Something that a table has otherwise.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Whose table.
    pub source: Source,
    /// The operation.
    pub operation: String,
    /// Where in the operation.
    pub part: Part,
    /// The way to the field from there, as in `connections[].status`.
    pub path: String,
    /// The name that a comment has to name: the last one of the way.
    pub name: String,
    /// What is different.
    pub what: What,
    /// What is shown.
    pub place: Place,
    /// Everything that it stands in, from the operation on, across references.
    pub way: Vec<Place>,
}

/// Where a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It is the operation itself.
    Operation,
    /// In path, query or headers.
    Parameters,
    /// In the body that is sent.
    Body,
    /// In the answer.
    Answer,
}

/// What is different. Of two sides, ours is the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The table has no such thing.
    Extra,
    /// The spec has no such thing.
    Missing,
    /// Two types.
    Type(Kind, Kind),
    /// Whether it is required here; there it is the other way round.
    Required(bool),
    /// Values that only one side has.
    Values(Vec<String>, Vec<String>),
    /// Values here, and no word of values there, or the other way round.
    Open(bool),
    /// Called deprecated there alone.
    Deprecated,
    /// Another name there.
    Name(String),
    /// Another method and path there.
    Line(String),
}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.words().cmp(other.words())
    }
}

const EXTRA: &[&str] = &["lack", "lacks", "without", "alone", "only", "neither", "nor"];
const REQUIRED: &[&str] = &["required", "mandatory"];
const VALUES: &[&str] = &["values", "value"];
const DEPRECATED: &[&str] = &["deprecated", "discontinued", "discarded"];

impl What {
    /// What a comment has to say, besides the name of the field and the source: one word of each of
    /// these lists.
    pub fn words(&self) -> Vec<Vec<&str>> {
        match self {
            Self::Extra => vec![EXTRA.to_vec()],
            Self::Missing => vec![vec!["left out"]],
            Self::Type(ours, theirs) => vec![vec![ours.word()], vec![theirs.word()]],
            // The word for what the table says: of two tables that differ, the comment means one.
            Self::Required(true) => vec![vec!["optional"]],
            Self::Required(false) => vec![REQUIRED.to_vec()],
            Self::Values(ours, theirs) => ours.iter().chain(theirs).map(|it| vec![it.as_str()]).collect(),
            Self::Open(_) => vec![VALUES.to_vec()],
            Self::Deprecated => vec![DEPRECATED.to_vec()],
            Self::Name(theirs) => vec![vec![theirs]],
            Self::Line(_) => vec![vec!["path", "method"]],
        }
    }

    /// A comment that says it; the reason is the writer's.
    pub fn model(&self, name: &str, sources: &str) -> String {
        let plural = sources.contains(" and ");
        let (lack, have) = if plural { ("lack", "have") } else { ("lacks", "has") };
        match self {
            Self::Extra => format!("{} {lack} `{name}`: …", capital(sources)),
            Self::Missing => format!("`{name}` of {sources} is left out: …"),
            Self::Type(ours, theirs) => {
                format!("`{name}` is {} in {sources}, {} by …", theirs.words(), ours.words())
            }
            Self::Required(true) => format!("`{name}` is optional in {sources}, required by …"),
            Self::Required(false) => format!("`{name}` is required in {sources}, optional by …"),
            Self::Values(ours, theirs) => match (ours.is_empty(), theirs.is_empty()) {
                (false, true) => format!("{} {lack} {} of `{name}`: …", capital(sources), listed(ours)),
                (false, false) => {
                    let (ours, theirs) = (listed(ours), listed(theirs));
                    format!("{} {have} {theirs} of `{name}` in place of {ours}: …", capital(sources))
                }
                _ => format!("{} of `{name}` only in {sources}: …", listed(theirs)),
            },
            Self::Open(true) => format!("{} {have} no values of `{name}`: …", capital(sources)),
            Self::Open(false) => format!("The values of `{name}` in {sources} are not taken: …"),
            Self::Deprecated => format!("`{name}` is deprecated in {sources} alone: …"),
            Self::Name(theirs) => format!("`{name}` is `{theirs}` in {sources}: …"),
            Self::Line(_) => format!("`{name}` has another path in {sources}: …"),
        }
    }

    /// What is different of `field`, as a sentence.
    pub fn sentence(&self, field: &str, sources: &str) -> String {
        let plural = sources.contains(" and ");
        let (lack, have) = if plural { ("lack", "have") } else { ("lacks", "has") };
        match self {
            Self::Extra => format!("{sources} {lack} {field}"),
            Self::Missing => format!("{sources} {have} {field}, the spec lacks it"),
            Self::Type(ours, theirs) => {
                format!("{field} is {} here, {} in {sources}", ours.words(), theirs.words())
            }
            Self::Required(true) => format!("{field} is required here, optional in {sources}"),
            Self::Required(false) => format!("{field} is optional here, required in {sources}"),
            Self::Values(ours, theirs) => {
                let mut text = format!("the values of {field} differ:");
                if !ours.is_empty() {
                    let _ = write!(text, " {} not in {sources}", listed(ours));
                }
                if !theirs.is_empty() {
                    let comma = if ours.is_empty() { "" } else { "," };
                    let _ = write!(text, "{comma} {} in {sources} alone", listed(theirs));
                }
                text
            }
            Self::Open(true) => format!("{field} has values here, none in {sources}"),
            Self::Open(false) => format!("{field} has no values here, but in {sources}"),
            Self::Deprecated => format!("{field} is deprecated in {sources}, not here"),
            Self::Name(theirs) => format!("{field} is `{theirs}` in {sources}"),
            Self::Line(theirs) => format!("{field} is `{theirs}` in {sources}"),
        }
    }

    /// How to mend the spec, where the table is right.
    pub fn mend(&self) -> &'static str {
        match self {
            Self::Extra => "take it out",
            Self::Missing => "add it",
            Self::Type(..) => "change the type",
            Self::Required(true) => "take it out of `required`",
            Self::Required(false) => "add it to `required`",
            Self::Values(..) | Self::Open(_) => "change the `enum`",
            Self::Deprecated => "write `deprecated: true`",
            Self::Name(_) => "rename it",
            Self::Line(_) => "change the path",
        }
    }
}

impl Difference {
    /// The field and where it is, without the operation.
    pub fn field(&self) -> String {
        let path = &self.path;
        match self.part {
            Part::Operation => format!("`{}`", self.operation),
            Part::Parameters => format!("the parameter `{path}`"),
            Part::Body if path.is_empty() => "the body (`requestBody`)".to_owned(),
            Part::Body => format!("`{path}` of the body"),
            Part::Answer if path.is_empty() => "the answer (`responses`)".to_owned(),
            Part::Answer => format!("`{path}` of the answer"),
        }
    }
}

/// `the definition and the SDK`.
pub fn sources(sources: &[Source]) -> String {
    let words: Vec<String> = sources.iter().map(|it| format!("the {}", it.word())).collect();
    words.join(" and ")
}

fn listed(values: &[String]) -> String {
    values.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
