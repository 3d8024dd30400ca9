//! The operations of a spec, with the places that their parts stand at.

use huaweicloud_codegen::load::{Node, Place, Spec};

use super::model::{Body, Kind, Member, Operation, Parameter, Value, is_no_parameter};

/// The operations of a spec, in the order of its files.
pub fn operations(spec: &Spec) -> Vec<Operation> {
    let mut found = Vec::new();
    for (file, tree) in spec.files.iter().map(|it| &it.tree).enumerate() {
        for (path, item) in tree.get("paths").into_iter().flat_map(Node::entries) {
            let place = Place::root(file).children(["paths", &path.text]);
            for (method, operation) in item.entries() {
                let id = operation.get("operationId").and_then(Node::as_text);
                if let Some(id) = id {
                    let plain = path.text.split(['?', '#']).next().unwrap_or_default();
                    let mut it = Operation {
                        id: id.to_owned(),
                        method: method.text.to_uppercase(),
                        path: plain.to_owned(),
                        place: Some(place.child(&method.text)),
                        ..Operation::default()
                    };
                    parameters(spec, &place, &mut it);
                    fill(spec, &place.child(&method.text), &mut it);
                    found.push(it);
                }
            }
        }
    }
    found
}

fn fill(spec: &Spec, place: &Place, operation: &mut Operation) {
    parameters(spec, place, operation);
    let body = place.child("requestBody");
    if spec.node(&body).is_some() {
        let at = landed(&body, |at, to| Some(spec.request_body(at.file, to)?.place), spec);
        let required = flag(spec, &at, "required");
        let value = content(spec, &at).unwrap_or_default();
        operation.body = Some(Body { required, value, place: Some(body) });
    }
    let responses = place.child("responses");
    let statuses = spec.node(&responses).into_iter().flat_map(Node::entries);
    for (status, _) in statuses.filter(|(status, _)| status.text.starts_with('2')) {
        let response = responses.child(&status.text);
        let at = landed(&response, |at, to| Some(spec.response(at.file, to)?.place), spec);
        let Some(mut value) = content(spec, &at) else { continue };
        value.places.insert(0, response);
        match &mut operation.answer {
            Some(answer) => answer.join(value),
            None => operation.answer = Some(value),
        }
    }
}

/// The parameters at an operation or a path; what the operation says comes in place of the path's.
fn parameters(spec: &Spec, place: &Place, operation: &mut Operation) {
    let list = place.child("parameters");
    let count = spec.node(&list).map_or(0, |it| it.items().len());
    for item in (0..count).map(|index| list.index(index)) {
        let at = landed(&item, |at, to| Some(spec.parameter(at.file, to)?.place), spec);
        let text = |key: &str| spec.node(&at)?.get(key)?.as_text().map(str::to_owned);
        let (Some(name), Some(location)) = (text("name"), text("in")) else { continue };
        if is_no_parameter(&location, &name) {
            continue;
        }
        let mut value = match spec.node(&at.child("schema")) {
            Some(_) => value(spec, at.child("schema"), &mut Vec::new()),
            None => content(spec, &at).unwrap_or_default(),
        };
        value.places.splice(0..0, [item.clone(), at.clone()]);
        value.deprecated |= flag(spec, &at, "deprecated");
        let required = flag(spec, &at, "required");
        let required_at = Some(at.child("required"));
        operation.parameters.retain(|it| it.location != location || it.member.name != name);
        let member = Member { name, required, place: Some(item), required_at, value };
        operation.parameters.push(Parameter { location, member });
    }
}

/// The schema of the first media type.
fn content(spec: &Spec, place: &Place) -> Option<Value> {
    let content = place.child("content");
    let (media, _) = spec.node(&content)?.entries().next()?;
    let schema = content.children([&*media.text, "schema"]);
    spec.node(&schema)?;
    let mut value = value(spec, schema, &mut Vec::new());
    value.places.insert(0, place.clone());
    Some(value)
}

/// `stack` holds the schemas that are being read.
fn value(spec: &Spec, place: Place, stack: &mut Vec<Place>) -> Value {
    if let Some(reference) = reference(spec, &place) {
        let target = spec.schema(place.file, reference).map(|it| it.place);
        let mut value = target.map(|target| value(spec, target, stack)).unwrap_or_default();
        value.places.insert(0, place);
        return value;
    }
    if stack.contains(&place) {
        return Value { again: true, places: vec![place], ..Value::of(Kind::Object) };
    }
    let Some(node) = spec.node(&place) else { return Value::default() };
    stack.push(place.clone());
    let kind = Kind::of(node.get("type").and_then(Node::as_text)).unwrap_or_default();
    let mut it = Value { deprecated: flag(spec, &place, "deprecated"), ..Value::of(kind) };
    it.values = node.get("enum").filter(|_| kind != Kind::Boolean).map(|list| {
        let values = list.items().iter().filter(|value| !value.is_null());
        values.filter_map(|value| Some(value.as_scalar()?.text.to_string())).collect()
    });
    let properties = place.child("properties");
    for (name, _) in node.get("properties").into_iter().flat_map(Node::entries) {
        let required_at = Some(place.child("required"));
        let place = properties.child(&name.text);
        let value = value(spec, place.clone(), stack);
        let name = name.text.to_string();
        it.members.push(Member { name, required: false, place: Some(place), required_at, value });
    }
    if node.get("items").is_some() {
        it.items = Some(Box::new(value(spec, place.child("items"), stack)));
    }
    it.places.push(place.clone());
    let parts = node.get("allOf").map_or(0, |parts| parts.items().len());
    for index in 0..parts {
        let part = value(spec, place.child("allOf").index(index), stack);
        if parts == 1 && it.members.is_empty() {
            // Another name for it: what is missing is missing there.
            it.places.extend(part.places.iter().cloned());
        }
        it.join(part);
    }
    if it.kind == Kind::Any && !it.members.is_empty() {
        it.kind = Kind::Object;
    }
    for name in node.get("required").into_iter().flat_map(Node::items).filter_map(Node::as_text) {
        for member in it.members.iter_mut().filter(|it| it.name == name) {
            (member.required, member.required_at) = (true, Some(place.child("required")));
        }
    }
    stack.pop();
    it
}

/// Where references lead from a place in the end.
fn landed(place: &Place, to: impl Fn(&Place, &str) -> Option<Place>, spec: &Spec) -> Place {
    let mut place = place.clone();
    // No loop: references that go round in circles do not load.
    while let Some(next) = reference(spec, &place).and_then(|reference| to(&place, reference)) {
        place = next;
    }
    place
}

fn reference<'a>(spec: &'a Spec, place: &Place) -> Option<&'a str> {
    spec.node(place)?.get("$ref")?.as_text()
}

fn flag(spec: &Spec, place: &Place, key: &str) -> bool {
    spec.node(place).and_then(|it| it.get(key)?.as_boolean()).unwrap_or_default()
}
