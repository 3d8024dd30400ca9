//! Acts that change records.

use http::StatusCode;
use huaweicloud_core::description::{Location, Verb};

use crate::answered::Answered;
use crate::json::Node;
use crate::memory::act::Act;
use crate::memory::plan::{Kind, Member};
use crate::memory::store::{Key, Link, Record, Store};
use crate::refusal::Refusal;

impl Act<'_> {
    pub fn create(&self, store: &mut Store) -> Result<Answered, Refusal> {
        let token = self.token();
        if let Some(token) = &token {
            // The answer to the call was lost, and it came again.
            let own =
                |record: &Record| record.project == self.project && record.token.as_ref() == Some(token);
            let all = store.all(self.usage.kind).filter(|(_, record)| own(record));
            let made: Vec<Key> = all.map(|(key, _)| key).collect();
            if !made.is_empty() {
                return Ok(self.answered(&self.shown(store, &made)));
            }
        }
        let mut made = Vec::new();
        for brought in self.brought() {
            let there = self.usage.member.and_then(|member| {
                let wanted = brought.get(member)?;
                let mut all = self.concerned(store);
                all.find(|(_, record)| record.node.get(member) == Some(wanted)).map(|(key, _)| key)
            });
            made.push(match there {
                Some(key) => key,
                None => self.make(store, &brought)?,
            });
        }
        token.iter().for_each(|token| made.iter().for_each(|key| store.made_by(*key, token)));
        Ok(self.answered(&self.shown(store, &made)))
    }

    /// What the call calls itself, where the operation takes such a header.
    fn token(&self) -> Option<String> {
        const NAME: &str = "x-client-token";
        let mut parameters = self.route.description.parameters.iter();
        parameters.find(|it| it.location == Location::Header && it.name.eq_ignore_ascii_case(NAME))?;
        Some(String::from_utf8_lossy(self.call.headers.get(NAME)?.as_bytes()).into_owned())
    }

    /// Makes a record of what a call brings.
    fn make(&self, store: &mut Store, brought: &Node) -> Result<Key, Refusal> {
        let resource = self.kind.resource;
        let mut node = Node::Object(Vec::new());
        node.set(resource.id, Node::Scalar(self.memory.fresh.uuid().into()));
        self.fill(&mut node, &self.kind.given, brought, &|_| 0);
        self.usage.defaults.iter().for_each(|(name, value)| node.set(name, value.clone()));
        brought.members().iter().for_each(|(name, value)| node.set(name, value.clone()));
        let mut links = self.parents.clone();
        for reference in resource.refers {
            let Some(id) = node.get(reference.member).and_then(Node::text) else { continue };
            let Some(kind) = self.plan().named(self.kind.service, reference.to) else { continue };
            let found = store.of_id(kind, &id).next().map(|(_, other)| other);
            let other = found.ok_or_else(|| self.missing(kind, &id))?;
            for (own, its) in reference.copies {
                other.node.get(its).into_iter().for_each(|value| node.set(own, value.clone()));
            }
            links.push(Link { kind, id, owned: false });
        }
        self.finish(&mut node, brought, true);
        let id = node.get(resource.id).and_then(Node::text).unwrap_or_default();
        if store.of_id(self.usage.kind, &id).any(|(_, record)| record.project == self.project) {
            return Err(self.refused(format!("there is a {} {id:?} already", resource.name)));
        }
        Ok(store.insert(self.usage.kind, self.project.to_owned(), id, links, node)?)
    }

    pub fn update(&self, store: &mut Store) -> Result<Answered, Refusal> {
        let mut changed = Vec::new();
        for (key, brought) in self.targets(store)? {
            self.change(store, key, &brought)?;
            changed.push(key);
        }
        Ok(self.answered(&self.shown(store, &changed)))
    }

    pub fn delete(&self, store: &mut Store) -> Result<Answered, Refusal> {
        let targets = self.targets(store)?;
        for (key, _) in &targets {
            self.keep_while_needed(store, *key)?;
        }
        let keys: Vec<Key> = targets.iter().map(|(key, _)| *key).collect();
        if self.usage.set.is_empty() {
            let answered = self.answered(&self.shown(store, &keys));
            keys.into_iter().for_each(|key| store.remove(key));
            return Ok(answered);
        }
        for key in &keys {
            self.change(store, *key, &Node::Object(Vec::new()))?;
        }
        Ok(self.answered(&self.shown(store, &keys)))
    }

    /// Refuses where others belong to a record that would have to go first.
    fn keep_while_needed(&self, store: &mut Store, key: Key) -> Result<(), Refusal> {
        let Some(kind) = self.usage.unless else { return Ok(()) };
        let Some(record) = store.get(key) else { return Ok(()) };
        let needs = |link: &Link| link.kind == key.0 && link.id == record.id;
        let others = store.all(kind).filter(|(_, other)| other.links.iter().any(needs));
        let others: Vec<Key> = others.map(|(key, _)| key).collect();
        if others.is_empty() {
            return Ok(());
        }
        let (own, other) = (self.kind.resource.name, self.plan().kinds[kind].resource.name);
        let refused = self.refused(format!("the {own} {:?} has {} of {other}", record.id, others.len()));
        // Else one that is on its way out, and that nobody asks for, would be in the way for ever.
        others.into_iter().for_each(|key| self.look_at(store, key));
        Err(refused)
    }

    /// Puts elements into a list of a record, or takes them out.
    pub fn edit(&self, store: &mut Store) -> Result<Answered, Refusal> {
        let (Some(id), Some(member)) = (self.id, self.usage.member) else {
            return Err(Refusal::bad_request("the call names no record"));
        };
        let key = self.find(store, id)?;
        let mut elements = self.list_of(store, key, member);
        for sent in self.body.at(self.usage.body).map_or(&[][..], Node::elements) {
            let same = |element: &Node| match self.usage.key {
                Some(name) => element.get(name) == sent.get(name),
                None => element == sent,
            };
            if self.usage.verb == Verb::Add {
                match elements.iter_mut().find(|element| same(element)) {
                    Some(element) => *element = sent.clone(),
                    None => elements.push(sent.clone()),
                }
            } else {
                // What is said of an element beside its key has to be so too.
                let meant = |element: &Node| {
                    sent.members().iter().all(|(name, value)| element.get(name) == Some(value))
                };
                elements.retain(|element| !(same(element) && meant(element)));
            }
        }
        let brought = Node::Object(vec![(member.to_owned(), Node::List(elements))]);
        self.change(store, key, &brought)?;
        Ok(self.answered(&self.shown(store, &[key])))
    }

    fn list_of(&self, store: &Store, key: Key, member: &str) -> Vec<Node> {
        let list = store.get(key).and_then(|record| record.node.get(member));
        list.map_or(&[][..], Node::elements).to_vec()
    }

    /// The records that a call means, each with what it brings: the one of its path, or those that its
    /// body names.
    fn targets(&self, store: &Store) -> Result<Vec<(Key, Node)>, Refusal> {
        let brought = self.brought();
        if let Some(id) = self.id {
            let key = self.find(store, id)?;
            return Ok(vec![(key, brought.into_iter().next().unwrap_or(Node::Object(Vec::new())))]);
        }
        let mut targets = Vec::new();
        for brought in brought {
            match self.usage.member {
                // By a member that is no id: those that have it.
                Some(member) => {
                    let value = brought.get(member);
                    let all = self.concerned(store);
                    let same = all.filter(|(_, record)| record.node.get(member) == value);
                    targets.extend(same.map(|(key, _)| (key, brought.clone())));
                }
                None => {
                    let id = brought.get(self.kind.resource.id).and_then(Node::text);
                    let id = id.ok_or_else(|| Refusal::bad_request("the call names no record"))?;
                    targets.push((self.find(store, &id)?, brought));
                }
            }
        }
        Ok(targets)
    }

    /// Puts what a call brings into a record.
    fn change(&self, store: &mut Store, key: Key, brought: &Node) -> Result<(), Refusal> {
        let Some(record) = store.get(key) else { return Ok(()) };
        let mut node = record.node.clone();
        let own = |name: &str| name != self.kind.resource.id;
        for (name, value) in brought.members().iter().filter(|(name, _)| own(name)) {
            node.set(name, value.clone());
        }
        self.finish(&mut node, brought, false);
        Ok(store.replace(key, node)?)
    }

    /// What a change does beside what the call brings.
    fn finish(&self, node: &mut Node, brought: &Node, new: bool) {
        self.usage.clear.iter().for_each(|name| node.set(name, Node::Scalar(serde_json::Value::Null)));
        self.fill(node, &self.usage.set, brought, &|_| 0);
        self.remake(self.kind, node, brought, new);
    }

    /// Makes anew what is made of other members, where one of them has changed.
    pub fn remake(&self, kind: &Kind, node: &mut Node, brought: &Node, new: bool) {
        let (members, id) = (&kind.members, kind.resource.id);
        let due = kind.made.iter().filter(|(_, made)| new || made.is_due(brought, members, id));
        self.fill(node, due, brought, &|_| 0);
    }

    /// Sets members to what they become, one after the other.
    pub fn fill<'m>(
        &self,
        node: &mut Node,
        members: impl IntoIterator<Item = &'m Member>,
        brought: &Node,
        count: &dyn Fn(&str) -> u64,
    ) {
        for (name, made) in members {
            let value = made.make(&self.sources(brought, node, count));
            value.into_iter().for_each(|value| node.set(name, value));
        }
    }

    /// The state of a record forbids what is asked.
    fn refused(&self, message: String) -> Refusal {
        let documented = self.route.description.answer(409).is_some();
        Refusal::new(if documented { StatusCode::CONFLICT } else { StatusCode::BAD_REQUEST }, message)
    }
}
