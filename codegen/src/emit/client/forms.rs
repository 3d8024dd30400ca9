//! Forms in parts: a struct each, in the client crate because files are no JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::requests::{Argument, argument, declared};
use crate::emit::rust::{SourceFile, doc_attributes};
use crate::emit::types::{ident, tokens};
use crate::ir::{Docs, Form, Operation, Part, PartContent};

/// The form of an operation's body.
pub fn form(file: &mut SourceFile, operation: &Operation, form: &Form) {
    let name = ident(&form.name);
    let docs = format!(
        " Form of [`Client::{}`]. What is set twice is sent twice.",
        operation.method.trim_start_matches("r#")
    );
    file.item(quote! {
        #[doc = #docs]
        #[derive(Debug, Clone)]
        #[must_use = "a form does nothing until it is sent"]
        pub struct #name(Multipart);
    });
    let (required, optional): (Vec<&Part>, Vec<&Part>) = form.parts.iter().partition(|part| part.required);
    let docs = doc_attributes(&constructor_docs(&required));
    let mut declarations = Vec::new();
    let mut parts = quote!(Multipart::default());
    for part in &required {
        let (declared, added) = added(parts, part);
        declarations.extend(declared);
        parts = added;
    }
    let many = (declarations.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let none = declarations.is_empty().then(|| quote!(#[allow(clippy::new_without_default)]));
    let setters = optional.into_iter().map(setter);
    file.item(quote! {
        impl #name {
            #docs
            #many
            #none
            pub fn new(#(#declarations),*) -> Self {
                Self(#parts)
            }
            #(#setters)*
        }
    });
}

fn constructor_docs(required: &[&Part]) -> Docs {
    let mut text = "With what the service requires.".to_owned();
    for (number, part) in required.iter().enumerate() {
        text.push_str(if number == 0 { "\n\n" } else { "\n" });
        let name = part.name.trim_start_matches("r#");
        text.push_str(&format!("- `{name}`: {}", part.docs.text.replace('\n', "\n  ")));
    }
    Docs { text, deprecated: false }
}

fn setter(part: &Part) -> TokenStream {
    let docs = doc_attributes(&part.docs);
    let name = ident(&part.name);
    let (declarations, added) = added(quote!(self.0), part);
    quote!(#docs pub fn #name(self, #(#declarations),*) -> Self { Self(#added) })
}

/// The arguments for a part: names and types.
pub fn arguments(part: &Part) -> Vec<(&str, String)> {
    const BODY: &str = "impl Into<Body>";
    match &part.content {
        PartContent::File { file_name, .. } => {
            vec![(file_name, "impl Into<String>".to_owned()), (&part.name, BODY.to_owned())]
        }
        PartContent::Text { .. } => vec![(&part.name, BODY.to_owned())],
        PartContent::Value(ty) | PartContent::Json { ty, .. } => vec![(&part.name, declared(ty))],
    }
}

/// The arguments for a part as they are declared, and `form` with it added.
fn added(form: TokenStream, part: &Part) -> (Vec<TokenStream>, TokenStream) {
    let (name, wire) = (ident(&part.name), &part.wire);
    let added = match &part.content {
        PartContent::File { media_type, file_name } => {
            let file_name = ident(file_name);
            quote!(#form.file(#wire, #name.into(), &#file_name.into(), #media_type))
        }
        PartContent::Text { media_type } => quote!(#form.typed(#wire, #name.into(), #media_type)),
        PartContent::Value(ty) => {
            let Argument { value, of_type, .. } = argument(&part.name, ty);
            quote!(#form.value #of_type(#wire, &#value))
        }
        PartContent::Json { media_type, ty } => {
            let Argument { value, of_type, .. } = argument(&part.name, ty);
            quote!(#form.json #of_type(#wire, &#value, #media_type))
        }
    };
    let declared = arguments(part).into_iter().map(|(name, ty)| {
        let (name, ty) = (ident(name), tokens(&ty));
        quote!(#name: #ty)
    });
    (declared.collect(), added)
}
