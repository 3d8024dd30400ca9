//! The model crate: one module a chapter.

use std::collections::BTreeSet;

use quote::quote;

use super::rust::{SourceFile, comment, doc_attributes, invocation, type_doc_attributes};
use super::types::{Mentioned, ident, import, import_block, type_text, type_tokens};
use crate::ir::{Chapter, Enum, Field, Model, Type, TypeDef};

/// The module of a chapter, or `None` when it defines no types.
pub fn module(chapter: &Chapter) -> Option<String> {
    if chapter.types.is_empty() {
        return None;
    }
    let mut file = SourceFile::generated_from(&chapter.spec);
    file.module_docs(&chapter.title);
    file.text(imports(chapter));
    for definition in &chapter.types {
        match definition {
            TypeDef::Model(model) => self::model(&mut file, model),
            TypeDef::Enum(open_enum) => file.text(self::open_enum(open_enum)),
        }
    }
    Some(file.finish())
}

fn imports(chapter: &Chapter) -> String {
    let mut mentioned = Mentioned::default();
    let mut macros = BTreeSet::new();
    for definition in &chapter.types {
        match definition {
            TypeDef::Model(model) => {
                model.fields.iter().for_each(|field| mentioned.add(&field.ty));
                macros.insert("model");
                if model.sent {
                    macros.insert("builder");
                }
            }
            TypeDef::Enum(_) => {
                macros.insert("open_enum");
            }
        }
    }
    let here: BTreeSet<&str> = chapter.types.iter().map(TypeDef::name).collect();
    let elsewhere = mentioned.generated.iter().map(String::as_str).filter(|name| !here.contains(name));
    let std = if mentioned.maps { "use std::collections::BTreeMap;" } else { "" };
    let shared = mentioned.shared.iter().chain(&macros).copied();
    import_block([std.to_owned(), import("huaweicloud_types", shared), import("crate", elsewhere)])
}

fn model(file: &mut SourceFile, model: &Model) {
    let docs = type_doc_attributes(&model.docs);
    let name = ident(&model.name);
    let fields = model.fields.iter().map(|field| {
        let docs = doc_attributes(&field.docs);
        let name = ident(&field.name);
        let ty = type_tokens(&field.ty, "");
        // An answer does not tell an absent list from an empty one, a request does.
        match field.ty {
            Type::List(_) | Type::Map(_) if !model.sent => quote!(#docs pub #name: #ty),
            _ => quote!(#docs pub #name: Option<#ty>),
        }
    });
    file.item(quote! {
        #docs
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    });
    let members: Vec<String> = model.fields.iter().map(member).collect();
    file.below(invocation(&format!("model!({} {{", model.name), &members, "});"));
    if model.sent {
        file.below(builder(model));
    }
}

fn member(field: &Field) -> String {
    if field.name == field.wire { field.name.clone() } else { format!("{} = {:?}", field.name, field.wire) }
}

fn builder(model: &Model) -> String {
    let argument = |field: &Field| format!("{}: {}", field.name, type_text(&field.ty, ""));
    let (required, optional): (Vec<_>, Vec<_>) = model.fields.iter().partition(|field| field.required);
    let required = required.into_iter().map(argument).collect::<Vec<_>>().join(", ");
    let optional: Vec<String> = optional.into_iter().map(argument).collect();
    invocation(&format!("builder!({}({required}) {{", model.name), &optional, "});")
}

fn open_enum(open_enum: &Enum) -> String {
    let mut text = String::from("open_enum! {\n");
    let indented = |text: &str, depth: &str| comment(text, &format!("{depth}///"));
    if !open_enum.docs.text.is_empty() {
        text.push_str(&indented(&open_enum.docs.text, "    "));
        text.push('\n');
    }
    text.push_str(&format!("    pub enum {} {{\n", open_enum.name));
    for variant in &open_enum.variants {
        if !variant.docs.text.is_empty() {
            text.push_str(&indented(&variant.docs.text, "        "));
            text.push('\n');
        }
        text.push_str(&format!("        {} = {:?},\n", variant.name, variant.wire));
    }
    text.push_str("    }\n}");
    text
}
