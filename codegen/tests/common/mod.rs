//! The fixtures, for all tests that go through them.
#![allow(dead_code, reason = "each test is a program of its own, and none needs all")]

pub mod hostile;

use std::fs;
use std::path::{Path, PathBuf};

use huaweicloud_codegen::source::Source;

/// Every fixture by name: a file, or a folder of files that refer to each other.
pub fn fixtures() -> Vec<(String, Vec<Source>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let read = |path: &Path, shown: String| Source::new(shown, fs::read_to_string(path).unwrap());
    let fixture = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_file() {
            let sources = vec![read(&path, format!("{name}.yaml"))];
            return (name, sources);
        }
        let files = entries(&path).into_iter();
        let sources = files.map(|file| {
            let shown = format!("{name}/{}", file.file_name().unwrap().to_string_lossy());
            read(&file, shown)
        });
        let sources = sources.collect();
        (name, sources)
    };
    entries(&folder).into_iter().map(fixture).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}
