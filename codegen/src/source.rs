//! Spec texts as they come in.

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
}

impl Source {
    /// A source of this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The folder of the path, empty when there is none.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
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

/// Where the lines of a text begin, so that a byte offset becomes a line and a column quickly.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line and column of a byte offset, both from 1, the column in characters.
    ///
    /// An offset past the end, or inside a character, is taken back to the nearest place that exists.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary_at(offset);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.text[self.starts[line]..offset].chars().count();
        (line + 1, column + 1)
    }

    /// The byte offset at which a line (from 1) begins and its text without the line break.
    pub fn line(&self, number: usize) -> (usize, &'a str) {
        let index = number.clamp(1, self.starts.len()) - 1;
        let start = self.starts[index];
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        (start, text.strip_suffix('\r').unwrap_or(text))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let lines = Lines::new("ab\r\nžluťoučký: x\n");
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(4), (2, 1));
        assert_eq!(lines.position("ab\r\nžluťoučký".len()), (2, 10));
        assert_eq!(lines.position(1000), (3, 1));
        assert_eq!(lines.line(1), (0, "ab"));
        assert_eq!(lines.line(3).1, "");
    }
}
