//! Spec texts as they come in.

/// The largest file that is read: spans are 32 bits, memory has an end, and no spec is this large. Whoever
/// reads a file may stop behind it.
pub const LARGEST_FILE: usize = 64 << 20;

/// One spec file: what it is called and what it says.
///
/// The generator reads no disk, so whoever does hands it these.
///
/// ```
/// use huaweicloud_codegen::source::Source;
///
/// let source = Source::new("specs/vpn/service.yaml", "openapi: 3.0.3\n");
/// assert_eq!(source.folder(), "specs/vpn");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path that diagnostics show: relative, with forward slashes.
    pub path: String,
    /// The text of the file.
    pub text: String,
    /// Whether it is there only because others refer to it: what they do not refer to is not looked at.
    pub aside: bool,
}

impl Source {
    /// A source of this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), aside: false }
    }

    /// A source that others refer to.
    pub fn aside(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { aside: true, ..Self::new(path, text) }
    }

    /// The folder of the path, empty when there is none.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part of the path without its extension, such as `vpn-users`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The last part of the path, such as `vpn-users.yaml`.
    pub fn file_name(&self) -> &str {
        self.path.rsplit_once('/').map_or(self.path.as_str(), |(_, name)| name)
    }
}

impl AsRef<Source> for Source {
    fn as_ref(&self) -> &Source {
        self
    }
}

/// A range of bytes in a source text, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// `str::floor_char_boundary`, which the declared `rust-version` lacks.
pub(crate) trait FloorBoundary {
    /// The greatest character boundary that is not past `offset`.
    fn floor_char_boundary_at(&self, offset: usize) -> usize;
}

impl FloorBoundary for str {
    fn floor_char_boundary_at(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.len());
        while !self.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}
