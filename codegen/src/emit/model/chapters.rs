//! The model crate: one module a chapter.

use std::collections::BTreeSet;

use quote::quote;

use crate::emit::rust::{SourceFile, comment, doc_attributes, invocation, type_doc_attributes};
use crate::emit::types::{Mentioned, ident, import, import_block, type_text, type_tokens};
use crate::ir::{Alias, Chapter, Enum, Field, Model, TypeDef, Union, Variant};

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
            TypeDef::Union(union) => file.text(self::union(union)),
            TypeDef::Alias(alias) => file.text(self::alias(alias)),
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
                model.fields.iter().chain(&model.others).for_each(|field| mentioned.add(&field.ty));
                macros.insert("model");
                if model.sent {
                    macros.insert("builder");
                }
            }
            TypeDef::Enum(open_enum) => {
                macros.insert(if open_enum.integers { "integer_enum" } else { "open_enum" });
            }
            TypeDef::Union(union) => {
                union.variants.iter().for_each(|variant| mentioned.add(&variant.ty));
                macros.insert("union");
            }
            TypeDef::Alias(alias) => mentioned.add(&alias.ty),
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
    let field = |field: &Field, optional: bool| {
        let docs = doc_attributes(&field.docs);
        let name = ident(&field.name);
        let ty = type_tokens(&field.ty, "");
        if optional { quote!(#docs pub #name: Option<#ty>) } else { quote!(#docs pub #name: #ty) }
    };
    let fields = model.fields.iter().map(|it| field(it, model.is_optional(it)));
    let fields = fields.chain(model.others.iter().map(|it| field(it, false)));
    file.item(quote! {
        #docs
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    });
    let members = model.fields.iter().map(member);
    let others = model.others.iter().map(|others| format!("..{}", others.name));
    let members: Vec<String> = members.chain(others).collect();
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
    let required = model.constructor().map(argument).collect::<Vec<_>>().join(", ");
    let (mut optional, mut nullable) = (Vec::new(), Vec::new());
    for field in model.setters() {
        match field.ty.or_null() {
            None => optional.push(argument(field)),
            Some(ty) => {
                let null = if field.required { " = null" } else { "" };
                nullable.push(format!("{}: {}{null}", field.name, type_text(ty, "")));
            }
        }
    }
    let others = model.others.as_ref().map(|others| format!(" ..{}", argument(others)));
    let closing = format!("}}{});", others.unwrap_or_default());
    let opening = format!("builder!({}({required}) {{", model.name);
    if nullable.is_empty() {
        return invocation(&opening, &optional, &closing);
    }
    invocation(&invocation(&opening, &optional, "} or null {"), &nullable, &closing)
}

fn alias(alias: &Alias) -> String {
    let mut text = String::new();
    push_docs(&mut text, &alias.docs.text, "");
    text.push_str(&format!("pub type {} = {};", alias.name, type_text(&alias.ty, "")));
    text
}

fn open_enum(open_enum: &Enum) -> String {
    let name = if open_enum.integers { "integer_enum" } else { "open_enum" };
    let mut text = format!("{name}! {{\n");
    push_docs(&mut text, &open_enum.docs.text, "    ");
    text.push_str(&format!("    pub enum {} {{\n", open_enum.name));
    for Variant { name, wire, docs } in &open_enum.variants {
        push_docs(&mut text, &docs.text, "        ");
        match (open_enum.integers, open_enum.documented) {
            (true, _) => text.push_str(&format!("        {name} = {wire},\n")),
            (false, false) => text.push_str(&format!("        {name} = {wire:?},\n")),
            (false, true) => text.push_str(&format!("        {name}({wire:?}),\n")),
        }
    }
    text.push_str("    }\n}");
    text
}

fn union(union: &Union) -> String {
    let mut text = String::from("union! {\n");
    push_docs(&mut text, &union.docs.text, "    ");
    let by = union.tag.as_ref().map(|tag| format!(" by {tag:?}")).unwrap_or_default();
    text.push_str(&format!("    pub enum {}{by} {{\n", union.name));
    for variant in &union.variants {
        push_docs(&mut text, &variant.docs.text, "        ");
        let shared = if variant.shared { ", shared" } else { "" };
        text.push_str(&format!("        {}({}{shared})", variant.name, type_text(&variant.ty, "")));
        if let Some(tag) = &variant.tag {
            text.push_str(&format!(" = {tag:?}"));
        }
        let needs: Vec<String> = variant.needs.iter().map(need).collect();
        if !needs.is_empty() {
            text.push_str(&format!(" where [{}]", needs.join(", ")));
        }
        text.push_str(",\n");
    }
    text.push_str("    }\n}");
    text
}

fn need((name, texts): &(String, Vec<String>)) -> String {
    if texts.is_empty() {
        return format!("{name:?}");
    }
    let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
    format!("{name:?} = {}", texts.join(" | "))
}

fn push_docs(out: &mut String, docs: &str, depth: &str) {
    if !docs.is_empty() {
        out.push_str(&comment(docs, &format!("{depth}///")));
        out.push('\n');
    }
}
