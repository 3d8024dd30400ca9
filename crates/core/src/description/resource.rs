//! What a service keeps, for a mock that remembers: `x-resources` of the specs as data.
//!
//! Values are JSON text. Where one is text, it may hold placeholders: `{uuid}`, `{number}` (a new one
//! each), `{now}`, `{region}`, `{domain_id}`, `{count:resource}`, or the name of a member or of a path
//! parameter.

/// A kind of record.
#[derive(Debug, Clone, Copy)]
pub struct Resource {
    /// Its name in the declaration.
    pub name: &'static str,
    /// The member that tells one record from the others.
    pub id: &'static str,
    /// The path parameter that names one; none is empty.
    pub parameter: &'static str,
    /// The member that says what a record is up to.
    pub state: &'static str,
    /// All members that a record may have, with blanks in between.
    pub members: &'static str,
    /// What a new record has, unless the call says otherwise.
    pub given: &'static [Given],
    /// What is made anew at every change.
    pub made: &'static [Given],
    /// What is found out whenever a record is shown.
    pub shown: &'static [Given],
    /// The records, where the declaration lists them.
    pub records: &'static [&'static [Given]],
    /// Members that hold the ids of other records.
    pub refers: &'static [Reference],
    /// How records go on from state to state.
    pub moves: &'static [Move],
    /// What operations do.
    pub uses: &'static [Use],
}

/// A member and its value as JSON.
pub type Given = (&'static str, &'static str);

/// A member that holds the id of another record.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// The member.
    pub member: &'static str,
    /// The resource that the record is of.
    pub to: &'static str,
    /// Members that are copied: the own, and the other record's.
    pub copies: &'static [(&'static str, &'static str)],
}

/// A step from one state to the next, taken when a record has been looked at. Of several from one state
/// the first is taken whose condition holds.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    /// The state before.
    pub from: &'static str,
    /// The state after; empty where the record is gone.
    pub to: &'static str,
    /// A member that holds an id, and the member of the record of that id that has to be true.
    pub condition: Option<(&'static str, &'static str)>,
}

/// What an operation does to records.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    /// The operation's name.
    pub operation: &'static str,
    /// What it does.
    pub verb: Verb,
    /// How.
    pub details: &'static [Detail],
}

impl Use {
    /// What an operation does, and how.
    pub const fn new(operation: &'static str, verb: Verb, details: &'static [Detail]) -> Self {
        Self { operation, verb, details }
    }
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Makes records of its body.
    Create,
    /// Answers records.
    List,
    /// Answers a record.
    Show,
    /// Puts what its body says into records.
    Update,
    /// Takes records away.
    Delete,
    /// Puts elements into a list that a record has.
    Add,
    /// Takes elements out of a list that a record has.
    Remove,
    /// Answers the pairs of a list that records have: each key with all its values.
    Collect,
}

/// How an operation does it.
#[derive(Debug, Clone, Copy)]
pub enum Detail {
    /// Only where the parameter or member of the body has this text.
    When(&'static str, &'static str),
    /// A name in the call or the answer, and the member that is meant.
    Name(&'static str, &'static str),
    /// A query parameter for which a part of the member is enough, in any case.
    Part(&'static str),
    /// JSON pointer to the members, or to a list of them, in the body.
    Body(&'static str),
    /// JSON pointer to the record in the answer, and the members that it has there, with blanks in
    /// between.
    Answer(&'static str, &'static str),
    /// The same of a list of records; with no members it is a list of texts.
    Answers(&'static str, &'static str),
    /// JSON pointer to the number of records in the answer.
    Total(&'static str),
    /// What texts in place of records are; or the list that elements are put into.
    Member(&'static str),
    /// The member that tells one element of a list from the others.
    Key(&'static str),
    /// The value of a member where the body does not have it, as JSON.
    Default(&'static str, &'static str),
    /// A member and what it becomes, as JSON.
    Set(&'static str, &'static str),
    /// A member that is taken away.
    Clear(&'static str),
    /// Not while records of this resource belong to it.
    Unless(&'static str),
    /// Records of all projects.
    Shared,
    /// JSON pointer to keys with values in the body, all of which the list in that member has to have.
    Tagged(&'static str, &'static str),
}
