//! What services declare to keep, ready to be acted on.

use std::collections::HashMap;

use huaweicloud_core::description::{Description, Detail, Given, Move, Reference, Resource, Verb};

use crate::json::Node;
use crate::memory::text::Made;

/// The resources of all services, and what operations do to them.
pub(crate) struct Plan {
    pub kinds: Vec<Kind>,
    /// By the names of service and operation.
    uses: HashMap<(&'static str, &'static str), Vec<Use>>,
}

/// A resource.
pub(crate) struct Kind {
    pub service: &'static str,
    pub resource: &'static Resource,
    pub members: Vec<&'static str>,
    pub given: Vec<Member>,
    pub made: Vec<Member>,
    pub shown: Vec<Member>,
    pub records: Vec<Vec<Member>>,
}

/// A member with what it becomes.
pub(crate) type Member = (&'static str, Made);

/// What an operation does to records of one resource.
pub(crate) struct Use {
    pub kind: usize,
    pub verb: Verb,
    pub when: Vec<(&'static str, &'static str)>,
    names: Vec<(&'static str, &'static str)>,
    pub parts: Vec<&'static str>,
    /// Pointer to the members in the body.
    pub body: &'static str,
    pub answer: Option<Place>,
    pub total: Option<&'static str>,
    pub member: Option<&'static str>,
    pub key: Option<&'static str>,
    pub defaults: Vec<(&'static str, Node)>,
    pub set: Vec<Member>,
    pub clear: Vec<&'static str>,
    pub unless: Option<usize>,
    pub shared: bool,
    pub tagged: Option<(&'static str, &'static str)>,
}

/// Where records stand in an answer.
pub(crate) struct Place {
    pub pointer: &'static str,
    /// Whether it is a list of them.
    pub list: bool,
    /// What they have there; nothing where they are texts.
    pub members: Vec<&'static str>,
}

impl Plan {
    pub fn new(services: &[Description]) -> Self {
        let mut plan = Self { kinds: Vec::new(), uses: HashMap::new() };
        for described in services {
            let service = described.service.name;
            // A service that is given twice is meant once.
            if plan.kinds.iter().any(|kind| kind.service == service) {
                continue;
            }
            plan.kinds.extend(described.resources.iter().map(|resource| Kind::new(service, resource)));
            for resource in described.resources {
                let Some(kind) = plan.named(service, resource.name) else { continue };
                for declared in resource.uses {
                    let acted = plan.usage(kind, declared.verb, declared.details);
                    plan.uses.entry((service, declared.operation)).or_default().push(acted);
                }
            }
        }
        plan
    }

    /// What an operation may do, in the order of the declaration.
    pub fn uses(&self, service: &'static str, operation: &'static str) -> &[Use] {
        self.uses.get(&(service, operation)).map_or(&[], Vec::as_slice)
    }

    /// The resource of this name.
    pub fn named(&self, service: &str, name: &str) -> Option<usize> {
        self.kinds.iter().position(|kind| kind.service == service && kind.resource.name == name)
    }

    /// The resource of which a path parameter names one.
    pub fn parameter(&self, service: &str, name: &str) -> Option<usize> {
        self.kinds.iter().position(|kind| kind.service == service && kind.resource.parameter == name)
    }

    fn usage(&self, kind: usize, verb: Verb, details: &'static [Detail]) -> Use {
        let mut made = Use {
            kind,
            verb,
            when: Vec::new(),
            names: Vec::new(),
            parts: Vec::new(),
            body: "",
            answer: None,
            total: None,
            member: None,
            key: None,
            defaults: Vec::new(),
            set: Vec::new(),
            clear: Vec::new(),
            unless: None,
            shared: false,
            tagged: None,
        };
        for detail in details {
            match *detail {
                Detail::When(name, value) => made.when.push((name, value)),
                Detail::Name(name, member) => made.names.push((name, member)),
                Detail::Part(name) => made.parts.push(name),
                Detail::Body(pointer) => made.body = pointer,
                Detail::Answer(pointer, members) => made.answer = Some(Place::new(pointer, false, members)),
                Detail::Answers(pointer, members) => made.answer = Some(Place::new(pointer, true, members)),
                Detail::Total(pointer) => made.total = Some(pointer),
                Detail::Member(name) => made.member = Some(name),
                Detail::Key(name) => made.key = Some(name),
                Detail::Default(name, value) => made.defaults.push((name, Node::read(value))),
                Detail::Set(name, value) => made.set.push((name, Made::new(value))),
                Detail::Clear(name) => made.clear.push(name),
                Detail::Unless(name) => made.unless = self.named(self.kinds[kind].service, name),
                Detail::Shared => made.shared = true,
                Detail::Tagged(pointer, member) => made.tagged = Some((pointer, member)),
            }
        }
        made
    }
}

impl Place {
    fn new(pointer: &'static str, list: bool, members: &'static str) -> Self {
        Self { pointer, list, members: members.split_ascii_whitespace().collect() }
    }
}

impl Kind {
    fn new(service: &'static str, resource: &'static Resource) -> Self {
        let values = |given: &'static [Given]| -> Vec<Member> {
            given.iter().map(|(name, value)| (*name, Made::new(value))).collect()
        };
        Self {
            service,
            resource,
            members: resource.members.split_ascii_whitespace().collect(),
            given: values(resource.given),
            made: values(resource.made),
            shown: values(resource.shown),
            records: resource.records.iter().map(|record| values(record)).collect(),
        }
    }

    /// The steps that lead on from a state.
    pub fn moves<'s>(&self, state: &'s str) -> impl Iterator<Item = &'static Move> + use<'s> {
        self.resource.moves.iter().filter(move |step| step.from == state)
    }

    /// The resources whose records are counted when one is shown.
    pub fn counted(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().flat_map(|(_, made)| made.counted())
    }

    /// What a member refers to.
    pub fn reference(&self, member: &str) -> Option<&'static Reference> {
        self.resource.refers.iter().find(|reference| reference.member == member)
    }
}

impl Use {
    /// The member that a name of the call or the answer stands for.
    pub fn meant<'n>(&self, name: &'n str) -> &'n str
    where
        'static: 'n,
    {
        self.names.iter().find(|(known, _)| *known == name).map_or(name, |(_, member)| member)
    }
}
