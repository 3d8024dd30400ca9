//! What is held for any input whatever, from text to files: fed by libFuzzer in `/fuzz` of the repository
//! and by the inputs kept there. Not public API; it exists in tests and under a fuzzer.

mod mutate;
mod rust;

use crate::diagnostic::rules;
use crate::source::Source;
use crate::{Colour, Diagnostics, Failure, Options, Packaging, bundle, generate, load};

pub use mutate::{mutate, splice};

/// The files of a service stand behind one another with this byte between them, which no text has.
const BETWEEN: u8 = 0xff;

/// Generates a service from the input and panics where something does not hold: whatever comes out is
/// Rust, the same for the same input; else there is an error; and all that is said can be shown.
pub fn generator(input: &[u8]) {
    let Some(sources) = sources(input) else { return };
    for options in [Options { foreign: true }, Options::default()] {
        let run = |sources| generate("fuzz", sources, options, &Packaging::Workspace);
        match (run(sources.clone()), run(sources.iter().rev().cloned().collect())) {
            (Ok(output), Ok(again)) => {
                assert!(output.files == again.files, "two runs give two outputs");
                assert_eq!(output.warnings, again.warnings);
                assert!(!output.warnings.has_errors());
                shown(&output.warnings, &output.sources, options);
                for file in &output.files {
                    rust::check(&file.path, &file.text);
                }
                let spec = load::load_with(sources.clone(), options).expect("it was loaded before");
                let bundled = bundle::bundle(&spec);
                assert!(serde_json::from_str::<serde_json::Value>(&bundled).is_ok(), "{bundled}");
            }
            (Err(failure), Err(again)) => {
                assert_eq!(failure.diagnostics, again.diagnostics);
                refused(&failure, options);
            }
            (first, second) => panic!("two runs differ: {} {}", first.is_ok(), second.is_ok()),
        }
    }
}

/// `None` for what is no text.
fn sources(input: &[u8]) -> Option<Vec<Source>> {
    let texts = input.split(|byte| *byte == BETWEEN).enumerate();
    texts
        .map(|(number, text)| {
            let name = if number == 0 { "service".to_owned() } else { format!("part-{number}") };
            Some(Source::new(format!("fuzz/{name}.yaml"), std::str::from_utf8(text).ok()?))
        })
        .collect()
}

fn refused(failure: &Failure, options: Options) {
    assert!(failure.diagnostics.has_errors(), "refused without a reason");
    shown(&failure.diagnostics, &failure.sources, options);
}

/// Every finding has a rule and its level, stands in a file, and is told in each form.
fn shown(found: &Diagnostics, sources: &[Source], options: Options) {
    for it in found.iter() {
        let rule = rules::find(it.name).unwrap_or_else(|| panic!("nobody explains {}", it.name));
        assert!(rule.level.severities(options.foreign).contains(&it.severity), "{}", it.name);
        assert!(it.name != "unreadable", "{}", found.render(sources, Colour::Plain));
        let text = sources[it.file].text.get(it.span.start as usize..it.span.end as usize);
        assert!(text.is_some(), "{} is nowhere: {:?}", it.name, it.span);
    }
    let unseen = |it: char| it.is_control() && it != '\n' || "\u{200B}\u{202E}".contains(it);
    let text = found.render(sources, Colour::Plain);
    assert!(!text.contains(unseen), "{text:?}");
    assert!(text.lines().all(|line| line.len() < 20_000));
    found.render(sources, Colour::Ansi);
    for record in found.records(sources) {
        assert!(serde_json::from_str::<serde_json::Value>(&record.json()).is_ok());
        assert!(!record.github().contains(['\n', '\r']));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    /// The inputs kept; none in a published package, which is without them and which cargo marks by
    /// keeping the manifest's original beside it.
    fn kept() -> Vec<PathBuf> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        if package.join("Cargo.toml.orig").exists() {
            return Vec::new();
        }
        let folder = package.join("../fuzz/corpus/generator");
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let inputs: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        assert!(!inputs.is_empty(), "{} is empty", folder.display());
        inputs
    }

    #[test]
    fn every_input_kept_still_holds() {
        for input in kept() {
            // Shown where the target panics, which is how it fails.
            println!("{}", input.display());
            super::generator(&fs::read(input).unwrap());
        }
    }
}
