//! The profile file: sections with keys and their values.
//!
//! ```ini
//! [basic]
//! ak = my-access-key
//! sk = my-secret-key
//! ```
//!
//! Format and names are those of the cloud's SDKs in other languages. Where these differ (quotes, keys
//! in capitals, blanks before and after a section's name), what any of them reads is read here too,
//! and what they pass over in silence is refused.

mod provider;

use std::convert::Infallible;

use huaweicloud_types::Secret;
use light_ini::{IniHandler, IniParser};

pub use self::provider::ProfileProvider;
use super::Credentials;
use crate::endpoint::Base;
use crate::error::Error;

/// The keys that a section may have. The first three are secrets or go with one; the last two are read
/// by other SDKs alone.
const KEYS: [&str; 8] =
    ["ak", "sk", "security_token", "project_id", "domain_id", "iam_endpoint", "idp_id", "id_token_file"];
/// What the names of sections begin with.
const SECTIONS: [&str; 2] = ["basic", "global"];

/// What a profile file holds.
#[derive(Debug)]
pub(crate) struct Profiles {
    /// The file's name for people.
    file: String,
    sections: Vec<Section>,
}

#[derive(Debug)]
pub(crate) struct Section {
    name: String,
    line: usize,
    values: Vec<Value>,
}

#[derive(Debug)]
struct Value {
    key: &'static str,
    line: usize,
    text: Secret,
}

/// Reads the text of a profile file that people know as `file`.
pub(crate) fn parse(text: &str, file: &str) -> Result<Profiles, Error> {
    let mut profiles = Profiles { file: file.to_owned(), sections: Vec::new() };
    let mut foreign = None;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        match read(line).map_err(|why| profiles.fail(number, why))? {
            None => {}
            Some(Item::Section(name)) => {
                foreign = profiles.begin(name, number)?;
            }
            Some(Item::Value(key, text)) => match &foreign {
                None => profiles.add(&key, text, number)?,
                Some(name) if KEYS[..3].contains(&&*key.to_ascii_lowercase()) => {
                    return Err(profiles.fail(number, format!(
                        "credentials stand in section [{name}], which is not read: rename it to [basic] or \
                         [global], or to a name that begins so"
                    )));
                }
                Some(_) => {}
            },
        }
    }
    Ok(profiles)
}

impl Profiles {
    /// Begins a section; gives the name of one that is not for credentials of this cloud.
    fn begin(&mut self, name: String, line: usize) -> Result<Option<String>, Error> {
        if !SECTIONS.iter().any(|known| name.starts_with(known)) {
            return Ok(Some(name.escape_debug().to_string()));
        }
        if let Some(first) = self.section(&name) {
            return Err(self.fail(
                line,
                format!(
                    "section [{}] stands in line {} too: put its keys into one",
                    name.escape_debug(),
                    first.line
                ),
            ));
        }
        self.sections.push(Section { name, line, values: Vec::new() });
        Ok(None)
    }

    fn add(&mut self, key: &str, text: Secret, line: usize) -> Result<(), Error> {
        let known = KEYS.into_iter().find(|known| known.eq_ignore_ascii_case(key));
        // An unknown key is not shown: it may be the rest of a secret that was broken into two lines.
        let Some(key) = known else {
            return Err(self.fail(
                line,
                format!("the key before `=` is none of {}: correct it, or remove the line", KEYS.join(", ")),
            ));
        };
        let problem = match self.sections.last() {
            None => Some(format!("no section stands above {key}: put [basic] or [global] before it")),
            Some(section) => section
                .value(key)
                .map(|first| format!("{key} stands in line {} too: remove one of them", first.line)),
        };
        let problem =
            problem.or_else(|| fault(key, text.expose()).map(|why| format!("the value of {key} {why}")));
        if let Some(why) = problem {
            return Err(self.fail(line, why));
        }
        if let Some(section) = self.sections.last_mut() {
            section.values.push(Value { key, line, text });
        }
        Ok(())
    }

    fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// The section of that name, or else the first of those that are usual; `None` where there is
    /// none.
    pub(crate) fn select(&self, name: Option<&str>) -> Option<&Section> {
        match name {
            Some(name) => self.section(name),
            None => SECTIONS.into_iter().find_map(|name| self.section(name)),
        }
    }

    /// The credentials of a section.
    pub(crate) fn credentials(&self, section: &Section) -> Result<Credentials, Error> {
        let [access_key, secret_key] = ["ak", "sk"].map(|key| section.value(key));
        for (key, value) in [("ak", access_key), ("sk", secret_key)] {
            if let Some(value) = value.filter(|value| value.text.expose().is_empty()) {
                return Err(self.fail(value.line, format!("{key} is empty: write its value after `=`")));
            }
        }
        let lacking = |key: &str| {
            let federated = ["idp_id", "id_token_file"].into_iter().find(|key| section.value(key).is_some());
            let why = match federated {
                Some(other) => {
                    format!("has {other}, which this SDK does not log in with: give it ak and sk instead")
                }
                None => format!("has no {key}: write `{key} = …` under it"),
            };
            self.fail(section.line, format!("section [{}] {why}", section.name.escape_debug()))
        };
        let access_key = access_key.ok_or_else(|| lacking("ak"))?.text.expose();
        let secret_key = secret_key.ok_or_else(|| lacking("sk"))?.text.expose();
        let mut credentials = Credentials::access_key(access_key, secret_key);
        if let Some(token) = section.setting("security_token") {
            credentials = credentials.with_security_token(token);
        }
        if let Some(id) = self.shared(section, access_key, "project_id") {
            credentials = credentials.with_project_id(id);
        }
        if let Some(id) = self.shared(section, access_key, "domain_id") {
            credentials = credentials.with_domain_id(id);
        }
        Ok(credentials)
    }

    /// The address of IAM that a section gives.
    pub(crate) fn iam_endpoint<'a>(&'a self, section: &'a Section) -> Option<&'a str> {
        self.shared(section, section.setting("ak")?, "iam_endpoint")
    }

    /// A setting of the section, or of the other usual one where that has the same access key: one
    /// configuration here calls both the services of a region and the global ones.
    fn shared<'a>(&'a self, section: &'a Section, access_key: &str, key: &str) -> Option<&'a str> {
        let usual = |section: &Section| SECTIONS.contains(&&*section.name);
        let same =
            |other: &&Section| usual(section) && usual(other) && other.setting("ak") == Some(access_key);
        section
            .setting(key)
            .or_else(|| self.sections.iter().filter(same).find_map(|other| other.setting(key)))
    }

    fn fail(&self, line: usize, why: impl AsRef<str>) -> Error {
        Error::config(format!("profile file {}:{line}: {}", self.file, why.as_ref()))
    }
}

impl Section {
    fn value(&self, key: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.key == key)
    }

    /// A value that is there and not empty.
    fn setting(&self, key: &str) -> Option<&str> {
        self.value(key).map(|value| value.text.expose()).filter(|text| !text.is_empty())
    }
}

/// What a line holds.
enum Item {
    Section(String),
    Value(String, Secret),
}

/// Takes what the parser finds in a line.
#[derive(Default)]
struct Line(Option<Item>);

impl IniHandler for Line {
    type Error = Infallible;

    fn section(&mut self, name: &str) -> Result<(), Infallible> {
        self.0 = Some(Item::Section(name.to_owned()));
        Ok(())
    }

    fn option(&mut self, key: &str, value: &str) -> Result<(), Infallible> {
        self.0 = Some(Item::Value(key.to_owned(), Secret::from(unquoted(value))));
        Ok(())
    }
}

/// Reads one line; `None` where it is blank or a comment. The parser takes lines one by one, because it
/// tells its handler no positions, and each may begin a comment in its own way.
fn read(line: &str) -> Result<Option<Item>, &'static str> {
    let mut item = Line::default();
    let comment = if line.trim_start().starts_with(';') { ';' } else { '#' };
    let parsed = IniParser::with_start_comment(&mut item, comment).parse(line.as_bytes());
    if line.trim_start().starts_with('[') && !line.trim_end().ends_with(']') {
        return Err("a section's name stands in brackets and alone in its line, as in [basic]");
    }
    match parsed {
        Ok(()) => Ok(item.0),
        Err(_) => {
            Err("neither a section ([basic]), nor a key with its value (ak = …), nor a comment (# …): \
                       correct the line, or remove it")
        }
    }
}

/// A value without the quotes around it, which some SDKs take off and no credential has.
fn unquoted(value: &str) -> &str {
    let inner = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// What is wrong with a value, which is not shown.
fn fault(key: &str, value: &str) -> Option<&'static str> {
    if value.contains(['"', '\'']) {
        return Some("has a quote at one end or within: remove it");
    }
    if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Some(
            "has a blank or a character that none has: remove it, and put comments into lines of their own",
        );
    }
    // Whether plain http is permitted is said elsewhere.
    let is_no_url = key == "iam_endpoint" && !value.is_empty() && Base::parse(value, true).is_err();
    is_no_url.then_some("is not an address: write it as https://iam.mycloud.example")
}

#[cfg(test)]
mod tests;
