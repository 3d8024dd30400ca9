//! What a reference names: taken apart, without looking at what stands there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::load::place::push;
use crate::load::references::refs::Kind;

/// A reference taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A component.
    Component { file: usize, kind: Kind, name: String },
    /// Any other place: a path, a part of a component, a file as a whole.
    Nested { file: usize, pointer: String },
}

impl Target {
    pub(crate) fn file(&self) -> usize {
        match self {
            Self::Component { file, .. } | Self::Nested { file, .. } => *file,
        }
    }

    /// The JSON pointer to it.
    pub(crate) fn pointer(&self) -> String {
        match self {
            Self::Component { kind, name, .. } => {
                let mut pointer = format!("/components/{}", kind.section());
                push(&mut pointer, name);
                pointer
            }
            Self::Nested { pointer, .. } => pointer.clone(),
        }
    }

    /// The target at a pointer.
    pub(crate) fn at(file: usize, pointer: String) -> Self {
        let mut segments = pointer.split('/');
        let parts = (segments.next(), segments.next(), segments.next(), segments.next(), segments.next());
        if let (Some(""), Some("components"), Some(section), Some(name), None) = parts
            && !name.is_empty()
            && let Some(kind) = Kind::of_section(section)
        {
            let name = name.replace("~1", "/").replace("~0", "~");
            return Self::Component { file, kind, name };
        }
        Self::Nested { file, pointer }
    }
}

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// To another machine.
    Remote,
    /// It names no place.
    NoFragment,
    /// To a file that is not among the sources.
    NoFile(String),
}

/// The files of a spec by path, for references between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    by_path: BTreeMap<String, usize>,
    folders: Vec<String>,
}

impl Files {
    pub(crate) fn new<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let mut files = Self::default();
        for (index, path) in paths.enumerate() {
            let path = join("", path);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            files.folders.push(folder.to_owned());
            files.by_path.insert(path, index);
        }
        files
    }

    /// Takes a reference that stands in `file` apart.
    pub(crate) fn target(&self, file: usize, reference: &str) -> Result<Target, Broken> {
        let (path, fragment) = match reference.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (reference, None),
        };
        if path.contains("://") {
            return Err(Broken::Remote);
        }
        let is_local = path.is_empty();
        let file = if is_local {
            file
        } else {
            let folder = self.folders.get(file).map_or("", String::as_str);
            let path = join(folder, &percent_decoded(path));
            match self.by_path.get(&path) {
                Some(file) => *file,
                // A bare word is a name that lacks its way, not a file.
                None if fragment.is_none() && !path.ends_with(".yaml") && !path.ends_with(".json") => {
                    return Err(Broken::NoFragment);
                }
                None => return Err(Broken::NoFile(path)),
            }
        };
        let fragment = fragment.unwrap_or_default();
        if !fragment.starts_with('/') && (is_local || !fragment.is_empty()) {
            return Err(Broken::NoFragment);
        }
        // By far the most are plain.
        if let Some(target) = plain(file, fragment) {
            return Ok(target);
        }
        let mut pointer = String::with_capacity(fragment.len());
        if fragment != "/" {
            for segment in fragment.split('/').skip(1) {
                push(&mut pointer, &unescape(segment));
            }
        }
        Ok(Target::at(file, pointer))
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> + Clone {
        self.by_path.keys().map(String::as_str)
    }
}

/// The component that a fragment without any escape names.
fn plain(file: usize, fragment: &str) -> Option<Target> {
    let (section, name) = fragment.strip_prefix("/components/")?.split_once('/')?;
    let kind = Kind::of_section(section)?;
    let plain = !name.is_empty() && !name.contains(['/', '%', '~']);
    plain.then(|| Target::Component { file, kind, name: name.to_owned() })
}

/// A path relative to a folder, with `.` and `..` taken out.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => _ = parts.pop(),
            // There is nothing above the root.
            ".." if folder.starts_with('/') => {}
            part => parts.push(part),
        }
    }
    let root = if folder.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// Undoes the percent-encoding of a URI fragment, then the escapes of a JSON pointer.
fn unescape(segment: &str) -> String {
    percent_decoded(segment).replace("~1", "/").replace("~0", "~")
}

/// Undoes the percent-encoding of a URI.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_between_files() {
        let files = Files::new(["specs/vpn/service.yaml", "specs/vpn/users.yaml", "other.yaml"].into_iter());
        let target = |file, reference| files.target(file, reference);
        let schema =
            |file, name: &str| Ok(Target::Component { file, kind: Kind::Schema, name: name.to_owned() });
        let nested = |file, pointer: &str| Ok(Target::Nested { file, pointer: pointer.to_owned() });
        assert_eq!(target(1, "#/components/schemas/A"), schema(1, "A"));
        assert_eq!(target(1, "service.yaml#/components/schemas/A~1b"), schema(0, "A/b"));
        assert_eq!(target(1, "./service.yaml#/components/schemas/A%20b"), schema(0, "A b"));
        assert_eq!(target(1, "../../other.yaml#/components/schemas/A"), schema(2, "A"));
        assert_eq!(
            target(1, "nope.yaml#/components/schemas/A"),
            Err(Broken::NoFile("specs/vpn/nope.yaml".to_owned()))
        );
        assert_eq!(
            target(1, "#/components/schemas/A/properties/b"),
            nested(1, "/components/schemas/A/properties/b")
        );
        assert_eq!(target(1, "#/paths/~1a%7Bid%7D/get"), nested(1, "/paths/~1a{id}/get"));
        assert_eq!(target(1, "#/components/schema/A"), nested(1, "/components/schema/A"));
        assert_eq!(target(1, "service.yaml"), nested(0, ""));
        assert_eq!(target(1, "service.yaml#/"), nested(0, ""));
        assert_eq!(target(1, "https://example.com/a.yaml#/components/schemas/A"), Err(Broken::Remote));
        for nothing in ["A", "#", "", "#A", "service.yaml#A"] {
            assert_eq!(target(1, nothing), Err(Broken::NoFragment), "{nothing}");
        }
    }

    #[test]
    fn a_pointer_names_the_target_again() {
        for pointer in ["/components/schemas/A~1b", "/components/schemas/A/items", "/paths/~1a", ""] {
            assert_eq!(Target::at(3, pointer.to_owned()).pointer(), pointer);
        }
    }
}
