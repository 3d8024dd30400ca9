//! Documented JSON as the Rust that a caller would write: constructors and setters of the model.

use std::collections::HashMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::types::ident;
use crate::ir::{Enum, Model, Service, Type, TypeDef};

/// The types of a service, by name.
pub struct Expressions<'a>(HashMap<&'a str, &'a TypeDef>);

/// What stands where a value goes.
#[derive(Clone, Copy, PartialEq)]
enum Taken {
    /// Anything that becomes the type.
    Into,
    /// The very type.
    AsIs,
}

impl<'a> Expressions<'a> {
    pub fn new(service: &'a Service) -> Self {
        let types = service.chapters.iter().flat_map(|chapter| &chapter.types);
        Self(types.map(|definition| (definition.name(), definition)).collect())
    }

    /// A body of this type; none where no expression that is short says it.
    pub fn body(&self, ty: &Type, value: &Value) -> Option<TokenStream> {
        self.value(ty, value, Taken::AsIs)
    }

    fn value(&self, ty: &Type, value: &Value, taken: Taken) -> Option<TokenStream> {
        match ty.target() {
            Type::Text => {
                let text = value.as_str()?;
                Some(if taken == Taken::Into { quote!(#text) } else { quote!(#text.to_owned()) })
            }
            Type::Timestamp | Type::Secret if taken == Taken::Into => {
                value.as_str().map(|text| quote!(#text))
            }
            Type::Boolean => value.as_bool().map(|it| quote!(#it)),
            Type::Integer => value.as_i64().map(|it| {
                // By itself a number is an `i32`.
                let plain = taken == Taken::AsIs || i32::try_from(it).is_ok();
                let it = if plain { Literal::i64_unsuffixed(it) } else { Literal::i64_suffixed(it) };
                quote!(#it)
            }),
            Type::Unsigned => value.as_u64().map(Literal::u64_suffixed).map(|it| quote!(#it)),
            Type::Float => value.as_f64().map(|it| quote!(#it)),
            Type::Enum(name) => self.variant(name, value.as_str()?, taken),
            Type::Model(name) | Type::Boxed(name) => {
                let Some(TypeDef::Model(model)) = self.0.get(name.as_str()) else { return None };
                let model = self.model(model, value)?;
                let boxed = matches!(ty, Type::Boxed(_)) && taken == Taken::AsIs;
                Some(if boxed { quote!(Box::new(#model)) } else { model })
            }
            Type::List(element) => {
                let elements = value.as_array().filter(|elements| !elements.is_empty())?;
                let elements: Vec<TokenStream> =
                    elements.iter().map(|it| self.value(element, it, Taken::AsIs)).collect::<Option<_>>()?;
                Some(if taken == Taken::Into {
                    quote!([#(#elements),*])
                } else {
                    quote!(vec![#(#elements),*])
                })
            }
            Type::Nullable(_) if value.is_null() => Some(quote!(None)),
            Type::Nullable(inner) => self.value(inner, value, taken),
            _ => None,
        }
    }

    fn variant(&self, name: &str, text: &str, taken: Taken) -> Option<TokenStream> {
        let Some(TypeDef::Enum(Enum { variants, .. })) = self.0.get(name) else { return None };
        let ty = ident(name);
        Some(match variants.iter().find(|variant| variant.wire == text) {
            Some(variant) => {
                let variant = ident(&variant.name);
                quote!(model::#ty::#variant)
            }
            None if taken == Taken::Into => quote!(#text),
            None => quote!(model::#ty::from(#text)),
        })
    }

    /// With `new` where a request carries it; what is optional and needs more than an expression is left
    /// out.
    fn model(&self, model: &Model, value: &Value) -> Option<TokenStream> {
        let members = value.as_object().filter(|_| model.sent)?;
        let name = ident(&model.name);
        let given = |field: &crate::ir::Field| {
            members.get(&field.wire).and_then(|it| self.value(&field.ty, it, Taken::Into))
        };
        let required: Vec<TokenStream> = model.constructor().map(given).collect::<Option<_>>()?;
        let setters = model.setters().filter_map(|field| Some((ident(&field.name), given(field)?)));
        let (names, values): (Vec<_>, Vec<_>) = setters.unzip();
        Some(quote!(model::#name::new(#(#required),*) #(.#names(#values))*))
    }
}
