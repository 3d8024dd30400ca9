//! Specs that are made to fill memory: read or refused, they take less than a gigabyte. The only test of
//! its program, because the peak is that of the process.
#![allow(missing_docs)]

use huaweicloud_codegen::{Options, Packaging, Severity, generate, source::Source};

/// The most memory that this process ever had, in MiB; none where the system does not say.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<usize>().ok()? >> 10)
}

#[test]
fn a_hundred_megabytes_and_a_million_keys_are_refused() {
    let head = "openapi: 3.0.3\ninfo: {title: T, version: v1}\npaths: {}\nx-many:";
    let text = "x".repeat(60_000);
    let aliases = "*a, ".repeat(150_000);
    let keys: String = (0..1_000_000).map(|number| format!("  key{number}: {number}\n")).collect();
    let schemas: String = (0..5_000)
        .map(|number| format!("    S{number}: {{type: object, description: A schema}}\n"))
        .collect();
    let lists =
        "- [[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]\n".repeat(90_000);
    for (made, expected) in [
        (format!("{head}\n{lists}"), Some("too-large")),
        (format!("{head} {}", "a: {b: [c, d]}\n".repeat(100 << 16)), Some("too-large")),
        (format!("{head} [{}]", "[],".repeat(1 << 20)), Some("too-large")),
        (format!("{head}\n{}", "- \n".repeat(1 << 20)), Some("too-large")),
        (format!("{head} {{a: &a {text}, b: [{aliases}]}}"), Some("too-many-aliases")),
        (format!("{head}\n{keys}"), Some("too-large")),
        (format!("{head} {}", "long ".repeat(2 << 20)), None),
        (format!("{head} {{? {} : 1}}", "k".repeat(1 << 20)), None),
        (format!("{head} {{}}\ncomponents:\n  schemas:\n{schemas}"), None),
    ] {
        let shown = made[head.len()..].chars().take(20).collect::<String>();
        let source = vec![Source::new("large.yaml", made)];
        let errors: Vec<&str> =
            match generate("large", source, Options { foreign: true }, &Packaging::Workspace) {
                Ok(_) => Vec::new(),
                Err(failure) => {
                    let errors = failure.diagnostics.iter().filter(|it| it.severity == Severity::Error);
                    errors.map(|it| it.name).collect()
                }
            };
        assert_eq!(errors, expected.into_iter().collect::<Vec<_>>(), "{shown}");
        if let Some(peak) = peak() {
            println!("{peak} MiB: {shown}");
            assert!(peak < 1024, "{peak} MiB: {shown}");
        }
    }
}
