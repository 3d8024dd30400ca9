//! Files that hold a piece of text for each operation: one file, or a root and parts where that would be
//! too long.

use super::File;
use super::package::Package;
use super::rust::header;
use crate::parting::cut;

/// What belongs together.
pub struct Piece {
    /// What it is about, a plain identifier; a part is called after the first of its pieces.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Several pieces in a module of their own.
pub struct Part<'p> {
    /// The module.
    pub module: String,
    /// The texts.
    pub pieces: &'p [Piece],
}

impl<'p> Part<'p> {
    /// All pieces in one.
    pub fn whole(pieces: &'p [Piece]) -> Self {
        // A name by itself may be a keyword, or one that the root has.
        let first = pieces.first().map_or("", |piece| piece.name.as_str());
        Self { module: format!("from_{}", first.to_ascii_lowercase()), pieces }
    }

    /// The texts, one behind the other.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// The parts of many pieces; none where they are short enough for one file.
pub fn parts(pieces: &[Piece]) -> Vec<Part<'_>> {
    let lengths = cut(pieces.iter().map(|piece| (piece.name.as_str(), piece.text.lines().count())));
    if lengths.len() < 2 {
        return Vec::new();
    }
    let mut rest = pieces;
    let mut parts = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (pieces, others) = rest.split_at(length);
        rest = others;
        parts.push(Part::whole(pieces));
    }
    parts
}

/// The lines that declare the modules of parts.
pub fn modules(parts: &[Part<'_>]) -> String {
    let lines: Vec<String> = parts.iter().map(|part| format!("mod {};", part.module)).collect();
    lines.join("\n")
}

/// The files of a test called `name`: with parts, a folder with its root and a file each.
pub fn test_files(package: &Package<'_>, name: &str, root: String, pieces: &[Piece]) -> Vec<File> {
    let parts = parts(pieces);
    if parts.is_empty() {
        let text = pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
        return vec![File { path: format!("tests/{name}.rs"), text: format!("{root}{text}") }];
    }
    let header = header(&package.spec_folder(), "//");
    let root = format!("{root}\n{}\n", modules(&parts));
    let file = |part: &Part<'_>| File {
        path: format!("tests/{name}/{}.rs", part.module),
        text: format!("{header}\nuse super::*;\n{}", part.text()),
    };
    let root = File { path: format!("tests/{name}/main.rs"), text: root };
    std::iter::once(root).chain(parts.iter().map(file)).collect()
}
