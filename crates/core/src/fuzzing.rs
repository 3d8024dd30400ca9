//! What is held for any input whatever: a function a fuzz target, fed by libFuzzer in `/fuzz` of the
//! repository and by the inputs kept there. Not public API; it exists in tests and under a fuzzer.

mod decode;
mod error_body;
mod paging;
mod path;
mod profile;
mod regions;
mod retry_after;
mod signing;
mod timestamp;

pub use decode::decode;
pub use error_body::error_body;
pub use paging::paging;
pub use path::path;
pub use profile::profile;
pub use regions::regions;
pub use retry_after::retry_after;
pub use signing::signing;
pub use timestamp::timestamp;

/// Takes any bytes, and panics where something does not hold.
pub type Target = fn(&[u8]);

/// Each target by the name of its file in `fuzz/fuzz_targets` and of its folder in `fuzz/corpus`.
pub const TARGETS: &[(&str, Target)] = &[
    ("decode", decode),
    ("error_body", error_body),
    ("paging", paging),
    ("path", path),
    ("profile", profile),
    ("regions", regions),
    ("retry_after", retry_after),
    ("signing", signing),
    ("timestamp", timestamp),
];

/// Cuts an input into texts at `0xFF`, a byte that no text has; texts that are missing are empty.
/// `None` where the input is no UTF-8 otherwise.
fn texts<const N: usize>(input: &[u8]) -> Option<[&str; N]> {
    let mut texts = [""; N];
    for (text, bytes) in texts.iter_mut().zip(input.split(|byte| *byte == 0xff)) {
        *text = std::str::from_utf8(bytes).ok()?;
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::TARGETS;

    /// The repository's `fuzz` folder; `None` in the published crate, which is without it and which
    /// cargo marks by keeping the manifest's original beside it.
    fn fuzz_folder() -> Option<PathBuf> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        (!package.join("Cargo.toml.orig").exists()).then(|| package.join("../../fuzz"))
    }

    fn paths(folder: &Path) -> BTreeSet<PathBuf> {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn every_input_kept_still_holds() {
        let Some(fuzz) = fuzz_folder() else { return };
        for (name, target) in TARGETS {
            let folder = fuzz.join("corpus").join(name);
            let inputs = paths(&folder);
            assert!(!inputs.is_empty(), "{} is empty", folder.display());
            for input in inputs {
                // Shown where the target panics, which is how it fails.
                println!("{}", input.display());
                target(&fs::read(input).unwrap());
            }
        }
    }

    #[test]
    fn targets_and_their_files_are_the_same() {
        let Some(fuzz) = fuzz_folder() else { return };
        let names = |paths: &BTreeSet<PathBuf>| -> BTreeSet<String> {
            paths.iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
        };
        let files = paths(&fuzz.join("fuzz_targets"));
        assert_eq!(names(&files), names(&paths(&fuzz.join("corpus"))));
        // The generator has a target of its own.
        let here = |path: &PathBuf| fs::read_to_string(path).unwrap().contains("huaweicloud_core::");
        let own: BTreeSet<PathBuf> = files.into_iter().filter(here).collect();
        let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names(&own), targets);
    }
}
