//! One self-contained OpenAPI document out of the files of a service, for tools that read no
//! references between files.

use std::collections::{HashMap, HashSet};

use crate::json::{write_group, write_text};
use crate::load::yaml::tree::{Kind as Scalar, Mapping, Node, Value};
use crate::load::{Kind, Spec};

/// Puts the files of a service together as pretty JSON.
///
/// Title, servers, security and documentation are those of the first file (`service.yaml`); tags,
/// paths and components are those of all, in the order of the files; references are local.
/// Security and servers that another file states for all its operations move to those operations.
///
/// ```
/// use huaweicloud_codegen::{bundle::bundle, load, source::Source};
///
/// let text = "{openapi: 3.0.3, info: {title: VPN, version: v5}, paths: {}}";
/// let spec = load::load(vec![Source::new("service.yaml", text)]).unwrap();
/// assert!(bundle(&spec).contains("\"title\": \"VPN\""));
/// ```
pub fn bundle(spec: &Spec) -> String {
    let mut out = String::new();
    let Some(first) = spec.files.first() else {
        return out;
    };
    let mut members: Vec<Member<'_>> = Vec::new();
    for (key, node) in first.tree.entries() {
        if !matches!(&*key.text, "tags" | "paths" | "components") {
            members.push(Member::Node(&key.text, node));
        }
    }
    members.extend([Member::Tags, Member::Paths, Member::Components]);
    let bundle = Bundle { spec };
    write_group(&mut out, 0, ['{', '}'], members.iter(), |out, member| match member {
        Member::Node(key, node) => {
            name(out, key);
            bundle.node(out, 0, 1, node);
        }
        Member::Tags => bundle.tags(out),
        Member::Paths => bundle.paths(out),
        Member::Components => bundle.components(out),
    });
    out.push('\n');
    out
}

enum Member<'s> {
    Node(&'s str, &'s Node),
    Tags,
    Paths,
    Components,
}

fn name(out: &mut String, key: &str) {
    write_text(out, key);
    out.push_str(": ");
}

struct Bundle<'s> {
    spec: &'s Spec,
}

impl<'s> Bundle<'s> {
    /// A node of a file, its references made local.
    fn node(&self, out: &mut String, file: usize, depth: usize, node: &Node) {
        match &node.value {
            Value::Scalar(scalar) if scalar.kind == Scalar::Text => {
                write_text(out, self.local(file, &scalar.text));
            }
            Value::Scalar(_) => node.write_json(out, depth),
            Value::Sequence(items) => {
                write_group(out, depth, ['[', ']'], items.iter(), |out, item| {
                    self.node(out, file, depth + 1, item);
                });
            }
            Value::Mapping(mapping) => {
                write_group(out, depth, ['{', '}'], mapping.iter(), |out, (key, node)| {
                    name(out, &key.text);
                    self.node(out, file, depth + 1, node);
                });
            }
        }
    }

    /// A reference to another file without the file; other text as it is.
    fn local<'t>(&self, file: usize, text: &'t str) -> &'t str {
        match text.find('#') {
            Some(at) if text[at..].starts_with("#/components/") && self.spec.target(file, text).is_some() => {
                &text[at..]
            }
            _ => text,
        }
    }

    fn tags(&self, out: &mut String) {
        let mut seen = HashSet::new();
        let mut tags = Vec::new();
        for (file, it) in self.spec.files.iter().enumerate() {
            for tag in it.tree.get("tags").map_or(&[][..], Node::items) {
                if seen.insert(tag.get("name").and_then(Node::as_text)) {
                    tags.push((file, tag));
                }
            }
        }
        name(out, "tags");
        write_group(out, 1, ['[', ']'], tags.into_iter(), |out, (file, tag)| {
            self.node(out, file, 2, tag);
        });
    }

    fn paths(&self, out: &mut String) {
        // A path may have operations in several files.
        let mut order: Vec<&str> = Vec::new();
        let mut items: HashMap<&str, Vec<(usize, &Mapping)>> = HashMap::new();
        for (file, it) in self.spec.files.iter().enumerate() {
            for (key, node) in it.tree.get("paths").into_iter().flat_map(Node::entries) {
                let Some(mapping) = node.as_mapping() else { continue };
                let parts = items.entry(&key.text).or_default();
                if parts.is_empty() {
                    order.push(&key.text);
                }
                parts.push((file, mapping));
            }
        }
        name(out, "paths");
        write_group(out, 1, ['{', '}'], order.into_iter(), |out, path| {
            name(out, path);
            let mut seen = HashSet::new();
            let mut entries = Vec::new();
            for (file, mapping) in &items[path] {
                let new = mapping.iter().filter(|(key, _)| seen.insert(&key.text));
                entries.extend(new.map(|(key, node)| (*file, &*key.text, node)));
            }
            write_group(out, 2, ['{', '}'], entries.into_iter(), |out, (file, key, node)| {
                name(out, key);
                match node.as_mapping() {
                    Some(operation) => self.operation(out, file, operation),
                    None => self.node(out, file, 3, node),
                }
            });
        });
    }

    fn operation(&self, out: &mut String, file: usize, operation: &'s Mapping) {
        let (own, first) = (&self.spec.files[file].tree, &self.spec.files[0].tree);
        let stated = ["security", "servers"].into_iter().filter_map(|key| {
            let node = own.get(key)?;
            let differs = first.get(key).is_none_or(|first| first.to_value() != node.to_value());
            (file > 0 && differs && operation.get(key).is_none()).then_some((key, node))
        });
        let members: Vec<(&str, &Node)> =
            operation.iter().map(|(key, node)| (&*key.text, node)).chain(stated).collect();
        write_group(out, 3, ['{', '}'], members.into_iter(), |out, (key, node)| {
            name(out, key);
            self.node(out, file, 4, node);
        });
    }

    fn components(&self, out: &mut String) {
        let mut sections = Vec::new();
        for kind in Kind::ALL {
            let mut entries = Vec::new();
            for (file, it) in self.spec.files.iter().enumerate() {
                let section = it.tree.get("components").and_then(|at| at.get(kind.section()));
                let all = section.into_iter().flat_map(Node::entries);
                entries.extend(all.map(|(key, node)| (file, &*key.text, node)));
            }
            if !entries.is_empty() {
                sections.push((kind.section(), entries));
            }
        }
        name(out, "components");
        write_group(out, 1, ['{', '}'], sections.into_iter(), |out, (section, entries)| {
            name(out, section);
            write_group(out, 2, ['{', '}'], entries.into_iter(), |out, (file, key, node)| {
                name(out, key);
                self.node(out, file, 3, node);
            });
        });
    }
}
