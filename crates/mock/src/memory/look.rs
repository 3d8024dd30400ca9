//! Acts that look at records, and what looking does: states move on.

use std::collections::HashMap;

use huaweicloud_core::description::Location;

use crate::answered::Answered;
use crate::json::Node;
use crate::memory::act::Act;
use crate::memory::plan::Kind;
use crate::memory::store::{Key, Store};
use crate::paging::Page;
use crate::refusal::Refusal;

/// A query parameter with the member that it is about.
struct Filter<'a> {
    member: &'a str,
    values: Vec<&'a str>,
    part: bool,
}

impl Act<'_> {
    pub fn show(&self, store: &mut Store) -> Result<Answered, Refusal> {
        let key = match self.id {
            Some(id) => self.find(store, id)?,
            None => self.first(store)?,
        };
        let answered = self.answered(&self.shown(store, &[key]));
        self.look_at(store, key);
        Ok(answered)
    }

    /// The first record that the query is about.
    fn first(&self, store: &Store) -> Result<Key, Refusal> {
        let filters = self.filters();
        if filters.is_empty() {
            return Err(Refusal::bad_request("the query: expected what names a record, nothing came"));
        }
        let mut all = self.concerned(store);
        let found = all.find(|(_, record)| filters.iter().all(|filter| filter.fits(&record.node)));
        let wanted = || filters[0].values.first().copied().unwrap_or_default();
        found.map(|(key, _)| key).ok_or_else(|| self.missing(self.usage.kind, wanted()))
    }

    pub fn list(&self, store: &mut Store) -> Result<Answered, Refusal> {
        let filters = self.filters();
        if !self.kind.records.is_empty() {
            let records = self.written(store);
            let fits = |record: &Node| filters.iter().all(|filter| filter.fits(record));
            let records: Vec<Node> = records.into_iter().filter(fits).collect();
            let page = self.page(records.len())?;
            return Ok(self.paged(&records[page.start as usize..page.end as usize], &page));
        }
        let (mut found, mut looked) = (Vec::new(), Vec::new());
        for (key, record) in self.concerned(store) {
            let (state, others): (Vec<&Filter<'_>>, Vec<_>) =
                filters.iter().partition(|filter| filter.member == self.kind.resource.state);
            if !others.iter().all(|filter| filter.fits(&record.node)) || !self.has_tags(&record.node) {
                continue;
            }
            match state.iter().all(|filter| filter.fits(&record.node)) {
                true => found.push(key),
                // Whoever waits for a state by asking for it looks too.
                false => looked.push(key),
            }
        }
        let page = self.page(found.len())?;
        let on_page = &found[page.start as usize..page.end as usize];
        let answered = self.paged(&self.shown(store, on_page), &page);
        looked.extend(on_page);
        looked.into_iter().for_each(|key| self.look_at(store, key));
        Ok(answered)
    }

    /// Each key of a list of pairs that records have, with all its values.
    pub fn collect(&self, store: &mut Store) -> Result<Answered, Refusal> {
        let member = self.usage.member.unwrap_or_default();
        let key = self.usage.key.unwrap_or("key");
        let mut found: Vec<(Node, Vec<Node>)> = Vec::new();
        let all = self.concerned(store);
        let lists = all.filter_map(|(_, record)| record.node.get(member));
        for pair in lists.flat_map(Node::elements) {
            let Some(name) = pair.get(key) else { continue };
            let index = found.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                found.push((name.clone(), Vec::new()));
                found.len() - 1
            });
            let values = &mut found[index].1;
            values.extend(pair.get("value").filter(|value| !values.contains(value)).cloned());
        }
        let pairs = found.into_iter().map(|(name, values)| {
            Node::Object(vec![(key.to_owned(), name), ("values".to_owned(), Node::List(values))])
        });
        Ok(self.answered(&pairs.collect::<Vec<_>>()))
    }

    /// The page that is asked for; all where the operation has none.
    fn page(&self, total: usize) -> Result<Page, Refusal> {
        let total = total as u64;
        let whole = Page::whole(total);
        let Some(paging) = &self.route.description.operation.pagination else { return Ok(whole) };
        Ok(Page::asked(paging, self.call, total, Some(total))?.unwrap_or(whole))
    }

    /// The records of a declaration that lists them.
    fn written(&self, store: &Store) -> Vec<Node> {
        let count = |resource: &str| {
            let kind = self.plan().named(self.kind.service, resource);
            let all = kind.into_iter().flat_map(|kind| store.all(kind));
            all.filter(|(_, record)| record.project == self.project).count() as u64
        };
        let nothing = Node::Object(Vec::new());
        let record = |members: &Vec<super::plan::Member>| {
            let mut node = Node::Object(Vec::new());
            self.fill(&mut node, members, &nothing, &count);
            node
        };
        self.kind.records.iter().map(record).collect()
    }

    /// Records as they are shown.
    pub fn shown(&self, store: &Store, keys: &[Key]) -> Vec<Node> {
        let nothing = Node::Object(Vec::new());
        let counted = self.kind.counted();
        let tallies: HashMap<&str, HashMap<&str, u64>> = counted
            .filter_map(|resource| {
                let kind = self.plan().named(self.kind.service, resource)?;
                Some((resource, store.tally(kind, self.usage.kind)))
            })
            .collect();
        let shown = |key: &Key| {
            let record = store.get(*key)?;
            let mut node = record.node.clone();
            let count = |resource: &str| {
                let tally = tallies.get(resource);
                tally.and_then(|tally| tally.get(record.id.as_str())).copied().unwrap_or_default()
            };
            self.fill(&mut node, &self.kind.shown, &nothing, &count);
            Some(node)
        };
        keys.iter().filter_map(shown).collect()
    }

    /// Moves a record on from a state that has been seen.
    pub fn look_at(&self, store: &mut Store, key: Key) {
        let (Some(kind), Some(record)) = (self.plan().kinds.get(key.0), store.get(key)) else { return };
        let Some(state) = record.node.get(kind.resource.state).and_then(Node::text) else { return };
        let holds = |condition: Option<(&str, &str)>| match condition {
            None => true,
            Some((member, wanted)) => self.is_true(store, kind, &record.node, member, wanted),
        };
        let Some(step) = kind.moves(&state).find(|step| holds(step.condition)) else { return };
        if step.to.is_empty() {
            return store.remove(key);
        }
        let mut node = record.node.clone();
        node.set(kind.resource.state, Node::Scalar(step.to.into()));
        self.remake(kind, &mut node, &Node::Object(Vec::new()), false);
        // Where there is no room for another word, it stays as it is.
        let _ = store.replace(key, node);
    }

    /// Whether a member of the record that another member refers to is true.
    fn is_true(&self, store: &Store, kind: &Kind, node: &Node, member: &str, wanted: &str) -> bool {
        let of = || {
            let id = node.get(member)?.text()?;
            let to = self.plan().named(kind.service, kind.reference(member)?.to)?;
            store.of_id(to, &id).next()?.1.node.get(wanted).cloned()
        };
        of() == Some(Node::Scalar(true.into()))
    }

    /// The query parameters that are about members.
    fn filters(&self) -> Vec<Filter<'_>> {
        let parameters = self.route.description.parameters.iter();
        let known = parameters.filter(|it| matches!(it.location, Location::Query | Location::QueryJoined));
        let filters = known.filter_map(|parameter| {
            let member = self.usage.meant(parameter.name);
            let joined = parameter.location == Location::QueryJoined;
            let values = self.call.query.all(parameter.name);
            let values: Vec<&str> =
                values.flat_map(|it| if joined { it.split(',').collect() } else { vec![it] }).collect();
            let about = self.kind.members.contains(&member) && !values.is_empty();
            about.then(|| Filter { member, values, part: self.usage.parts.contains(&parameter.name) })
        });
        filters.collect()
    }

    /// Whether a record has all pairs that the body asks for.
    fn has_tags(&self, node: &Node) -> bool {
        let Some((pointer, member)) = self.usage.tagged else { return true };
        let pairs = node.get(member).map_or(&[][..], Node::elements);
        let has = |wanted: &Node| {
            let values = wanted.get("values").map_or(&[][..], Node::elements);
            pairs.iter().any(|pair| {
                let fits = values.is_empty() || pair.get("value").is_some_and(|value| values.contains(value));
                pair.get("key") == wanted.get("key") && fits
            })
        };
        self.body.at(pointer).map_or(&[][..], Node::elements).iter().all(has)
    }
}

impl Filter<'_> {
    /// Whether a record has one of the values.
    fn fits(&self, record: &Node) -> bool {
        let same = |text: String| {
            let has = |value: &&str| match self.part {
                true => text.to_lowercase().contains(&value.to_lowercase()),
                false => text == **value,
            };
            self.values.iter().any(has)
        };
        match record.get(self.member) {
            Some(Node::List(elements)) => elements.iter().filter_map(Node::text).any(same),
            Some(node) => node.text().is_some_and(same),
            None => false,
        }
    }
}
