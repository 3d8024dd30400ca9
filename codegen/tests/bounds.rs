//! Specs that are made to be endless: they are read in bounded time, on the stack of a test's thread, or
//! refused with a message.
#![allow(missing_docs)]

use std::fmt::Write;
use std::time::{Duration, Instant};

use huaweicloud_codegen::{Options, Packaging, generate, source::Source};

/// The errors of a spec of these schemas by name, one a finding; none for one that is read.
fn errors(schemas: &str) -> Vec<&'static str> {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: v1}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let start = Instant::now();
    let outcome =
        generate("t", vec![Source::new("t.yaml", text)], Options { foreign: true }, &Packaging::Workspace);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    let Err(failure) = outcome else { return Vec::new() };
    let mut names: Vec<&str> = failure
        .diagnostics
        .iter()
        .filter(|it| it.severity == huaweicloud_codegen::Severity::Error)
        .map(|it| it.name)
        .collect();
    names.dedup();
    names
}

/// Schemas 0 to `count`, of which each is made of the one before.
fn chain(count: usize, link: impl Fn(&str) -> String) -> String {
    let mut schemas = String::from("    S0: {type: object, properties: {a: {type: string}}}\n");
    for number in 1..count {
        let before = format!("{{$ref: '#/components/schemas/S{}'}}", number - 1);
        _ = writeln!(schemas, "    S{number}: {}", link(&before));
    }
    schemas
}

/// The same from the last to the first, so that each leads to one that nobody has seen.
fn backwards(schemas: &str) -> String {
    schemas.lines().rev().map(|line| format!("{line}\n")).collect()
}

#[test]
fn parts_that_double_are_read_once() {
    let doubled = chain(60, |before| {
        format!("{{allOf: [{before}, {{allOf: [{before}]}}, {{properties: {{b: {before}}}}}]}}")
    });
    assert_eq!(errors(&doubled), [""; 0]);
    let doubled = chain(60, |before| {
        format!("{{oneOf: [{before}, {{type: array, items: {before}}}, {{properties: {{c: {before}}}}}]}}")
    });
    assert_eq!(errors(&doubled), [""; 0]);
    // A list that is no type of its own, of inline objects that are.
    let doubled = chain(60, |before| {
        format!("{{type: array, items: {{type: object, properties: {{a: {before}, b: {before}}}}}}}")
    });
    assert_eq!(errors(&doubled), [""; 0]);
}

#[test]
fn long_chains_end() {
    for (link, allowed) in [
        ("{$ref}", "too-deep"),
        ("{allOf: [{$ref}, {description: x}]}", "too-deep"),
        ("{allOf: [{$ref}, {properties: {b: {type: string}}}]}", "too-deep"),
        ("{oneOf: [{$ref}, {type: string}]}", "too-deep"),
        ("{oneOf: [{$ref}]}", "too-deep"),
        ("{type: array, items: {$ref}}", "too-deep"),
        ("{type: object, additionalProperties: {$ref}}", "too-deep"),
        ("{type: object, properties: {a: {$ref}}}", ""),
        ("{type: array, items: {type: object, properties: {a: {$ref}}}}", "too-deep"),
        (
            "{discriminator: {propertyName: a}, allOf: [{$ref}, {properties: {b: {type: string}}}]}",
            "too-deep",
        ),
    ] {
        let link = |before: &str| match link {
            "{$ref}" => before.to_owned(),
            link => link.replace("{$ref}", before),
        };
        let chain = chain(2000, link);
        for schemas in [backwards(&chain), chain] {
            let found = errors(&schemas);
            assert!(
                found.iter().all(|name| *name == allowed),
                "{}: {found:?}",
                schemas.lines().nth(1000).unwrap()
            );
        }
    }
}

#[test]
fn circles_are_told() {
    for (schemas, expected) in [
        ("    A: {$ref: '#/components/schemas/A'}\n", "reference-cycle"),
        (
            "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n",
            "reference-cycle",
        ),
        ("    A: {allOf: [{$ref: '#/components/schemas/A'}]}\n", "reference-cycle"),
        ("    A: {oneOf: [{type: string}, {$ref: '#/components/schemas/A'}]}\n", "reference-cycle"),
        ("    A: {$ref: '#/components/schemas/A/properties/b'}\n", "reference-cycle"),
        (
            "    A: {properties: {b: {$ref: '#/components/schemas/A/properties/c'}, c: {$ref: '#/components/schemas/A/properties/b'}}}\n",
            "reference-cycle",
        ),
        ("    A: {type: array, items: {$ref: '#/components/schemas/A'}}\n", "recursive-alias"),
        (
            "    A: {type: object, additionalProperties: {$ref: '#/components/schemas/A'}}\n",
            "recursive-alias",
        ),
        (
            "    A: {type: array, items: {$ref: '#/components/schemas/B'}}\n    B: {type: object, additionalProperties: {$ref: '#/components/schemas/A'}}\n",
            "recursive-alias",
        ),
    ] {
        let used = "    User: {properties: {a: {$ref: '#/components/schemas/A'}}}\n";
        assert_eq!(errors(&format!("{schemas}{used}")), [expected], "{schemas}");
    }
}

#[test]
fn many_of_everything() {
    let many =
        |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(", ");
    let values = many(10_000, &|number| format!("v{number}"));
    assert_eq!(errors(&format!("    A: {{type: string, enum: [{values}]}}\n")), [""; 0]);
    let parts = many(3_000, &|number| {
        format!("{{properties: {{a: {{type: string}}, b{number}: {{type: string}}}}}}")
    });
    assert_eq!(errors(&format!("    A: {{allOf: [{parts}]}}\n")), [""; 0]);
    let parts = many(1_000, &|number| {
        format!("{{type: object, required: [b{number}], properties: {{b{number}: {{type: string}}}}}}")
    });
    assert_eq!(errors(&format!("    A: {{oneOf: [{parts}]}}\n")), [""; 0]);
    let heirs: String = (0..1_000)
        .map(|number| format!("    H{number}: {{allOf: [{{$ref: '#/components/schemas/A'}}, {{properties: {{b: {{type: string}}}}}}]}}\n"))
        .collect();
    let base = "    A: {type: object, discriminator: {propertyName: t}, properties: {t: {type: string}}}\n";
    assert_eq!(errors(&format!("{base}{heirs}")), [""; 0]);
    let text = "word <b> [x] `y` ".repeat(200_000);
    assert_eq!(errors(&format!("    A: {{type: object, description: \"{text}\"}}\n")), [""; 0]);
    let name = "n".repeat(100_000);
    assert_eq!(
        errors(&format!("    A: {{type: object, properties: {{? {name} : {{type: string}}}}}}\n")),
        [""; 0]
    );
}

/// Few operations may send many objects, which are too long for the file that describes both.
#[test]
fn a_mock_of_large_objects_lists_its_operations() {
    let mut schemas = String::new();
    for number in 0..300 {
        let members: String = (0..8).map(|member| format!("m{member}: {{type: string}}, ")).collect();
        let next = format!("next: {{$ref: '#/components/schemas/S{}'}}", number + 1);
        _ = writeln!(schemas, "    S{number}: {{type: object, properties: {{{members}{next}}}}}");
    }
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: v1}}\nservers: [{{url: 'https://t.example.com'}}]\npaths:\n  \
         /a:\n    put:\n      operationId: UpdateA\n      requestBody: {{content: {{application/json: {{schema: \
         {{$ref: '#/components/schemas/S0'}}}}}}}}\n      responses: {{'204': {{description: None}}}}\n\
         components:\n  schemas:\n{schemas}    S300: {{type: string}}\n"
    );
    let source = vec![Source::new("t.yaml", text)];
    let output = generate("t", source, Options { foreign: true }, &Packaging::Workspace).unwrap();
    let of = |name: &str| &output.files.iter().find(|file| file.path.ends_with(name)).unwrap().text;
    assert!(of("mock/description.rs").contains("joined(&[from_update_a::OPERATIONS])"));
    assert!(of("mock/from_update_a.rs").contains("&[ UPDATE_A ]"));
}
