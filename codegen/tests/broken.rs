//! Broken specs, one mistake a file, and what is said about each; and texts that no hand wrote, which
//! are refused without a panic.

use std::fs;
use std::path::{Path, PathBuf};

use huaweicloud_codegen::diagnostic::rules;
use huaweicloud_codegen::source::Source;
use huaweicloud_codegen::{Colour, Diagnostics, Options, check, lint, load};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

/// The sources of a fixture: a file, or a folder of files.
fn sources(path: &Path) -> Vec<Source> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    if path.is_file() {
        return vec![Source::new(name(path), read(path))];
    }
    let files = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| Source::new(format!("{}/{}", name(path), name(&file)), read(&file))).collect()
}

/// Everything that is found in some sources, by all stages.
fn found(sources: Vec<Source>, options: Options) -> (Diagnostics, Vec<Source>) {
    match check("broken", sources, options) {
        Err(failure) => (failure.diagnostics, failure.sources),
        Ok(checked) => (checked.warnings, checked.sources),
    }
}

/// The same as people see it.
fn findings(sources: Vec<Source>, options: Options) -> String {
    let (found, sources) = found(sources, options);
    found.render(&sources, Colour::Plain)
}

fn fixtures() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_mistake_is_told_where_it_is() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/broken");
    let mut failed = Vec::new();
    for path in fixtures() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = findings(sources(&path), Options::default());
        assert_eq!(text.is_empty(), name == "nothing", "{name}: {text}");
        let same = || settings.bind(|| insta::assert_snapshot!(name.clone(), text.trim_end()));
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(same)).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "changed: {failed:?}");
}

/// What `lint --explain` says of a level is what happens.
#[test]
fn every_finding_has_the_level_of_its_rule() {
    let mut silent: Vec<&str> = rules::LINTS.iter().map(|rule| rule.name).collect();
    for path in fixtures() {
        for foreign in [false, true] {
            let (found, _) = found(sources(&path), Options { foreign });
            for it in found.iter() {
                let rule = rules::find(it.name).unwrap_or_else(|| panic!("nobody explains {}", it.name));
                let severities = rule.level.severities(foreign);
                assert!(severities.contains(&it.severity), "{}: {}", path.display(), it.name);
                silent.retain(|name| *name != it.name);
            }
        }
    }
    // A lint that no fixture sets off may as well not work.
    assert_eq!(silent, [""; 0]);
}

/// Names are given where mistakes are found; each has to be explained.
#[test]
fn every_name_that_can_be_printed_is_explained() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut named = 0;
    let mut unused: Vec<&str> = [rules::LOADING, rules::LOWERING].concat().iter().map(|it| it.name).collect();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            if !path.parent().unwrap().ends_with("diagnostic/rules") {
                unused.retain(|name| !text.contains(&format!("\"{name}\"")));
            }
            for name in names(text.split("#[cfg(test)]").next().unwrap()) {
                assert!(
                    rules::find(name).is_some(),
                    "{}: `{name}` has no explanation in codegen/src/diagnostic/rules/",
                    path.display()
                );
                named += 1;
            }
        }
    }
    assert!(named > 40, "the names are given in another way than this test looks for: {named}");
    assert_eq!(unused, [""; 0], "explained, but never found");
}

/// The text literals that stand first in a call that makes a diagnostic.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let calls = ["Diagnostic::error(", ".error(", ".strict(", ".report(", " error(", "let name ="];
    let literal = |rest: &'_ str| -> Option<usize> {
        let start = rest.trim_start();
        let inner = start.strip_prefix('"')?;
        let end = inner.find('"')?;
        let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "-.".contains(it);
        (inner[..end].contains('-') && inner[..end].chars().all(plain)).then_some(end)
    };
    calls.into_iter().flat_map(move |call| {
        text.match_indices(call).filter_map(move |(at, _)| {
            let rest = &text[at + call.len()..];
            let end = literal(rest)?;
            let start = rest.find('"')? + 1;
            Some(&rest[start..start + end])
        })
    })
}

/// Of those that have one sensible reading.
#[test]
fn mistakes_of_others_are_read_with_a_warning() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mistakes.yaml");
    let (found, sources) = found(sources(&path), Options { foreign: true });
    assert!(!found.has_errors());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/formats");
    settings.bind(|| {
        insta::assert_snapshot!("mistakes-of-others", found.render(&sources, Colour::Plain).trim_end());
    });
}

/// Of a file that others refer to, what they mean is read, and nothing else.
#[test]
fn what_nobody_refers_to_is_not_looked_at() {
    let common = "openapi: 3.0.3\ninfo: {title: C, version: v1}\npaths: {/b: {get: {}}}\ncomponents:\n  schemas:\n    \
                  A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}\n    B: {type: string}\n    \
                  C: {type: nonsense}\n";
    let api = "openapi: 3.0.3\ninfo: {title: T, version: v1}\nservers: [{url: 'https://t.example.com'}]\npaths: {}\n\
               components: {schemas: {D: {$ref: 'common.yaml#/components/schemas/A'}}}\n";
    let of = |common| {
        let sources = vec![common, Source::new("api.yaml", api)];
        found(sources, Options { foreign: true }).0
    };
    assert_eq!(of(Source::aside("common.yaml", common)).count(), (0, 0));
    assert!(of(Source::aside("common.yaml", "a: [")).has_errors());
    assert_eq!(of(Source::aside("other.yaml", "a: [")).count(), (1, 0));
    assert!(of(Source::new("common.yaml", common)).has_errors());
}

/// Files that are missing, and what is the same of many words.
#[test]
fn what_is_said_again_and_again_is_said_a_few_times() {
    let text: String =
        (0..442).map(|number| format!("    S{number}: {{$ref: 'common.yaml#/a/{number}'}}\n")).collect();
    let head = "openapi: 3.0.3\ninfo: {title: T, version: v1}\npaths: {}\ncomponents:\n  schemas:\n";
    let of = |text: &str| {
        findings(vec![Source::new("a.yaml", format!("{head}{text}"))], Options { foreign: true })
    };
    let missing = of(&text);
    assert_eq!(missing.matches("error[").count(), 1, "{missing}");
    let wrong = of(&text.replace("$ref: 'common.yaml#/a/", "typ: '"));
    assert_eq!(wrong.matches("warning[unknown-key]").count(), 5, "{wrong}");
    assert!(wrong.contains("= note: and 437 more like this"), "{wrong}");
}

#[test]
fn conventions_are_warnings_in_the_specs_of_others() {
    let foreign = Options { foreign: true };
    for (fixture, error) in [
        ("example-wrong-type.yaml", false),
        ("unknown-key.yaml", false),
        ("ref-siblings.yaml", false),
        ("duplicate-operation-id.yaml", false),
        ("undeclared-path-parameter.yaml", false),
        ("status-key.yaml", false),
        ("bad-path.yaml", true),
        ("duplicate-key.yaml", true),
    ] {
        let text = findings(sources(&folder().join(fixture)), foreign);
        assert_eq!(text.starts_with("error"), error, "{fixture}: {text}");
        assert_eq!(text.starts_with("warning"), !error, "{fixture}: {text}");
    }
}

#[test]
fn the_sound_fixture_is_sound_by_the_rules_of_the_house() {
    assert_eq!(findings(sound(), Options::default()), "");
}

fn sound() -> Vec<Source> {
    sources(&folder().join("nothing.yaml"))
}

#[test]
fn a_text_that_ends_anywhere_is_no_panic() {
    let whole = sound().remove(0);
    for end in 0..whole.text.len() {
        if whole.text.is_char_boundary(end) {
            let cut = Source::new(whole.path.clone(), &whole.text[..end]);
            findings(vec![cut], Options::default());
        }
    }
}

#[test]
fn a_text_with_characters_changed_is_no_panic() {
    let whole = sound().remove(0);
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    let others: Vec<char> =
        "{}[]:,-#&*!|>'\"%@`\\/~$ \n\t\r09aeX\u{0}\u{85}\u{2028}\u{FEFF}ž\u{1F600}".chars().collect();
    for _ in 0..1500 {
        let mut text: Vec<char> = whole.text.chars().collect();
        for _ in 0..=next(4) {
            let at = next(text.len());
            match next(3) {
                0 => text[at] = others[next(others.len())],
                1 => text.insert(at, others[next(others.len())]),
                _ => _ = text.remove(at),
            }
        }
        let changed = Source::new(whole.path.clone(), text.into_iter().collect::<String>());
        findings(vec![changed.clone()], Options::default());
        findings(vec![changed], Options { foreign: true });
    }
}

#[test]
fn hostile_texts_are_bounded() {
    let head = "openapi: 3.0.3\ninfo: {title: T, version: v1}\npaths: {}\nx-deep: ";
    let bomb: String = (1..=12)
        .map(|level| {
            let one = format!("*a{}", level - 1);
            let body = if level == 1 { "x".to_owned() } else { vec![one; 9].join(", ") };
            format!("x-{level}: &a{level} [{body}]\n")
        })
        .collect();
    for (text, expected) in [
        (format!("{head}{}", "[".repeat(100_000)), "too-deep"),
        (format!("{head}{}", "{a: ".repeat(100_000)), "too-deep"),
        (
            format!(
                "{head}\n{}",
                (0..5000).map(|level| format!("{}- \n", " ".repeat(level % 200))).collect::<String>()
            ),
            "[",
        ),
        (bomb, "too-many-aliases"),
        ("a: &a [*a]\n".to_owned(), "recursive-alias"),
        ("x".repeat(65 << 20), "too-large"),
        (format!("{head}1{}\n", "0".repeat(400)), "not-json"),
    ] {
        let text = findings(vec![Source::new("hostile.yaml", text)], Options::default());
        assert!(text.contains(expected), "{expected}: {}", &text[..text.len().min(500)]);
    }
}

/// The deepest nesting that is read goes through every stage on the stack of a test thread.
#[test]
fn the_deepest_spec_is_read() {
    let mut schema = "{type: string}".to_owned();
    for _ in 0..44 {
        schema = format!("{{type: object, properties: {{a: {schema}}}}}");
    }
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: v1}}\npaths: {{}}\ncomponents:\n  schemas:\n    A: {schema}\n"
    );
    let spec = load::load(vec![Source::new("deep.yaml", text)]).unwrap();
    let options = Options { foreign: true };
    assert!(!lint::lint(&spec, options).has_errors());
}
