//! One way through a spec's trees for all lints. References are shown, not followed: what they lead
//! to is a component and visited as such.

use std::collections::HashSet;

use crate::load::yaml::tree::{Key, Node};
use crate::load::{Kind, Spec};
use crate::source::Span;

/// A node of the spec with the file it stands in and the place it is shown at.
#[derive(Clone, Copy)]
pub(crate) struct At<'s> {
    pub(crate) file: usize,
    /// The key that the node stands under, or its first key in a list.
    pub(crate) key: Span,
    pub(crate) node: &'s Node,
}

impl<'s> At<'s> {
    /// The value of a key below.
    pub(crate) fn get(self, name: &str) -> Option<At<'s>> {
        let (key, node) = self.node.as_mapping()?.entry(name)?;
        Some(self.entry(key, node))
    }

    /// The text of a key below.
    pub(crate) fn text(self, name: &str) -> Option<&'s str> {
        self.node.get(name)?.as_text()
    }

    /// An entry of this mapping.
    pub(crate) fn entry(self, key: &Key, node: &'s Node) -> At<'s> {
        At { file: self.file, key: key.span, node }
    }

    /// Every key and value below.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'s str, At<'s>)> {
        let entries = self.node.entries();
        entries.map(move |(key, node)| (&*key.text, self.entry(key, node)))
    }

    /// Every item below.
    pub(crate) fn items(self) -> impl Iterator<Item = At<'s>> {
        self.node.items().iter().map(move |node| At {
            file: self.file,
            key: node.entries().next().map_or(node.span, |(key, _)| key.span),
            node,
        })
    }

    /// This, or what its reference leads to in the end; none if it leads nowhere, or round in circles.
    pub(crate) fn resolved(self, spec: &'s Spec) -> Option<At<'s>> {
        const MOST: usize = 64;
        let mut at = self;
        for _ in 0..MOST {
            let Some(reference) = at.text("$ref") else { return Some(at) };
            let (file, key, node) = spec.landing(at.file, reference)?;
            at = At { file, key, node };
        }
        None
    }

    /// Whether there is text that says something under a key, or what should have been text and has
    /// been told.
    pub(crate) fn says(self, name: &str) -> bool {
        self.node.get(name).is_some_and(|it| it.as_text().is_none_or(|text| !text.trim().is_empty()))
    }

    /// Whether a key below is `true`.
    pub(crate) fn is(self, name: &str) -> bool {
        self.node.get(name).and_then(Node::as_boolean) == Some(true)
    }

    /// The value if it has a place of its own, else the key.
    pub(crate) fn span(self) -> Span {
        let scalar = self.node.as_scalar().is_some() && self.node.span.start < self.node.span.end;
        if scalar { self.node.span } else { self.key }
    }
}

/// The methods of a path item.
pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One operation.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'s> {
    pub(crate) path: &'s str,
    pub(crate) method: &'s str,
    /// The path item, shown at the path.
    pub(crate) item: At<'s>,
    /// The operation, shown at the method.
    pub(crate) at: At<'s>,
}

impl<'s> Operation<'s> {
    fn named_parameters(self) -> impl Iterator<Item = At<'s>> {
        let lists = [self.item.get("parameters"), self.at.get("parameters")];
        lists.into_iter().flatten().flat_map(At::items)
    }

    /// Its parameters, those of the path item first, references followed: where each is named in the
    /// operation, and what it is.
    pub(crate) fn parameters(self, spec: &'s Spec) -> Vec<(At<'s>, At<'s>)> {
        self.named_parameters().filter_map(|at| Some((at, at.resolved(spec)?))).collect()
    }

    /// Whether one of its parameters cannot be read, such as a reference that leads nowhere: what is
    /// missing then may be it.
    pub(crate) fn lacks_parameters(self, spec: &'s Spec) -> bool {
        let known = |at: At<'s>| at.text("name").is_some() && at.text("in").is_some();
        self.named_parameters().any(|at| !at.resolved(spec).is_some_and(known))
    }

    /// Whether one of its responses stands under a key that is no status: it may be the one of success.
    pub(crate) fn lacks_responses(self) -> bool {
        let status = |key: &str| key == "default" || key.starts_with(|it: char| it.is_ascii_digit());
        let keys = self.at.get("responses").into_iter().flat_map(At::entries);
        keys.into_iter().any(|(key, _)| !status(key) && !key.starts_with("x-"))
    }

    /// The request body, references followed.
    pub(crate) fn body(self, spec: &'s Spec) -> Option<At<'s>> {
        self.at.get("requestBody")?.resolved(spec)
    }

    /// The response of success: 200, or the first of 2XX.
    pub(crate) fn success_named(self) -> Option<At<'s>> {
        let responses = self.at.get("responses")?;
        let first = || responses.entries().find(|(status, _)| status.starts_with('2'));
        responses.get("200").or_else(|| first().map(|(_, at)| at))
    }

    /// [`Operation::success_named`], references followed.
    pub(crate) fn success(self, spec: &'s Spec) -> Option<At<'s>> {
        self.success_named()?.resolved(spec)
    }

    /// The schema of the JSON answer of success.
    pub(crate) fn answer(self, spec: &'s Spec) -> Option<At<'s>> {
        json(self.success(spec)?)?.get("schema")?.resolved(spec)
    }

    /// Whether a reference on the way to that leads nowhere, which has been told.
    pub(crate) fn answer_is_lost(self, spec: &'s Spec) -> bool {
        let lost = |at: At<'s>| at.resolved(spec).is_none();
        let schema = self.success(spec).and_then(json).and_then(|media| media.get("schema"));
        self.lacks_responses() || self.success_named().is_some_and(lost) || schema.is_some_and(lost)
    }

    /// What to call it in a message.
    pub(crate) fn name(self) -> String {
        match self.at.text("operationId") {
            Some(id) => crate::diagnostic::quoted(id),
            None => format!("{} {}", self.method.to_uppercase(), self.path),
        }
    }
}

/// The media type that carries JSON in a request body or a response.
pub(crate) fn json(at: At<'_>) -> Option<At<'_>> {
    let content = at.get("content")?;
    content.entries().find(|(name, _)| name.contains("json")).map(|(_, media)| media)
}

/// What a schema is the schema of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role<'s> {
    /// A property of an object.
    Property(&'s str),
    /// A parameter or header.
    Parameter(&'s str),
    /// A component, a body, an item, a part of another.
    Other,
}

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the service.
    Request,
    /// From the service.
    Response,
    /// Either.
    Both,
}

/// What a lint looks at. References stand at their own places.
pub(crate) trait Visit<'s> {
    fn operation(&mut self, _operation: Operation<'s>) {}
    /// A parameter, or a header with its name.
    fn parameter(&mut self, _at: At<'s>, _header: Option<&'s str>) {}
    fn media_type(&mut self, _at: At<'s>, _way: Way) {}
    fn schema(&mut self, _at: At<'s>, _role: Role<'s>) {}
    /// The schema of a property, parameter or header of this name, or a reference to it.
    fn named(&mut self, _at: At<'s>, _name: &'s str) {}
    /// A `$ref`, at its value.
    fn reference(&mut self, _file: usize, _target: &'s str) {}
    /// A list of security requirements.
    fn security(&mut self, _at: At<'s>) {}
    /// All has been seen.
    fn finish(&mut self) {}
}

/// Visitors that go the same way together.
pub(crate) type Visitors<'s> = Vec<Box<dyn Visit<'s> + 's>>;

/// Shows visitors all that there is.
pub(crate) fn walk<'s>(spec: &'s Spec, visitors: &mut Visitors<'s>) {
    // A path may refer to the same path of another file, which is no second one.
    let mut seen = HashSet::new();
    for (file, it) in spec.files.iter().enumerate() {
        let root = At { file, key: Span::default(), node: &it.tree };
        let mut walk = Walk { visitors: &mut *visitors };
        if let Some(security) = root.get("security") {
            walk.show(|it| it.security(security));
        }
        for (path, item) in root.get("paths").into_iter().flat_map(At::entries) {
            let item = if walk.reference(item) { item.resolved(spec) } else { Some(item) };
            if let Some(item) = item.filter(|_| path.starts_with('/'))
                && seen.insert((item.file, item.key.start, path))
            {
                walk.path_item(path, item);
            }
        }
        for kind in Kind::ALL {
            let section = root.get("components").and_then(|at| at.get(kind.section()));
            for (name, at) in section.into_iter().flat_map(At::entries) {
                walk.component(kind, name, at);
            }
        }
    }
    for visitor in visitors {
        visitor.finish();
    }
}

struct Walk<'v, 's> {
    visitors: &'v mut Visitors<'s>,
}

impl<'s> Walk<'_, 's> {
    fn show(&mut self, what: impl Fn(&mut dyn Visit<'s>)) {
        for visitor in &mut *self.visitors {
            what(&mut **visitor);
        }
    }

    /// Whether this is a reference, which is then shown.
    fn reference(&mut self, at: At<'s>) -> bool {
        let target = at.text("$ref");
        if let Some(target) = target {
            self.show(|it| it.reference(at.file, target));
        }
        target.is_some()
    }

    fn component(&mut self, kind: Kind, name: &'s str, at: At<'s>) {
        match kind {
            Kind::Schema => self.schema(at, Role::Other),
            Kind::Response => self.response(at),
            Kind::Parameter => self.parameter(at, None),
            Kind::RequestBody => self.request_body(at),
            Kind::Header => self.parameter(at, Some(name)),
            Kind::Callback => self.callback(at),
            Kind::Example | Kind::SecurityScheme | Kind::Link | Kind::PathItem => _ = self.reference(at),
        }
    }

    fn path_item(&mut self, path: &'s str, item: At<'s>) {
        for at in item.get("parameters").into_iter().flat_map(At::items) {
            self.parameter(at, None);
        }
        // What refers to an operation is none, and has been told.
        let is_operation = |(key, at): &(&str, At<'s>)| METHODS.contains(key) && at.get("$ref").is_none();
        for (method, at) in item.entries().filter(is_operation) {
            self.show(|it| it.operation(Operation { path, method, item, at }));
            for at in at.get("parameters").into_iter().flat_map(At::items) {
                self.parameter(at, None);
            }
            if let Some(body) = at.get("requestBody") {
                self.request_body(body);
            }
            for (_, response) in at.get("responses").into_iter().flat_map(At::entries) {
                self.response(response);
            }
            for (_, callback) in at.get("callbacks").into_iter().flat_map(At::entries) {
                self.callback(callback);
            }
            if let Some(security) = at.get("security") {
                self.show(|it| it.security(security));
            }
        }
    }

    fn callback(&mut self, at: At<'s>) {
        if self.reference(at) {
            return;
        }
        // Not operations of the service: their bodies are looked at, their paths are not.
        for (_, item) in at.entries().filter(|(key, _)| !key.starts_with("x-")) {
            for (_, at) in item.entries().filter(|(key, _)| METHODS.contains(key)) {
                if let Some(body) = at.get("requestBody") {
                    self.request_body(body);
                }
                for (_, response) in at.get("responses").into_iter().flat_map(At::entries) {
                    self.response(response);
                }
            }
        }
    }

    fn parameter(&mut self, at: At<'s>, header: Option<&'s str>) {
        if self.reference(at) {
            return;
        }
        self.show(|it| it.parameter(at, header));
        self.examples(at);
        if let Some(schema) = at.get("schema") {
            let name = header.or_else(|| at.text("name"));
            self.schema(schema, name.map_or(Role::Other, Role::Parameter));
        }
        self.content(at, Way::Both);
    }

    fn request_body(&mut self, at: At<'s>) {
        if !self.reference(at) {
            self.content(at, Way::Request);
        }
    }

    fn response(&mut self, at: At<'s>) {
        if self.reference(at) {
            return;
        }
        for (name, header) in at.get("headers").into_iter().flat_map(At::entries) {
            self.parameter(header, Some(name));
        }
        for (_, link) in at.get("links").into_iter().flat_map(At::entries) {
            self.reference(link);
        }
        self.content(at, Way::Response);
    }

    fn content(&mut self, at: At<'s>, way: Way) {
        for (_, media) in at.get("content").into_iter().flat_map(At::entries) {
            self.show(|it| it.media_type(media, way));
            self.examples(media);
            if let Some(schema) = media.get("schema") {
                self.schema(schema, Role::Other);
            }
            for (_, encoding) in media.get("encoding").into_iter().flat_map(At::entries) {
                for (name, header) in encoding.get("headers").into_iter().flat_map(At::entries) {
                    self.parameter(header, Some(name));
                }
            }
        }
    }

    fn examples(&mut self, at: At<'s>) {
        for (_, example) in at.get("examples").into_iter().flat_map(At::entries) {
            self.reference(example);
        }
    }

    fn schema(&mut self, at: At<'s>, role: Role<'s>) {
        if let Role::Property(name) | Role::Parameter(name) = role {
            self.show(|it| it.named(at, name));
        }
        if self.reference(at) {
            return;
        }
        self.show(|it| it.schema(at, role));
        for (name, property) in at.get("properties").into_iter().flat_map(At::entries) {
            self.schema(property, Role::Property(name));
        }
        for key in ["items", "additionalProperties", "not"] {
            if let Some(schema) = at.get(key) {
                self.schema(schema, Role::Other);
            }
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            for schema in at.get(key).into_iter().flat_map(At::items) {
                self.schema(schema, Role::Other);
            }
        }
    }
}
