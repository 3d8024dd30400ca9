//! Forms in parts: a struct each, in the client crate because files are no JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::requests::{Argument, argument};
use crate::emit::rust::{SourceFile, doc_attributes};
use crate::emit::types::ident;
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

/// The arguments for a part, and `form` with it added.
fn added(form: TokenStream, part: &Part) -> (Vec<TokenStream>, TokenStream) {
    let (name, wire) = (ident(&part.name), &part.wire);
    match &part.content {
        PartContent::File { media_type, file_name } => {
            let file_name = ident(file_name);
            let declarations = vec![quote!(#file_name: impl Into<String>), quote!(#name: impl Into<Body>)];
            (declarations, quote!(#form.file(#wire, #name.into(), &#file_name.into(), #media_type)))
        }
        PartContent::Text { media_type } => {
            (vec![quote!(#name: impl Into<Body>)], quote!(#form.typed(#wire, #name.into(), #media_type)))
        }
        PartContent::Value(ty) => {
            let Argument { declaration, value, of_type } = argument(&part.name, ty);
            (vec![declaration], quote!(#form.value #of_type(#wire, &#value)))
        }
        PartContent::Json { media_type, ty } => {
            let Argument { declaration, value, of_type } = argument(&part.name, ty);
            (vec![declaration], quote!(#form.json #of_type(#wire, &#value, #media_type)))
        }
    }
}
