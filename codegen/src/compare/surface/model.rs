//! The surface of the model crate.

use super::super::Package;
use super::{Argument, Crates, Item, Kind, Surface};
use crate::emit::types::type_text;
use crate::ir::{Enum, Field, Model, ObjectShape, TypeDef, Union};

const MODEL: Package = Package::Model;

impl Surface {
    pub fn add_model(&mut self, crates: &Crates<'_>) {
        let name = crates.model_package();
        self.add(MODEL, &name, Item::of_crate(crates.service));
        for definition in crates.service.chapters.iter().flat_map(|chapter| &chapter.types) {
            match definition {
                TypeDef::Model(model) => self.model(&name, model, &crates.service.objects),
                TypeDef::Enum(open_enum) => self.open_enum(&name, open_enum),
                TypeDef::Union(union) => self.union(&name, union),
                TypeDef::Alias(alias) => {
                    let item = Item::new(Kind::Alias, &name).with_type(type_text(&alias.ty, ""));
                    self.add(MODEL, &alias.name, item.with_words(&alias.docs, true));
                }
            }
        }
    }

    fn model(&mut self, owner: &str, model: &Model, objects: &[ObjectShape]) {
        let name = &model.name;
        self.add(MODEL, name, Item::new(Kind::Struct, owner).with_words(&model.docs, true));
        let object = objects.iter().find(|it| it.name == *name);
        for field in &model.fields {
            let ty = type_text(&field.ty, "");
            let ty = if model.is_optional(field) { format!("Option<{ty}>") } else { ty };
            let mut item = Item::new(Kind::Field, name)
                .with_type(ty)
                .with_docs(&field.docs)
                .with_identity(&field.wire)
                .with_detail("name in JSON", &field.wire);
            if let Some(member) = object.and_then(|it| it.members.iter().find(|it| it.name == field.wire)) {
                item = item.with_unseen("limits", format!("{:?}", member.shape));
            }
            self.add(MODEL, format!("{name}::{}", field.name), item);
        }
        if let Some(others) = &model.others {
            let item =
                Item::new(Kind::Field, name).with_type(type_text(&others.ty, "")).with_docs(&others.docs);
            self.add(MODEL, format!("{name}::{}", others.name), item);
        }
        if model.sent {
            let arguments = model.constructor().map(taken);
            let new = Item::new(Kind::Constructor, name).with_arguments(arguments);
            let constructor = format!("{name}::new(..)");
            self.add(MODEL, &constructor, new);
            // They come and go with `new`: all say that a request carries the model.
            for field in model.setters().chain(&model.others) {
                let setter = Item::new(Kind::Function, &constructor).with_arguments([taken(field)]);
                self.add(MODEL, format!("{name}::{}(..)", field.name), setter);
            }
        }
    }

    fn open_enum(&mut self, owner: &str, open_enum: &Enum) {
        let name = &open_enum.name;
        let kind = if open_enum.integers { Kind::NumberEnum } else { Kind::TextEnum };
        self.add(MODEL, name, Item::new(kind, owner).with_words(&open_enum.docs, false));
        for variant in &open_enum.variants {
            let item = Item::new(Kind::Variant, name)
                .with_words(&variant.docs, false)
                .with_identity(&variant.wire)
                .with_detail("value in JSON", &variant.wire);
            self.add(MODEL, format!("{name}::{}", variant.name), item);
        }
    }

    fn union(&mut self, owner: &str, union: &Union) {
        let name = &union.name;
        let tag = union.tag.clone().unwrap_or_else(|| "none".to_owned());
        let item = Item::new(Kind::Union, owner).with_words(&union.docs, false);
        self.add(MODEL, name, item.with_detail("member that tells the types apart", tag));
        for variant in &union.variants {
            let ty = type_text(&variant.ty, "");
            let item = Item::new(Kind::Variant, name)
                .with_type(&ty)
                .with_words(&variant.docs, false)
                .with_unseen("how it is told apart", format!("{:?} {:?}", variant.tag, variant.needs));
            self.add(MODEL, format!("{name}::{}", variant.name), item);
            if !variant.shared {
                let conversion = Item::new(Kind::Conversion, name);
                self.add(MODEL, format!("impl From<{ty}> for {name}"), conversion);
            }
        }
    }
}

/// How the model's own macro declares an argument for a field.
fn taken(field: &Field) -> Argument {
    let taken = match field.ty.or_null() {
        None => format!("impl Into<{}>", type_text(&field.ty, "")),
        Some(ty) => format!("impl OrNull<{}, _>", type_text(ty, "")),
    };
    Argument::new(&field.name, taken)
}
