//! What a mock with memory keeps, from `x-resources`.

/// A kind of record. Names are those in JSON; what is not there is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Its name in the declaration.
    pub name: String,
    /// The member that tells one record from the others.
    pub id: String,
    /// The path parameter that names one.
    pub parameter: String,
    /// The member that says what a record is up to.
    pub state: String,
    /// All members that a record may have.
    pub members: Vec<String>,
    /// What a new record has, unless the call says otherwise.
    pub given: Vec<Given>,
    /// What is made anew at every change.
    pub made: Vec<Given>,
    /// What is found out whenever a record is shown.
    pub shown: Vec<Given>,
    /// The records, where the declaration lists them.
    pub records: Vec<Vec<Given>>,
    /// Members that hold the ids of other records.
    pub refers: Vec<Reference>,
    /// How records go on from state to state.
    pub moves: Vec<Move>,
    /// What operations do.
    pub uses: Vec<Use>,
}

/// A member and its value as JSON, whose text may have placeholders.
pub type Given = (String, String);

/// A member that holds the id of another record.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The member.
    pub member: String,
    /// The resource that the record is of.
    pub to: String,
    /// Members that are copied: the own, and the other record's.
    pub copies: Vec<(String, String)>,
}

/// A step from one state to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The state before.
    pub from: String,
    /// The state after; empty where the record is gone.
    pub to: String,
    /// A member that holds an id, and the member of the record of that id that has to be true.
    pub condition: Option<(String, String)>,
}

/// What an operation does to records.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// The operation's name.
    pub operation: String,
    /// What it does, as the runtime calls it.
    pub verb: &'static str,
    /// How.
    pub details: Vec<Detail>,
}

/// How an operation does it; the runtime has the same, and says more of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Only where a parameter or a member of the body has this text.
    When(String, String),
    /// A name in the call or the answer, and the member that is meant.
    Name(String, String),
    /// A query parameter for which a part of the member is enough.
    Part(String),
    /// JSON pointer to the members in the body.
    Body(String),
    /// JSON pointer to the record in the answer, and its members there.
    Answer(String, Vec<String>),
    /// The same of a list; no members where it is one of texts.
    Answers(String, Vec<String>),
    /// JSON pointer to the number of records in the answer.
    Total(String),
    /// What texts are, or the list that elements are put into.
    Member(String),
    /// The member that tells one element of a list from the others.
    Key(String),
    /// The value of a member where the body does not have it, as JSON.
    Default(String, String),
    /// A member and what it becomes, as JSON.
    Set(String, String),
    /// A member that is taken away.
    Clear(String),
    /// Not while records of this resource belong to it.
    Unless(String),
    /// Records of all projects.
    Shared,
    /// JSON pointer to pairs in the body, and the list that has to have them.
    Tagged(String, String),
}
