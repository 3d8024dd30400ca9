//! What the services were generated from the last time, so that those that stayed the same are left
//! alone.
//!
//! A service is left alone if its specs, this program and every generated file are what they were when
//! this program wrote them. Anything else, a file that somebody edited or removed included, has it
//! generated anew. The notes stand below `target/`; without them nothing but time is lost.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use huaweicloud_codegen::File;

use crate::project::{Project, Service};

/// The notes of all services.
pub struct Notes {
    folder: PathBuf,
    /// Which program this is; none if it cannot be told.
    program: Option<u64>,
}

/// The fingerprint of what a service is generated from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Input(u64);

/// What became of a service.
pub struct Note {
    service: String,
    text: String,
}

impl Notes {
    /// The notes of a checkout.
    pub fn of(project: &Project) -> Self {
        Self { folder: project.root().join("target/regenerate"), program: program() }
    }

    /// The fingerprint of a service's specs and of this program.
    pub fn input(&self, service: &Service) -> Option<Input> {
        let mut hasher = DefaultHasher::new();
        self.program?.hash(&mut hasher);
        service.name.hash(&mut hasher);
        for source in &service.sources {
            (&source.path, &source.text).hash(&mut hasher);
        }
        Some(Input(hasher.finish()))
    }

    /// The paths of a service's files below `base`, if all is as it was noted.
    pub fn unchanged(&self, service: &str, input: Input, base: &Path) -> Option<Vec<String>> {
        let note = fs::read_to_string(self.folder.join(service)).ok()?;
        let mut lines = note.lines();
        // The number of files: half a note is none.
        let (noted, count) = lines.next()?.split_once(' ')?;
        if u64::from_str_radix(noted, 16) != Ok(input.0) {
            return None;
        }
        let mut paths = Vec::new();
        for line in lines {
            let (noted, path) = line.split_once(' ')?;
            let text = fs::read(base.join(path)).ok()?;
            if u64::from_str_radix(noted, 16) != Ok(fingerprint(&text)) {
                return None;
            }
            paths.push(path.to_owned());
        }
        (count.parse() == Ok(paths.len())).then_some(paths)
    }

    /// Notes what a service became, once its files are written.
    pub fn keep(&self, note: &Note) {
        // A note that cannot be written costs the next run its time.
        let _ = fs::create_dir_all(&self.folder);
        let _ = fs::write(self.folder.join(&note.service), &note.text);
    }
}

impl Note {
    /// The note about a service with these files.
    pub fn new(service: String, input: Input, files: &[File]) -> Self {
        let mut text = format!("{:016x} {}\n", input.0, files.len());
        for file in files {
            text.push_str(&format!("{:016x} {}\n", fingerprint(file.text.as_bytes()), file.path));
        }
        Self { service, text }
    }
}

fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// A new build has another time, and usually another size.
fn program() -> Option<u64> {
    let path = std::env::current_exe().ok()?;
    let data = fs::metadata(&path).ok()?;
    let time = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut hasher = DefaultHasher::new();
    (path, data.len(), time.as_nanos(), env!("CARGO_PKG_VERSION")).hash(&mut hasher);
    Some(hasher.finish())
}
