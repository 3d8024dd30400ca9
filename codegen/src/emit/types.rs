//! Types and identifiers of the IR as Rust tokens.

use std::collections::BTreeSet;

use crate::ir::Type;
use proc_macro2::{Ident, Span, TokenStream};

/// An identifier, raw where its name says so.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The type as Rust writes it, with `qualifier` before generated types (as in `model::`).
pub fn type_text(ty: &Type, qualifier: &str) -> String {
    match ty {
        Type::Text => "String".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Timestamp => "Timestamp".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Any => "Value".to_owned(),
        Type::Nothing => "()".to_owned(),
        Type::Model(name)
        | Type::Enum(name)
        | Type::Code(name)
        | Type::Union(name)
        | Type::Alias(name, _) => format!("{qualifier}{name}"),
        Type::Boxed(name) => format!("Box<{qualifier}{name}>"),
        Type::List(inner) => format!("Vec<{}>", type_text(inner, qualifier)),
        Type::Map(inner) => format!("BTreeMap<String, {}>", type_text(inner, qualifier)),
        Type::Nullable(inner) => format!("Option<{}>", type_text(inner, qualifier)),
    }
}

/// The same as tokens.
pub fn type_tokens(ty: &Type, qualifier: &str) -> TokenStream {
    tokens(&type_text(ty, qualifier))
}

/// A type's text as tokens.
pub fn tokens(text: &str) -> TokenStream {
    match text.parse() {
        Ok(tokens) => tokens,
        Err(error) => unreachable!("the generator wrote what is not a Rust type: {text}: {error}"),
    }
}

/// The names that a module has to import for the types it mentions.
#[derive(Default)]
pub struct Mentioned {
    /// Names of `huaweicloud_types`.
    pub shared: BTreeSet<&'static str>,
    /// Generated types.
    pub generated: BTreeSet<String>,
    /// Whether maps occur.
    pub maps: bool,
}

impl Mentioned {
    /// Notes a type and those inside it.
    pub fn add(&mut self, ty: &Type) {
        let shared = match ty {
            Type::Timestamp => "Timestamp",
            Type::Secret => "Secret",
            Type::Any => "Value",
            Type::Model(name)
            | Type::Boxed(name)
            | Type::Enum(name)
            | Type::Code(name)
            | Type::Union(name)
            | Type::Alias(name, _) => {
                self.generated.insert(name.clone());
                return;
            }
            Type::List(inner) | Type::Nullable(inner) => return self.add(inner),
            Type::Map(inner) => {
                self.maps = true;
                return self.add(inner);
            }
            Type::Text | Type::Boolean | Type::Integer | Type::Unsigned | Type::Float | Type::Nothing => {
                return;
            }
        };
        self.shared.insert(shared);
    }
}

/// `use path::{a, b};`, or nothing when there is nothing to import.
pub fn import<'a>(path: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [name] => format!("use {path}::{name};"),
        _ => {
            let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            let text = super::rust::invocation(&format!("use {path}::{{"), &names, "};");
            // rustfmt writes imports on one line without blanks inside the braces.
            if text.contains('\n') { text } else { text.replace("{ ", "{").replace(" }", "}") }
        }
    }
}

/// The imports of a module, one below the other.
pub fn import_block<const N: usize>(lines: [String; N]) -> String {
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
