//! What the generator makes: of small fixtures (the IR and the Rust) and of every real spec file (the
//! Rust alone, one snapshot a file, the copy that people review).
#![allow(missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use huaweicloud_codegen::diagnostic::rules::LOWERING;
use huaweicloud_codegen::{
    Colour, Diagnostic, Diagnostics, File, Options, Output, Packaging, Severity, check, generate,
    ir::Chapter, source::Source,
};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    files
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap()
}

fn generated(name: &str, sources: Vec<Source>, options: Options) -> Output {
    generate(name, sources, options, &Packaging::Workspace).unwrap_or_else(|failure| panic!("{failure}"))
}

/// The texts of files, one below the other, without the headers that all have.
fn sections<'a>(files: impl Iterator<Item = &'a File>) -> String {
    let section = |file: &File| {
        let text = file.text.split_once("\n\n").map_or("", |(_, text)| text);
        format!("==> {} <==\n\n{text}", file.path)
    };
    files.map(section).collect::<Vec<_>>().join("\n")
}

fn settings(folder: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// What lowering has to say of a spec that is generated all the same.
fn noted(output: &Output) -> String {
    let of_lowering = |it: &&Diagnostic| LOWERING.iter().any(|rule| rule.name == it.name);
    let mut notes = Diagnostics::new();
    notes.extend(output.warnings.iter().filter(of_lowering).cloned());
    if notes.is_empty() {
        return String::new();
    }
    format!("==> what is said <==\n\n{}\n", notes.render(&output.sources, Colour::Plain))
}

#[test]
fn fixtures() {
    let _bound = settings("snapshots/fixtures").bind_to_scope();
    let mut failed = Vec::new();
    for (name, sources) in common::fixtures() {
        let output = generated("fixture", sources, Options { foreign: true });
        let rust = sections(
            output.files.iter().filter(|file| file.path.ends_with(".rs") && file.path.contains("/src/")),
        );
        let said = noted(&output);
        let text = format!("{said}{rust}\n==> the IR <==\n\n{:#?}\n", output.service);
        if std::panic::catch_unwind(|| insta::assert_snapshot!(name.clone(), text)).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "changed: {failed:?}");
}

#[test]
fn refused() {
    let _bound = settings("snapshots/refused").bind_to_scope();
    let mut failed = Vec::new();
    for path in yaml_files(&repository().join("codegen/tests/refused")) {
        let name = stem(&path).to_owned();
        let source = Source::new(format!("{name}.yaml"), fs::read_to_string(&path).unwrap());
        let failure = check("refused", vec![source], Options { foreign: true }).unwrap_err();
        let mut errors = Diagnostics::new();
        errors.extend(failure.diagnostics.iter().filter(|it| it.severity == Severity::Error).cloned());
        let text = errors.render(&failure.sources, Colour::Plain);
        if std::panic::catch_unwind(|| insta::assert_snapshot!(name.clone(), text.trim_end())).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "changed: {failed:?}");
}

#[test]
fn specs() {
    let _bound = settings("snapshots/specs").bind_to_scope();
    let root = repository().join("specs");
    let mut services: Vec<PathBuf> =
        fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    services.retain(|path| path.is_dir());
    services.sort();
    assert!(!services.is_empty(), "no service below {}", root.display());
    let mut failed = Vec::new();
    for folder in services {
        let service = folder.file_name().and_then(|name| name.to_str()).unwrap().to_owned();
        let shown = |path: &Path| format!("specs/{service}/{}.yaml", stem(path));
        let sources = yaml_files(&folder)
            .iter()
            .map(|path| Source::new(shown(path), fs::read_to_string(path).unwrap()))
            .collect();
        let output = generated(&service, sources, Options::default());
        for chapter in &output.service.chapters {
            let name = format!("{service}__{}", stem(Path::new(&chapter.spec)));
            let text = sections(output.files.iter().filter(|file| belongs_to(file, chapter)));
            if std::panic::catch_unwind(|| insta::assert_snapshot!(name.clone(), text)).is_err() {
                failed.push(name);
            }
        }
    }
    assert!(failed.is_empty(), "changed: {failed:?}");
}

/// `service.yaml` also makes the crates' roots; the other files are covered by `regenerate --check`.
fn belongs_to(file: &File, chapter: &Chapter) -> bool {
    let is_root = chapter.spec.ends_with("/service.yaml") && file.path.ends_with("/src/lib.rs");
    is_root || file.path.ends_with(&format!("/src/{}.rs", chapter.module))
}

#[test]
fn the_same_specs_give_the_same_bytes_in_any_order() {
    let folder = repository().join("specs/vpn");
    let read = |path: &PathBuf| {
        Source::new(format!("specs/vpn/{}.yaml", stem(path)), fs::read_to_string(path).unwrap())
    };
    let sources: Vec<Source> = yaml_files(&folder).iter().map(read).collect();
    let reversed: Vec<Source> = yaml_files(&folder).iter().rev().map(read).collect();
    let first = generated("vpn", sources, Options::default());
    assert_eq!(first.files, generated("vpn", reversed, Options::default()).files);
}
