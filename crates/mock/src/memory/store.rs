//! Records, within bounds.

use std::collections::{BTreeMap, HashMap};

use crate::json::Node;

/// A mock keeps no more records than this,
pub(crate) const MOST_RECORDS: usize = 100_000;
/// and no more text in them.
pub(crate) const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What is kept, by resource.
pub(crate) struct Store {
    kept: Vec<Kept>,
    next: u64,
    records: usize,
    bytes: usize,
    most: (usize, usize),
}

#[derive(Default)]
struct Kept {
    /// By the order in which they came.
    records: BTreeMap<u64, Record>,
    /// Those of an id: one a project.
    by_id: HashMap<String, Vec<u64>>,
}

/// A record.
pub(crate) struct Record {
    pub project: String,
    pub id: String,
    /// The records that it belongs to.
    pub links: Vec<Link>,
    pub node: Node,
    /// What the call that made it calls itself, so that it is known again.
    pub token: Option<String>,
    bytes: usize,
}

/// A record that another belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub kind: usize,
    pub id: String,
    /// Whether the other goes with it.
    pub owned: bool,
}

/// There is no room for more.
pub(crate) struct Full;

/// Resource and number of a record.
pub(crate) type Key = (usize, u64);

impl Store {
    pub fn new(kinds: usize) -> Self {
        let kept = std::iter::repeat_with(Kept::default).take(kinds).collect();
        Self { kept, next: 0, records: 0, bytes: 0, most: (MOST_RECORDS, MOST_BYTES) }
    }

    pub fn get(&self, (kind, number): Key) -> Option<&Record> {
        self.kept.get(kind)?.records.get(&number)
    }

    /// All records of a resource, oldest first.
    pub fn all(&self, kind: usize) -> impl DoubleEndedIterator<Item = (Key, &Record)> {
        let kept = self.kept.get(kind).into_iter();
        kept.flat_map(move |kept| kept.records.iter().map(move |(number, it)| ((kind, *number), it)))
    }

    /// The records of an id.
    pub fn of_id<'s>(&'s self, kind: usize, id: &str) -> impl Iterator<Item = (Key, &'s Record)> {
        let numbers = self.kept.get(kind).and_then(|kept| kept.by_id.get(id));
        numbers
            .into_iter()
            .flatten()
            .filter_map(move |number| Some(((kind, *number), self.get((kind, *number))?)))
    }

    /// How many records of a resource belong to each record of another.
    pub fn tally(&self, kind: usize, to: usize) -> HashMap<&str, u64> {
        let mut counts = HashMap::new();
        for link in self.all(kind).flat_map(|(_, record)| &record.links).filter(|link| link.kind == to) {
            *counts.entry(link.id.as_str()).or_default() += 1;
        }
        counts
    }

    pub fn insert(
        &mut self,
        kind: usize,
        project: String,
        id: String,
        links: Vec<Link>,
        node: Node,
    ) -> Result<Key, Full> {
        let bytes = node.to_text().len();
        let (most_records, most_bytes) = self.most;
        if self.records >= most_records || self.bytes + bytes > most_bytes {
            return Err(Full);
        }
        let Some(kept) = self.kept.get_mut(kind) else { return Err(Full) };
        let number = self.next;
        self.next += 1;
        self.records += 1;
        self.bytes += bytes;
        kept.by_id.entry(id.clone()).or_default().push(number);
        kept.records.insert(number, Record { project, id, links, node, token: None, bytes });
        Ok((kind, number))
    }

    /// Remembers the call that made a record.
    pub fn made_by(&mut self, (kind, number): Key, token: &str) {
        if let Some(record) = self.kept.get_mut(kind).and_then(|kept| kept.records.get_mut(&number)) {
            record.token = Some(token.to_owned());
        }
    }

    /// Puts another value in place of a record's.
    pub fn replace(&mut self, (kind, number): Key, node: Node) -> Result<(), Full> {
        let bytes = node.to_text().len();
        let Some(record) = self.kept.get_mut(kind).and_then(|kept| kept.records.get_mut(&number)) else {
            return Ok(());
        };
        // What shrinks always fits.
        if bytes > record.bytes && self.bytes - record.bytes + bytes > self.most.1 {
            return Err(Full);
        }
        self.bytes = self.bytes - record.bytes + bytes;
        (record.node, record.bytes) = (node, bytes);
        Ok(())
    }

    /// Takes a record away, and those that go with it.
    pub fn remove(&mut self, key: Key) {
        let mut leaving = vec![key];
        while let Some((kind, number)) = leaving.pop() {
            let Some(kept) = self.kept.get_mut(kind) else { continue };
            let Some(record) = kept.records.remove(&number) else { continue };
            self.records -= 1;
            self.bytes -= record.bytes;
            if let Some(numbers) = kept.by_id.get_mut(&record.id) {
                numbers.retain(|it| *it != number);
                if numbers.is_empty() {
                    kept.by_id.remove(&record.id);
                }
            }
            let goes = |link: &Link| link.owned && link.kind == kind && link.id == record.id;
            for (child, kept) in self.kept.iter().enumerate() {
                let own = |it: &Record| it.project == record.project && it.links.iter().any(goes);
                let records = kept.records.iter().filter(|(_, it)| own(it));
                leaving.extend(records.map(|(number, _)| (child, *number)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(store: &mut Store, id: &str, json: &str) -> Option<Key> {
        store.insert(0, "p".to_owned(), id.to_owned(), Vec::new(), Node::read(json)).ok()
    }

    #[test]
    fn there_is_an_end_to_records_and_room_again() {
        let mut store = Store { most: (9, 100), ..Store::new(1) };
        let keys: Vec<Key> =
            (0..9).map(|number| put(&mut store, &number.to_string(), "{}").unwrap()).collect();
        assert!(put(&mut store, "more", "{}").is_none());
        store.remove(keys[7]);
        assert!(store.of_id(0, "7").next().is_none());
        assert!(put(&mut store, "more", "{}").is_some());
        assert!(put(&mut store, "yet more", "{}").is_none());
    }

    #[test]
    fn there_is_an_end_to_their_text() {
        let mut store = Store { most: (9, 100), ..Store::new(1) };
        let long = format!("{:?}", "x".repeat(23));
        let keys: Vec<Key> =
            (0..4).map(|number| put(&mut store, &number.to_string(), &long).unwrap()).collect();
        assert!(put(&mut store, "more", "1").is_none());
        assert!(store.replace(keys[0], Node::read("1")).is_ok());
        assert!(put(&mut store, "more", "1").is_some());
        assert!(store.replace(keys[0], Node::read(&long)).is_err());
    }
}
