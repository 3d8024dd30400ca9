//! The model crate's tests: every documented example is read and written back.

use std::collections::BTreeSet;

use crate::emit::File;
use crate::emit::package::Package;
use crate::emit::pieces::{Piece, test_files};
use crate::emit::rust::{header, raw_string};
use crate::emit::types::{Mentioned, import, type_text};
use crate::ir::{Example, Type};

/// The test files; none when the specs have no examples of generated types.
pub fn tests(package: &Package<'_>) -> Vec<File> {
    let examples: Vec<&Example> = package
        .operations()
        .flat_map(|operation| &operation.examples)
        .filter(|example| example.ty != Type::Nothing && example.ty != Type::Any)
        .collect();
    if examples.is_empty() {
        return Vec::new();
    }
    let mut mentioned = Mentioned::default();
    examples.iter().for_each(|example| mentioned.add(&example.ty));
    let generated: BTreeSet<&str> = mentioned.generated.iter().map(String::as_str).collect();
    let mut text = header(&package.spec_folder(), "//");
    text.push_str(
        "\n//! Every documented example is read and written back without loss.\n#![allow(missing_docs)]\n\n",
    );
    for line in [
        if mentioned.maps { "use std::collections::BTreeMap;".to_owned() } else { String::new() },
        import(&package.model_crate(), generated),
        import("huaweicloud_types", mentioned.shared.iter().copied()),
    ] {
        if !line.is_empty() {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.push_str(ROUND_TRIP);
    let piece = |example: &&Example| {
        let (name, ty, json) = (&example.name, type_text(&example.ty, ""), raw_string(&example.json));
        let text = format!("\n#[test]\nfn {name}() {{\n    assert_round_trip::<{ty}>({json});\n}}\n");
        Piece { name: name.trim_start_matches("r#").to_owned(), text }
    };
    let pieces: Vec<Piece> = examples.iter().map(piece).collect();
    test_files(package, "examples", text, &pieces)
}

const ROUND_TRIP: &str = r"use serde_json::Value as Json;

/// Nulls and empty lists say no more than absence, and are not written.
fn assert_round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(documented: &str) {
    let read: T = serde_json::from_str(documented).expect(documented);
    let written = serde_json::to_value(&read).expect(documented);
    let documented: Json = serde_json::from_str(documented).expect(documented);
    assert_eq!(without_empty(written), without_empty(documented));
}

fn without_empty(value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name, without_empty(value)));
            members.filter(|(_, value)| !value.is_null() && *value != Json::Array(Vec::new())).collect()
        }
        Json::Array(elements) => elements.into_iter().map(without_empty).collect(),
        other => other,
    }
}
";
