//! One call, and what it means for the records.

use std::time::SystemTime;

use http::StatusCode;
use huaweicloud_core::description::{Shape, Verb};
use huaweicloud_core::types::Timestamp;

use crate::answered::Answered;
use crate::auth::shortened;
use crate::check::Call;
use crate::json::{Node, pointer_segment};
use crate::memory::Memory;
use crate::memory::plan::{Kind, Plan, Use};
use crate::memory::store::{Full, Key, Link, MOST_BYTES, MOST_RECORDS, Record, Store};
use crate::memory::text::Sources;
use crate::refusal::Refusal;
use crate::route::Route;

/// A call that does something to records.
pub(super) struct Act<'a> {
    pub memory: &'a Memory,
    pub usage: &'a Use,
    pub kind: &'a Kind,
    pub route: &'a Route,
    pub call: &'a Call<'a>,
    pub body: Node,
    /// Whose records the call is about.
    pub project: &'a str,
    /// The record that the path names.
    pub id: Option<&'a str>,
    /// Records of other resources that the path names.
    pub parents: Vec<Link>,
    pub now: String,
    pub request_id: &'a str,
}

impl<'a> Act<'a> {
    /// The act of a call, where one is declared.
    pub fn new(
        memory: &'a Memory,
        route: &'a Route,
        call: &'a Call<'a>,
        now: SystemTime,
        request_id: &'a str,
    ) -> Option<Self> {
        let plan = &memory.plan;
        let uses = plan.uses(route.service, route.description.operation.name);
        if uses.is_empty() {
            return None;
        }
        let body: Node = serde_json::from_slice(call.body).unwrap_or(Node::Object(Vec::new()));
        let usage = uses.iter().find(|usage| applies(usage, call, &body))?;
        let kind = &plan.kinds[usage.kind];
        let in_path = |wanted: &str| call.path.iter().find(|(name, _)| *name == wanted);
        let project = in_path("project_id").or_else(|| in_path("domain_id"));
        let (mut id, mut parents) = (None, Vec::new());
        for (name, value) in call.path {
            let meant = usage.meant(name);
            if meant == kind.resource.id || *name == kind.resource.parameter {
                id = Some(value.as_str());
            } else if let Some(parent) = plan.parameter(kind.service, name) {
                parents.push(Link { kind: parent, id: value.clone(), owned: true });
            }
        }
        let second = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let now = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(second);
        Some(Self {
            memory,
            usage,
            kind,
            route,
            call,
            body,
            project: project.map_or("", |(_, value)| value),
            id,
            parents,
            now: Timestamp::try_from(now).map(|time| time.to_string()).unwrap_or_default(),
            request_id,
        })
    }

    /// Does it.
    pub fn run(&self, store: &mut Store) -> Result<Answered, Refusal> {
        for parent in &self.parents {
            let owned = |(_, record): &(Key, &Record)| record.project == self.project;
            if !store.of_id(parent.kind, &parent.id).any(|it| owned(&it)) {
                return Err(self.missing(parent.kind, &parent.id));
            }
        }
        match self.usage.verb {
            Verb::Create => self.create(store),
            Verb::List => self.list(store),
            Verb::Show => self.show(store),
            Verb::Update => self.update(store),
            Verb::Delete => self.delete(store),
            Verb::Add | Verb::Remove => self.edit(store),
            Verb::Collect => self.collect(store),
        }
    }

    pub fn plan(&self) -> &'a Plan {
        &self.memory.plan
    }

    /// Whether the call is about a record: it belongs to those that the path names, or to the project.
    pub fn concerns(&self, record: &Record) -> bool {
        let belongs = |parent: &Link| {
            record.links.iter().any(|link| (link.kind, &link.id) == (parent.kind, &parent.id))
        };
        match self.parents.is_empty() {
            true => self.usage.shared || record.project == self.project,
            false => self.parents.iter().all(belongs),
        }
    }

    /// The records that the call may be about.
    pub fn concerned<'s>(&self, store: &'s Store) -> impl Iterator<Item = (Key, &'s Record)> {
        store.all(self.usage.kind).filter(|(_, record)| self.concerns(record))
    }

    /// The record of an id that the call is about.
    pub fn find(&self, store: &Store, id: &str) -> Result<Key, Refusal> {
        let found = store.of_id(self.usage.kind, id).find(|(_, record)| self.concerns(record));
        found.map(|(key, _)| key).ok_or_else(|| self.missing(self.usage.kind, id))
    }

    /// The members that the body brings, a record each.
    pub fn brought(&self) -> Vec<Node> {
        let (above, last) = self.usage.body.rsplit_once('/').unwrap_or_default();
        let Some(node) = self.body.at(self.usage.body) else { return Vec::new() };
        let shape = self.route.description.body.as_ref().map(|body| body.shape);
        // What stands beside a list holds for all of its elements.
        let beside = match (node, self.body.at(above)) {
            (Node::List(_), Some(Node::Object(beside))) => {
                let others = beside.iter().filter(|(name, _)| pointer_segment(name)[1..] != *last);
                self.members(others, shape.and_then(|shape| at(shape, above)))
            }
            _ => Vec::new(),
        };
        let shape = shape.and_then(|shape| at(shape, self.usage.body));
        let one = |node: &Node| {
            let mut brought = Node::Object(beside.clone());
            match node {
                Node::Object(members) => {
                    let own = self.members(members.iter(), shape);
                    own.into_iter().for_each(|(name, node)| brought.put(&name, node));
                }
                text => brought.put(self.usage.member.unwrap_or(self.kind.resource.id), text.clone()),
            }
            brought
        };
        match node {
            Node::List(elements) => elements.iter().map(one).collect(),
            node => vec![one(node)],
        }
    }

    /// Those that a record has and that the spec knows, by their names in the record.
    fn members<'n>(
        &self,
        sent: impl Iterator<Item = &'n (String, Node)>,
        shape: Option<&Shape>,
    ) -> Vec<(String, Node)> {
        let known = |name: &str| match shape {
            Some(Shape::Object(members)) => members.iter().any(|member| member.name == name),
            _ => true,
        };
        let known = sent.filter(|(name, _)| known(name));
        let meant = known.map(|(name, node)| (self.usage.meant(name).to_owned(), node.clone()));
        meant.filter(|(name, _)| self.kind.members.contains(&name.as_str())).collect()
    }

    /// Where values are made from.
    pub fn sources<'s>(
        &'s self,
        brought: &'s Node,
        record: &'s Node,
        count: &'s dyn Fn(&str) -> u64,
    ) -> Sources<'s> {
        let fresh = &self.memory.fresh;
        Sources { brought, record, path: self.call.path, fresh, now: &self.now, count }
    }

    /// There is no such record.
    pub fn missing(&self, kind: usize, id: &str) -> Refusal {
        let resource = self.plan().kinds[kind].resource;
        let message = format!("there is no {} {:?}", resource.name, shortened(id));
        Refusal::new(StatusCode::NOT_FOUND, message)
    }
}

impl From<Full> for Refusal {
    fn from(_: Full) -> Self {
        let mib = MOST_BYTES / 1024 / 1024;
        let message = format!(
            "this mock remembers at most {MOST_RECORDS} records and {mib} MiB of them, and has as many"
        );
        Self::new(StatusCode::INSUFFICIENT_STORAGE, message)
    }
}

/// Whether a call is one that a use is declared for.
fn applies(usage: &Use, call: &Call<'_>, body: &Node) -> bool {
    usage.when.iter().all(|(name, wanted)| {
        let in_path = call.path.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let in_query = || call.query.get(name).map(str::to_owned);
        let in_body = || body.get(name).and_then(Node::text);
        in_path.or_else(in_query).or_else(in_body).as_deref() == Some(wanted)
    })
}

/// What a JSON pointer into a body leads to; of a list, what its elements are.
fn at<'s>(shape: &'s Shape, pointer: &str) -> Option<&'s Shape> {
    let inner = pointer.split('/').skip(1).try_fold(shape, |shape, name| match shape {
        Shape::Object(members) => {
            members.iter().find(|member| member.name == name).map(|member| member.shape)
        }
        _ => None,
    })?;
    match inner {
        Shape::List(element, ..) => Some(element),
        inner => Some(inner),
    }
}
