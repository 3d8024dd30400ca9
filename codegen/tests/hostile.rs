//! Nothing that a spec says becomes code: with a hostile text or name at any place, what is generated has
//! the same form as with a harmless one, or the spec is refused.
#![allow(missing_docs)]

mod common;

use std::collections::BTreeSet;

use common::hostile;
use huaweicloud_codegen::{File, Options, Packaging, generate, source::Source};
use proc_macro2::{TokenStream, TokenTree};

/// A placeholder that nothing describes is an argument, and what has no placeholder is none: another
/// operation.
const ANOTHER: [&str; 2] = ["undeclared-path-parameter", "unknown-path-parameter"];

/// The form of every generated file, by path; or the names of the errors, and of what makes another spec.
fn forms(source: Source) -> Result<Vec<(String, String)>, BTreeSet<&'static str>> {
    match generate("hostile", vec![source], Options { foreign: true }, &Packaging::Workspace) {
        Ok(output) if output.warnings.iter().any(|it| ANOTHER.contains(&it.name)) => Err(ANOTHER.into()),
        Ok(output) => {
            output.files.iter().filter(|file| file.path.contains("/docs/")).for_each(assert_shows_code);
            let rust = output.files.iter().filter(|file| file.path.ends_with(".rs"));
            Ok(rust.map(|file| (file.path.clone(), form(&file.text))).collect())
        }
        Err(failure) => {
            let errors = failure.diagnostics.iter();
            let errors = errors.filter(|it| it.severity == huaweicloud_codegen::Severity::Error);
            Err(errors.map(|it| it.name).collect())
        }
    }
}

/// All that a page shows as code, and rustdoc compiles, is what the generator wrote: two blocks of the
/// crate's, one of an operation's, each a whole piece of Rust.
fn assert_shows_code(page: &File) {
    let blocks: Vec<&str> = page.text.split("\n```").collect();
    let expected = if page.path.ends_with("/manual.md") { 5 } else { 3 };
    assert_eq!(blocks.len(), expected, "{}", page.text);
    for block in blocks.iter().skip(1).step_by(2) {
        let (kind, code) = block.split_once('\n').unwrap();
        assert_eq!(kind, "no_run", "{}", page.text);
        let code: String =
            code.lines().map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line))).collect();
        syn::parse_file(&code).unwrap_or_else(|error| panic!("{error}\n{}", page.text));
    }
}

/// Rust without what may differ: documentation, what literals say, and names that are no keywords.
fn form(text: &str) -> String {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut out = String::new();
    write(text.parse().unwrap(), &mut out);
    // A member of another name in JSON than in Rust says so, and long lists end with a comma.
    out.replace(" = \"\"", "").replace(" , >", " >")
}

fn write(tokens: TokenStream, out: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let last = tokens.peek().is_none();
        match token {
            TokenTree::Punct(it) if it.as_char() == '#' => {
                // An attribute; documentation is one too, and all else stays.
                let inner = tokens.next_if(|it| matches!(it, TokenTree::Punct(it) if it.as_char() == '!'));
                let attribute = tokens.next().map(|it| it.to_string()).unwrap_or_default();
                if !attribute.starts_with("[doc = \"") && !attribute.starts_with("[doc = r") {
                    out.push_str(if inner.is_some() { " #!" } else { " #" });
                    // The page of an operation is called after it.
                    let page = attribute.starts_with("[doc = include_str");
                    let parts: Vec<&str> = attribute.split('"').collect();
                    match parts.as_slice() {
                        [before, _, after] if page => out.extend([*before, *after]),
                        _ => out.push_str(&attribute),
                    }
                }
            }
            TokenTree::Punct(it) if it.as_char() == ',' && last => {}
            TokenTree::Punct(it) => out.extend([' ', it.as_char()]),
            TokenTree::Literal(it) if it.to_string().ends_with(['"', '#']) => out.push_str(" \"\""),
            TokenTree::Literal(it) => out.extend([" ", &it.to_string()]),
            TokenTree::Ident(it) => {
                let name = it.to_string();
                let keyword = syn::parse_str::<syn::Ident>(&name).is_err();
                out.extend([" ", if keyword { &name } else { "_" }]);
            }
            TokenTree::Group(it) => {
                let (open, close) = match it.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}\n"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                out.extend([" ", open]);
                write(it.stream(), out);
                out.push_str(close);
            }
        }
    }
}

fn assert_same(found: &[(String, String)], plain: &[(String, String)], what: &str) {
    let paths = |files: &[(String, String)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(found), paths(plain), "{what}");
    for ((path, found), (_, plain)) in found.iter().zip(plain) {
        if found != plain {
            let differs = found.lines().zip(plain.lines()).find(|(a, b)| a != b);
            panic!("{what}: {path} has another form: {differs:#?}");
        }
    }
}

fn plain() -> Vec<(String, String)> {
    forms(hostile::spec(&|_| None)).unwrap()
}

#[test]
fn no_text_becomes_code() {
    let plain = plain();
    for text in hostile::TEXTS {
        let said = |place: &str| hostile::is_prose(place).then(|| (*text).to_owned());
        let found = forms(hostile::spec(&said)).unwrap_or_else(|errors| panic!("{text:?}: {errors:?}"));
        assert_same(&found, &plain, text);
    }
}

/// What stands for itself in Rust: a name, a value or an address at one place.
#[test]
fn no_name_becomes_code() {
    let plain = plain();
    let mut names: Vec<String> = hostile::ODD_NAMES.iter().map(|it| (*it).to_owned()).collect();
    names.extend([String::new(), " ".to_owned(), "1st".to_owned(), "r#type".to_owned(), hostile::long()]);
    // Braces and slashes have a meaning in paths.
    let told = ["bad-path", ANOTHER[0], ANOTHER[1]];
    let mut refused = BTreeSet::new();
    for place in hostile::places().into_iter().filter(|place| !hostile::is_prose(place)) {
        // An address with a placeholder that nothing fills in is told, and is none.
        let is_none = |name: &str| place == "server path" && name.contains('{');
        for name in names.iter().filter(|name| !is_none(name)) {
            let said = |at: &str| (at == place).then(|| name.clone());
            match forms(hostile::spec(&said)) {
                Ok(found) => assert_same(&found, &plain, &format!("{place} {name:?}")),
                Err(errors) => {
                    assert!(errors.iter().all(|name| told.contains(name)), "{place} {name:?}: {errors:?}");
                    refused.insert(place);
                }
            }
        }
    }
    assert_eq!(refused, BTreeSet::from(["path parameter", "segment"]));
}
