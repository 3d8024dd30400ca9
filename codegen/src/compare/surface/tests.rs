//! The surface holds what the generated Rust has, no more and no less: both are read for every fixture.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::{Kind, Surface};
use crate::source::Source;
use crate::{File, Options, Packaging, generate};

/// Every fixture by name, with its files.
fn fixtures() -> Vec<(String, Vec<Source>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let entries = |folder: &Path| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.collect::<BTreeSet<_>>()
    };
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy();
        Source::new(format!("fixture/{name}"), fs::read_to_string(path).unwrap())
    };
    let fixture = |path: &std::path::PathBuf| {
        let files = if path.is_dir() { entries(path) } else { BTreeSet::from([path.clone()]) };
        (path.file_stem().unwrap().to_string_lossy().into_owned(), files.iter().map(|it| read(it)).collect())
    };
    entries(&folder).iter().map(fixture).collect()
}

#[test]
fn the_surface_is_what_is_generated() {
    let mut seen = 0;
    for (name, sources) in fixtures() {
        let output = generate("fixture", sources, Options { foreign: true }, &Packaging::Workspace)
            .unwrap_or_else(|failure| panic!("{failure}"));
        let unnamed = [Kind::Crate, Kind::Region, Kind::Export, Kind::Conversion];
        let surface = Surface::of(Some(&output.service)).items;
        let named = surface.into_iter().filter(|(_, item)| !unnamed.contains(&item.kind));
        let surface: BTreeSet<String> = named.map(|((_, path), _)| path).collect();
        let generated: BTreeSet<String> =
            output.files.iter().filter(|file| is_chapter(file)).flat_map(|file| paths(&file.text)).collect();
        let only = |these: &BTreeSet<String>, those| these.difference(those).cloned().collect::<Vec<_>>();
        let (missed, made_up) = (only(&generated, &surface), only(&surface, &generated));
        assert!(missed.is_empty() && made_up.is_empty(), "{name}: missed {missed:?}, made up {made_up:?}");
        seen += surface.len();
    }
    assert!(seen > 1000, "{seen}");
}

fn is_chapter(file: &File) -> bool {
    file.path.contains("/src/") && !file.path.ends_with("/lib.rs")
}

/// The paths of all that is public in a file.
fn paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let file = syn::parse_file(text).unwrap();
    // Requests and forms are exported in a module each.
    let mut exported = std::collections::HashMap::new();
    for item in &file.items {
        match item {
            syn::Item::Struct(it) => {
                let inner = it.fields.iter().next().map(|field| quote::quote!(#field).to_string());
                let module = if inner.as_deref() == Some("Multipart") { "form::" } else { "" };
                exported.insert(it.ident.to_string(), format!("{module}{}", it.ident));
            }
            syn::Item::Macro(it) if it.mac.path.segments.last().unwrap().ident == "request" => {
                let name = behind("struct", it.mac.tokens.clone());
                exported.insert(name.clone(), format!("request::{name}"));
            }
            _ => {}
        }
    }
    let path = |name: &str| exported.get(name).cloned().unwrap_or_else(|| name.to_owned());
    for item in file.items {
        match item {
            syn::Item::Struct(it) => {
                let name = path(&it.ident.to_string());
                let fields = it.fields.iter().filter_map(|field| field.ident.as_ref());
                paths.extend(fields.map(|field| format!("{name}::{field}")));
                paths.push(name);
            }
            syn::Item::Impl(it) => {
                let ty = &it.self_ty;
                let name = path(&quote::quote!(#ty).to_string());
                for item in it.items {
                    if let syn::ImplItem::Fn(function) = item {
                        paths.push(format!("{name}::{}(..)", function.sig.ident));
                    }
                }
            }
            syn::Item::Type(it) => paths.push(it.ident.to_string()),
            syn::Item::Macro(it) => {
                let name = it.mac.path.segments.last().unwrap().ident.to_string();
                paths.extend(of_macro(&name, it.mac.tokens, &path));
            }
            _ => {}
        }
    }
    paths
}

/// The paths of what a macro of the runtime makes public.
fn of_macro(name: &str, tokens: TokenStream, path: &dyn Fn(&str) -> String) -> Vec<String> {
    let first = tokens.clone().into_iter().next().map(|it| it.to_string()).unwrap_or_default();
    match name {
        "builder" => {
            let braces = groups(tokens.clone(), Delimiter::Brace);
            let setters = braces.into_iter().flat_map(declared).chain(declared(tokens));
            let setters = setters.map(|setter| format!("{first}::{setter}(..)"));
            setters.chain([format!("{first}::new(..)")]).collect()
        }
        "request" => {
            let request = path(&behind("struct", tokens.clone()));
            let turned: &[&str] = if declared(tokens).is_empty() { &[] } else { &["pages", "items"] };
            let calls = turned.iter().chain(&["send"]).map(|function| format!("{request}::{function}()"));
            calls.chain([request.clone()]).collect()
        }
        "waits" => {
            let request = path(&first);
            let methods = pairs(
                tokens,
                |next| matches!(next, TokenTree::Punct(it) if it.as_char() == '-' && it.spacing() == Spacing::Joint),
            );
            methods.into_iter().map(|method| format!("{request}::{method}()")).collect()
        }
        "open_enum" | "integer_enum" | "union" | "answers" => {
            let own = behind("enum", tokens.clone());
            let own = if name == "answers" { format!("answer::{own}") } else { own };
            let variants = variants(group(tokens, Delimiter::Brace));
            variants.into_iter().map(|variant| format!("{own}::{variant}")).chain([own.clone()]).collect()
        }
        _ => Vec::new(),
    }
}

/// The name that a keyword declares.
fn behind(keyword: &str, tokens: TokenStream) -> String {
    tokens.into_iter().skip_while(|it| it.to_string() != keyword).nth(1).unwrap().to_string()
}

fn group(tokens: TokenStream, delimiter: Delimiter) -> TokenStream {
    groups(tokens, delimiter).into_iter().next().unwrap_or_default()
}

fn groups(tokens: TokenStream, delimiter: Delimiter) -> Vec<TokenStream> {
    let groups = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group.stream()),
        _ => None,
    });
    groups.collect()
}

/// Names that a type follows: `name: Type`.
fn declared(tokens: TokenStream) -> Vec<String> {
    pairs(
        tokens,
        |next| matches!(next, TokenTree::Punct(it) if it.as_char() == ':' && it.spacing() == Spacing::Alone),
    )
}

/// Names that a value or a type in parentheses follows: `Name = 1`, `Name(Type)`.
fn variants(tokens: TokenStream) -> Vec<String> {
    pairs(tokens, |next| match next {
        TokenTree::Punct(it) => it.as_char() == '=',
        TokenTree::Group(it) => it.delimiter() == Delimiter::Parenthesis,
        _ => false,
    })
}

fn pairs(tokens: TokenStream, follows: impl Fn(&TokenTree) -> bool) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let pairs = tokens.windows(2).filter(|pair| matches!(pair[0], TokenTree::Ident(_)) && follows(&pair[1]));
    pairs.map(|pair| pair[0].to_string()).collect()
}
