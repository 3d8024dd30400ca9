//! The table of constructs in `README.md`, held against the grammar, the fixtures and their snapshots.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::rules::{LOADING, LOWERING};
use crate::load::grammar::objects;
use crate::load::grammar::{Object, Type};

/// Rules without a fixture: files that are too large are made by tests, and the other is for mistakes of
/// the generator.
const WITHOUT_FIXTURE: [&str; 2] = ["too-large", "unreadable"];

struct Row {
    object: String,
    construct: String,
    becomes: String,
    fixtures: Vec<String>,
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(package().join("README.md")).unwrap();
    let section = text.split("\n## ").find(|section| section.starts_with("Constructs\n")).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [object, construct, becomes, fixtures] = cells[..] else { panic!("{line}") };
        let fixtures = code(fixtures).map(str::to_owned).collect();
        Row { object: object.into(), construct: construct.into(), becomes: becomes.into(), fixtures }
    })
    .collect()
}

/// What stands in backticks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The names in a folder of fixtures or snapshots.
fn names(folder: &str) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(package().join("tests").join(folder)).unwrap();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| entry.unwrap().path()).map(|path| (name(&path), path)).collect()
}

#[test]
fn every_key_of_the_grammar_is_in_the_table() {
    let rows = rows();
    let mut objects = Vec::new();
    reach(&objects::OPENAPI, &mut objects);
    assert!(objects.len() > 20, "the grammar has lost its objects");
    for object in objects {
        let of_object = || rows.iter().filter(|row| row.object == object.name);
        for field in object.fields {
            let told = of_object().any(|row| code(&row.construct).any(|key| key == field.name));
            assert!(told, "`{}` of the {} object is in no row", field.name, object.name);
        }
    }
}

fn reach(object: &'static Object, found: &mut Vec<&'static Object>) {
    if found.iter().any(|it| std::ptr::eq(*it, object)) {
        return;
    }
    found.push(object);
    for mut kind in object.fields.iter().map(|field| &field.kind) {
        while let Type::List(inner) | Type::Map(inner) | Type::Keyed(_, inner) | Type::OrBoolean(inner) = kind
        {
            kind = inner;
        }
        if let Type::Object(inner) | Type::OrReference(inner, _) = kind {
            reach(inner, found);
        }
    }
}

#[test]
fn every_fixture_is_in_the_table_and_every_row_has_one() {
    let rows = rows();
    let named: BTreeSet<&str> = rows.iter().flat_map(|row| &row.fixtures).map(String::as_str).collect();
    let (sound, refused, broken) = (names("fixtures"), names("refused"), names("broken"));
    for row in &rows {
        assert!(!row.fixtures.is_empty(), "{} {} has no fixture", row.object, row.construct);
    }
    for name in &named {
        let exists = [&sound, &refused, &broken].iter().any(|all| all.contains_key(*name));
        assert!(exists, "there is no fixture `{name}`");
    }
    for name in sound.keys().chain(refused.keys()) {
        assert!(named.contains(name.as_str()), "the fixture `{name}` is in no row");
    }
}

/// `**refused** `rule`: message` is an error of a fixture of the row, `**noted**` a warning.
#[test]
fn what_is_refused_or_noted_is_so() {
    let rows = rows();
    let snapshots = ["fixtures", "refused", "broken"].map(|folder| names(&format!("snapshots/{folder}")));
    let mut told = BTreeSet::new();
    for row in &rows {
        let texts = row.fixtures.iter().flat_map(|name| snapshots.iter().filter_map(|all| all.get(name)));
        let texts: String = texts.map(|path| fs::read_to_string(path).unwrap()).collect();
        for (word, level) in [("**refused** `", "error"), ("**noted** `", "warning")] {
            for part in row.becomes.split(word).skip(1) {
                let (rule, rest) = part.split_once('`').unwrap();
                let message = rest.split("; ").next().unwrap().trim_start_matches(": ");
                let said = texts
                    .lines()
                    .filter(|line| line.starts_with(&format!("{level}[{rule}]: ")))
                    .any(|line| line.contains(message));
                assert!(said, "{} {}: no fixture says `{rule}: {message}`", row.object, row.construct);
                told.insert(rule.to_owned());
            }
        }
    }
    for rule in LOADING.iter().chain(LOWERING) {
        let known = told.contains(rule.name) || WITHOUT_FIXTURE.contains(&rule.name);
        assert!(known, "`{}` is in no row", rule.name);
    }
}
