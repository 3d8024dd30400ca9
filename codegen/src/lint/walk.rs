//! One way through a spec's trees for all lints. References are shown, not followed: what they lead
//! to is a component and visited as such.

use crate::load::tree::{Key, Node, Span};
use crate::load::{Kind, Spec};

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

    /// This, or what its reference leads to in the end.
    pub(crate) fn resolved(self, spec: &'s Spec) -> Option<At<'s>> {
        let mut at = self;
        while let Some(reference) = at.text("$ref") {
            let (file, _, (key, node)) = spec.target(at.file, reference)?;
            at = At { file, key: key.span, node };
        }
        Some(at)
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
    /// Its parameters, those of the path item first, references followed: where each is named in the
    /// operation, and what it is.
    pub(crate) fn parameters(self, spec: &'s Spec) -> Vec<(At<'s>, At<'s>)> {
        let lists = [self.item.get("parameters"), self.at.get("parameters")];
        let items = lists.into_iter().flatten().flat_map(At::items);
        items.filter_map(|at| Some((at, at.resolved(spec)?))).collect()
    }

    /// The response of success, references followed: 200, or the first of 2XX.
    pub(crate) fn success(self, spec: &'s Spec) -> Option<At<'s>> {
        let responses = self.at.get("responses")?;
        let first = || responses.entries().find(|(status, _)| status.starts_with('2'));
        let found = responses.get("200").or_else(|| first().map(|(_, at)| at))?;
        found.resolved(spec)
    }

    /// What to call it in a message.
    pub(crate) fn name(self) -> String {
        match self.at.text("operationId") {
            Some(id) => crate::diagnostic::quoted(id),
            None => format!("{} {}", self.method.to_uppercase(), self.path),
        }
    }
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
    /// A `$ref`, at its value.
    fn reference(&mut self, _file: usize, _target: &'s str) {}
    /// A list of security requirements.
    fn security(&mut self, _at: At<'s>) {}
}

/// Shows a visitor all that there is.
pub(crate) fn walk<'s>(spec: &'s Spec, visitor: &mut dyn Visit<'s>) {
    for (file, it) in spec.files.iter().enumerate() {
        let root = At { file, key: Span::default(), node: &it.tree };
        let mut walk = Walk { visitor };
        if let Some(security) = root.get("security") {
            walk.visitor.security(security);
        }
        for (path, item) in root.get("paths").into_iter().flat_map(At::entries) {
            if path.starts_with('/') {
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
}

struct Walk<'v, 's> {
    visitor: &'v mut dyn Visit<'s>,
}

impl<'s> Walk<'_, 's> {
    /// Whether this is a reference, which is then shown.
    fn reference(&mut self, at: At<'s>) -> bool {
        let target = at.text("$ref");
        if let Some(target) = target {
            self.visitor.reference(at.file, target);
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
            Kind::Example | Kind::SecurityScheme | Kind::Link => _ = self.reference(at),
        }
    }

    fn path_item(&mut self, path: &'s str, item: At<'s>) {
        for at in item.get("parameters").into_iter().flat_map(At::items) {
            self.parameter(at, None);
        }
        for (method, at) in item.entries().filter(|(key, _)| METHODS.contains(key)) {
            self.visitor.operation(Operation { path, method, item, at });
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
                self.visitor.security(security);
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
        self.visitor.parameter(at, header);
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
            self.visitor.media_type(media, way);
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
        if self.reference(at) {
            return;
        }
        self.visitor.schema(at, role);
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
