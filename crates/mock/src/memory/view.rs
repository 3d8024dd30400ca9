//! Records as an answer has them.

use http::StatusCode;
use serde_json::Value;

use crate::answered::Answered;
use crate::json::Node;
use crate::memory::act::Act;
use crate::memory::plan::Place;
use crate::paging::Page;
use crate::refusal::Refusal;

impl Act<'_> {
    /// An answer with these records, which are all.
    pub fn answered(&self, records: &[Node]) -> Answered {
        self.paged(records, &Page::whole(records.len() as u64))
    }

    /// An answer with these records, which are a page.
    pub fn paged(&self, records: &[Node], page: &Page) -> Answered {
        let Some((answer, status, template)) = self.route.answers.success() else {
            return Answered::new(StatusCode::NO_CONTENT, String::new());
        };
        let paging = self.route.description.operation.pagination.as_ref();
        let body = match &self.usage.answer {
            Some(place) if paging.is_some_and(|paging| paging.items == place.pointer) => {
                let items: Vec<String> = records.iter().map(|it| self.view(it, place).to_text()).collect();
                template.render_items(self.request_id, page, &items)
            }
            Some(place) if place.pointer.is_empty() && !place.list => {
                records.first().map_or(String::new(), |record| self.view(record, place).to_text())
            }
            Some(place) => self.around(answer.body, place, records, page.total).to_text(),
            None => match self.usage.total {
                Some(pointer) => {
                    let mut node = Node::Object(Vec::new());
                    put(&mut node, pointer, Node::Scalar(page.total.into()));
                    node.to_text()
                }
                None => template.render(self.request_id, None),
            },
        };
        Answered { media_type: answer.media_type, ..Answered::new(status, body) }
    }

    /// The documented answer with records in their place.
    fn around(&self, documented: &str, place: &Place, records: &[Node], total: u64) -> Node {
        let mut views = records.iter().map(|record| self.view(record, place));
        let records = match place.list {
            true => Node::List(views.collect()),
            false => views.next_back().unwrap_or(Node::Object(Vec::new())),
        };
        if place.pointer.is_empty() {
            return records;
        }
        let mut node = match Node::read(documented) {
            node @ Node::Object(_) => node,
            _ => Node::Object(Vec::new()),
        };
        // What the call says of itself holds for its answer.
        for (name, sent) in self.body.members() {
            if node.get(name).is_some() {
                node.set(name, sent.clone());
            }
        }
        self.sign(&mut node);
        put(&mut node, place.pointer, records);
        if let Some(pointer) = self.usage.total {
            put(&mut node, pointer, Node::Scalar(total.into()));
        }
        node
    }

    /// What the state of the records forbids, in the service's own words where they are documented.
    pub fn as_documented(&self, refusal: Refusal) -> Result<Answered, Refusal> {
        let of_state = matches!(refusal.status, StatusCode::NOT_FOUND | StatusCode::CONFLICT);
        let documented = self.route.description.answer(refusal.status.as_u16()).filter(|_| of_state);
        let Some(mut node) = documented.map(|answer| Node::read(answer.body)) else { return Err(refusal) };
        if !say(&mut node, &refusal.message) {
            return Err(refusal);
        }
        self.sign(&mut node);
        Ok(Answered::new(refusal.status, node.to_text()))
    }

    /// Puts this call's id where an answer has one.
    fn sign(&self, answer: &mut Node) {
        if answer.get("request_id").is_some() {
            answer.set("request_id", Node::Scalar(self.request_id.into()));
        }
    }

    /// A record as it stands in the answer.
    fn view(&self, record: &Node, place: &Place) -> Node {
        if place.members.is_empty() {
            let member = self.usage.member.unwrap_or(self.kind.resource.id);
            return record.get(member).cloned().unwrap_or(Node::Scalar(Value::Null));
        }
        let mut view = Node::Object(Vec::new());
        for name in &place.members {
            let value = match *name {
                "request_id" => Some(Node::Scalar(self.request_id.into())),
                name => record.get(self.usage.meant(name)).cloned(),
            };
            value.into_iter().for_each(|value| view.set(name, value));
        }
        view
    }
}

/// Puts a value where a pointer leads.
fn put(node: &mut Node, pointer: &str, value: Node) {
    if let Some(place) = node.ensure(pointer) {
        *place = value;
    }
}

/// Puts a message where an error has one, in itself or in an object inside; whether it has.
fn say(error: &mut Node, message: &str) -> bool {
    let Node::Object(members) = error else { return false };
    let is_message = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.ends_with("msg") || name.ends_with("message")
    };
    for (name, node) in members {
        match node {
            Node::Scalar(value) if value.is_string() && is_message(name) => {
                *value = message.into();
                return true;
            }
            node => {
                if say(node, message) {
                    return true;
                }
            }
        }
    }
    false
}
