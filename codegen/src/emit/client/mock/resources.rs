//! What a mock with memory keeps, as data.

use super::descriptions::text;
use super::parts::beside;
use crate::emit::File;
use crate::emit::literal::Literal;
use crate::emit::package::Package;
use crate::emit::rust::SourceFile;
use crate::emit::types::import;
use crate::ir::{Detail, Given, Move, Reference, Resource, Use};

/// The value of the description's field, and the file that it is in; nothing where nothing is kept.
pub fn resources(package: &Package<'_>) -> (Literal, Option<File>) {
    let resources = &package.service.resources;
    if resources.is_empty() {
        return (Literal::list([]), None);
    }
    let mut file = SourceFile::generated_from(&package.spec_folder());
    file.module_docs("What the service keeps, for a mock with memory.");
    let all = Literal::list(resources.iter().map(resource));
    let constant = all.between("pub const RESOURCES: &[Resource] = ", ";");
    let mut names = vec!["Resource"];
    let used = [("Detail", "Detail::"), ("Move", "Move {"), ("Reference", "Reference {"), ("Use", "Use::")];
    names.extend(used.iter().filter(|(_, text)| constant.contains(text)).map(|(name, _)| *name));
    if constant.contains("Verb::") {
        names.push("Verb");
    }
    names.sort_unstable();
    file.text(import("huaweicloud_core::description", names));
    file.text(constant);
    let file = File { path: beside("resources"), text: file.finish() };
    (Literal::atom("resources::RESOURCES"), Some(file))
}

fn resource(it: &Resource) -> Literal {
    let given = |values: &[Given]| Literal::list(values.iter().map(pair));
    Literal::record(
        "Resource",
        [
            ("name", Literal::text(&it.name)),
            ("id", Literal::text(&it.id)),
            ("parameter", Literal::text(&it.parameter)),
            ("state", Literal::text(&it.state)),
            ("members", Literal::text(&it.members.join(" "))),
            ("given", given(&it.given)),
            ("made", given(&it.made)),
            ("shown", given(&it.shown)),
            ("records", Literal::list(it.records.iter().map(|record| given(record)))),
            ("refers", Literal::list(it.refers.iter().map(reference))),
            ("moves", Literal::list(it.moves.iter().map(step))),
            ("uses", Literal::list(it.uses.iter().map(usage))),
        ],
    )
}

fn pair((name, value): &(String, String)) -> Literal {
    Literal::call("", [Literal::text(name), text(value)])
}

fn reference(it: &Reference) -> Literal {
    Literal::record(
        "Reference",
        [
            ("member", Literal::text(&it.member)),
            ("to", Literal::text(&it.to)),
            ("copies", Literal::list(it.copies.iter().map(pair))),
        ],
    )
}

fn step(it: &Move) -> Literal {
    let condition = match &it.condition {
        Some(condition) => Literal::call("Some", [pair(condition)]),
        None => Literal::atom("None"),
    };
    Literal::record(
        "Move",
        [("from", Literal::text(&it.from)), ("to", Literal::text(&it.to)), ("condition", condition)],
    )
}

fn usage(it: &Use) -> Literal {
    let verb = Literal::atom(format!("Verb::{}", it.verb));
    let details = Literal::list(it.details.iter().map(detail));
    Literal::call("Use::new", [Literal::text(&it.operation), verb, details])
}

fn detail(it: &Detail) -> Literal {
    let of = |name: &str, arguments: &[&str]| {
        Literal::call(&format!("Detail::{name}"), arguments.iter().map(|argument| text(argument)))
    };
    match it {
        Detail::When(name, value) => of("When", &[name, value]),
        Detail::Name(name, member) => of("Name", &[name, member]),
        Detail::Part(name) => of("Part", &[name]),
        Detail::Body(pointer) => of("Body", &[pointer]),
        Detail::Answer(pointer, members) => of("Answer", &[pointer, &members.join(" ")]),
        Detail::Answers(pointer, members) => of("Answers", &[pointer, &members.join(" ")]),
        Detail::Total(pointer) => of("Total", &[pointer]),
        Detail::Member(name) => of("Member", &[name]),
        Detail::Key(name) => of("Key", &[name]),
        Detail::Default(name, value) => of("Default", &[name, value]),
        Detail::Set(name, value) => of("Set", &[name, value]),
        Detail::Clear(name) => of("Clear", &[name]),
        Detail::Unless(name) => of("Unless", &[name]),
        Detail::Shared => Literal::atom("Detail::Shared"),
        Detail::Tagged(pointer, member) => of("Tagged", &[pointer, member]),
    }
}
