//! What editors are told about our extensions, `specs/openapi-extensions.schema.json`, is what the
//! grammar's tables say: the schema is made anew from the tables here, and may differ in prose only.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::load::grammar::objects;
use crate::load::grammar::{Field, Keys, Object, Rule, Type};
use crate::source::Source;

const FILE: &str = include_str!("../../../../specs/openapi-extensions.schema.json");
/// The schema of OpenAPI 3.0 itself, which ours is added to.
const OPENAPI: &str = "https://spec.openapis.org/oas/3.0/schema/2024-10-18";

#[test]
fn the_schema_for_editors_says_what_the_tables_say() {
    let file: Value = serde_json::from_str(FILE).unwrap();
    let mut schema = Schema::default();
    schema.reach(&objects::OPENAPI);
    let mut definitions: Map<String, Value> = Map::new();
    for (name, object) in &schema.objects {
        definitions.insert(name.clone(), schema.definition(object));
    }
    definitions.retain(|_, definition| *definition != json!({}));
    let expected = json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "allOf": [{"$ref": OPENAPI}, {"$ref": "#/definitions/OpenAPI"}],
        "definitions": definitions,
    });
    let mut actual = file;
    without_prose(&mut actual, false);
    assert!(
        actual == expected,
        "specs/openapi-extensions.schema.json has to follow the tables of codegen/src/load/grammar/objects.rs, which \
         give, prose left out:\n{expected:#}"
    );
}

/// An editor shows what stands beside the key, so something has to.
#[test]
fn every_extension_and_its_keys_are_described() {
    let file: Value = serde_json::from_str(FILE).unwrap();
    for (object, definition) in file["definitions"].as_object().unwrap() {
        let properties = definition.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            if !object.starts_with("x-") && !key.starts_with("x-") {
                continue;
            }
            let described = match property["$ref"].as_str() {
                Some(reference) => file.pointer(reference.trim_start_matches('#')).unwrap(),
                None => property,
            };
            let text = described["description"].as_str().unwrap_or_default();
            assert!(text.len() > 20, "{object}/{key} has no description");
        }
    }
}

/// The objects of the grammar that lead to an extension, by the names of their definitions.
#[derive(Default)]
struct Schema {
    objects: BTreeMap<String, &'static Object>,
}

impl Schema {
    fn reach(&mut self, object: &'static Object) {
        if self.objects.insert(definition_name(object), object).is_some() {
            return;
        }
        for kind in kinds(object) {
            if let Some(object) = object_of(kind) {
                self.reach(object);
            }
        }
    }

    fn definition(&self, object: &'static Object) -> Value {
        if object.name.starts_with("x-") {
            return self.extension(object);
        }
        if objects::is_callback(object) {
            return json!({"patternProperties": {"^(?!x-)": self.way(&objects::CALLBACK_ITEM)}});
        }
        let mut properties = Map::new();
        for field in object.fields {
            if is_extension(field) {
                properties.insert(field.name.to_owned(), self.value(&field.kind));
            } else if self.leads(&field.kind) {
                properties.insert(field.name.to_owned(), self.way(&field.kind));
            }
        }
        if properties.is_empty() { json!({}) } else { json!({"properties": properties}) }
    }

    /// An extension that is an object is described in full: no other schema does.
    fn extension(&self, object: &'static Object) -> Value {
        let properties: Map<String, Value> =
            object.fields.iter().map(|field| (field.name.to_owned(), self.value(&field.kind))).collect();
        let required: Vec<&str> =
            object.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if !object.extensions {
            schema["additionalProperties"] = json!(false);
        }
        if object.rule == Rule::Pagination {
            schema["anyOf"] = styles(object);
        }
        if object.rule == Rule::Waiter {
            schema["anyOf"] = json!([{"required": ["success"]}, {"required": ["gone"]}]);
        }
        schema
    }

    /// The schema of a value that only we know.
    fn value(&self, kind: &'static Type) -> Value {
        match kind {
            Type::Text => json!({"type": "string"}),
            Type::Boolean => json!({"type": "boolean"}),
            Type::Integer(least) => json!({"type": "integer", "minimum": least}),
            Type::Number => json!({"type": "number"}),
            Type::Any => json!({}),
            Type::Word(words) => json!({"enum": words}),
            Type::Bit => json!({"enum": [0, 1]}),
            Type::Pointer => json!({"type": "string", "pattern": "^/"}),
            Type::Object(object) | Type::OrReference(object, _) => reference(object),
            Type::OrBoolean(kind) => json!({"anyOf": [{"type": "boolean"}, self.value(kind)]}),
            Type::List(kind) => json!({"type": "array", "items": self.value(kind)}),
            Type::Map(kind) | Type::Keyed(_, kind) => {
                json!({"type": "object", "additionalProperties": self.value(kind)})
            }
        }
    }

    /// The way through a value that the schema of OpenAPI describes.
    fn way(&self, kind: &'static Type) -> Value {
        match kind {
            Type::Object(object) | Type::OrReference(object, _) => reference(object),
            Type::OrBoolean(kind) => self.way(kind),
            Type::List(kind) => json!({"items": self.way(kind)}),
            Type::Map(kind) | Type::Keyed(Keys::Names, kind) => {
                json!({"additionalProperties": self.way(kind)})
            }
            Type::Keyed(Keys::Paths, kind) => json!({"patternProperties": {"^/": self.way(kind)}}),
            Type::Keyed(Keys::Statuses, kind) => {
                json!({"patternProperties": {"^([1-9]|default)": self.way(kind)}})
            }
            _ => json!({}),
        }
    }

    /// Whether an extension stands somewhere below.
    fn leads(&self, kind: &'static Type) -> bool {
        fn below(object: &'static Object, seen: &mut Vec<&'static Object>) -> bool {
            if seen.iter().any(|it| std::ptr::eq(*it, object)) {
                return false;
            }
            seen.push(object);
            object.fields.iter().any(is_extension)
                || kinds(object).filter_map(object_of).any(|object| below(object, seen))
        }
        object_of(kind).is_some_and(|object| below(object, &mut Vec::new()))
    }
}

fn definition_name(object: &Object) -> String {
    object.name.replace(' ', "")
}

fn reference(object: &Object) -> Value {
    json!({"$ref": format!("#/definitions/{}", definition_name(object))})
}

fn is_extension(field: &Field) -> bool {
    field.name.starts_with("x-")
}

fn kinds(object: &'static Object) -> impl Iterator<Item = &'static Type> {
    let item = objects::is_callback(object).then_some(&objects::CALLBACK_ITEM);
    object.fields.iter().map(|field| &field.kind).chain(item)
}

fn object_of(kind: &'static Type) -> Option<&'static Object> {
    match kind {
        Type::Object(object) | Type::OrReference(object, _) => Some(object),
        Type::OrBoolean(kind) | Type::List(kind) | Type::Map(kind) | Type::Keyed(_, kind) => object_of(kind),
        _ => None,
    }
}

/// The keys that each style of paging needs: those that are found missing when it stands alone.
fn styles(object: &Object) -> Value {
    let style = object.fields.iter().find(|field| field.name == "style").unwrap();
    let Type::Word(words) = style.kind else { panic!("styles are words") };
    let needed = |style: &str| -> Vec<String> {
        let text = format!(
            "{{openapi: 3.0.3, info: {{title: T, version: v1}}, paths: {{/a: {{get: \
             {{responses: {{}}, x-pagination: {{style: {style}}}}}}}}}}}"
        );
        let Err(failure) = crate::load::load(vec![Source::new("a.yaml", text)]) else { return Vec::new() };
        let missing = failure.diagnostics.iter().filter(|it| it.name == "missing-key");
        missing.map(|it| it.message.rsplit('`').nth(1).unwrap_or_default().to_owned()).collect()
    };
    // Styles that need the same stand together.
    let mut alternatives: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for word in words {
        let mut keys = needed(word);
        keys.sort();
        match alternatives.iter_mut().find(|(_, others)| *others == keys) {
            Some((styles, _)) => styles.push(word),
            None => alternatives.push((vec![word], keys)),
        }
    }
    let alternatives = alternatives.into_iter().map(|(styles, keys)| {
        let mut schema = json!({"properties": {"style": {"enum": styles}}});
        if !keys.is_empty() {
            schema["required"] = json!(keys);
        }
        schema
    });
    alternatives.collect()
}

/// Takes out what is for people. Below `properties` and the like the keys are names.
fn without_prose(value: &mut Value, names: bool) {
    const PROSE: [&str; 3] = ["title", "description", "default"];
    match value {
        Value::Object(members) => {
            if !names {
                members.retain(|key, _| !PROSE.contains(&key.as_str()));
            }
            for (key, member) in members.iter_mut() {
                let below = ["properties", "patternProperties", "definitions"].contains(&key.as_str());
                without_prose(member, below && !names);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| without_prose(item, false)),
        _ => {}
    }
}
