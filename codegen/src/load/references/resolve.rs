//! Holds the references of all files against what stands in all files.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::cycles;
use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::load::Options;
use crate::load::grammar::check::{self, Reference};
use crate::load::grammar::kinds::{self, At};
use crate::load::grammar::names;
use crate::load::references::links::{Landing, Links, Lost};
use crate::load::references::refs::{Kind, all, component};
use crate::load::references::targets::{Broken, Target};
use crate::load::yaml::tree::{Mapping, Node, Value};
use crate::source::{Source, Span};

/// Reports two components of one kind and name, references that lead nowhere or to the wrong kind,
/// and things that refer to nothing but each other; and takes down where the others lead. A file
/// without a tree has its errors already. Returns what to read in place of references, by file.
pub(crate) fn check<'t>(
    sources: &[Source],
    trees: &'t [Option<Node>],
    mut references: Vec<Vec<Reference<'t>>>,
    links: &mut Links,
    options: Options,
    found: &mut Diagnostics,
) -> Vec<HashMap<Span, Value>> {
    let names = Names::new(trees, options, found);
    let mut replaced: Vec<HashMap<Span, Value>> = trees.iter().map(|_| HashMap::new()).collect();
    let mut open: Vec<usize> = (0..references.len()).collect();
    // What a reference leads to may have references that nobody has seen.
    while let Some(file) = open.pop() {
        for reference in std::mem::take(&mut references[file]) {
            let mut resolver = Resolver { sources, trees, names: &names, links, file, options };
            match resolver.resolve(&reference) {
                Ok(None) => {}
                Ok(Some((kind, landing))) => {
                    let more = check::part(landing.file, (landing.node, landing.shown), kind, options, found);
                    references[landing.file].extend(more);
                    open.push(landing.file);
                }
                Err(_) if reference.soft => {}
                Err(wrong) => match resolver.instead(&reference, &wrong) {
                    Some(value) => {
                        found.push(wrong.as_warning());
                        replaced[file].entry(reference.span).or_insert(value);
                    }
                    None => found.push(*wrong),
                },
            }
        }
    }
    cycles::check(trees, links, found);
    replaced
}

/// All component names of the service.
struct Names<'t> {
    first: HashMap<(Kind, &'t str), usize>,
    /// How many more names are looked for among the others: when hundreds are wrong, what is wrong is
    /// not their spelling, and comparing all with all takes long.
    left: Cell<usize>,
    /// The files that are missing, each told once.
    missing: RefCell<HashSet<String>>,
}

impl<'t> Names<'t> {
    fn new(trees: &'t [Option<Node>], options: Options, found: &mut Diagnostics) -> Self {
        let mut first: HashMap<(Kind, &str), usize> = HashMap::new();
        for (file, kind, key, _) in all(trees) {
            let before = *first.entry((kind, &key.text)).or_insert(file);
            if before == file {
                continue;
            }
            let message = format!("two files define a {} named {}", kind.word(), quoted(&key.text));
            let mut it = Diagnostic::error("duplicate-component", file, key.span, message)
                .with_help("a service has one namespace: rename one, or keep one and refer to it");
            // Others have a namespace a file.
            it = if options.foreign { it.as_warning() } else { it };
            if let Some((other, _)) = trees[before].as_ref().and_then(|root| component(root, kind, &key.text))
            {
                it = it.with_related(before, other.span, "the other one");
            }
            found.push(it);
        }
        Self { first, left: Cell::new(300), missing: RefCell::default() }
    }

    fn suggest(&self, kind: Kind, name: &str) -> Option<String> {
        self.left.set(self.left.get().checked_sub(1)?);
        let of_kind = self.first.keys().filter(|(it, _)| *it == kind);
        let mut names: Vec<&str> = of_kind.map(|(_, name)| *name).collect();
        names.sort_unstable();
        names::suggest(name, names)
    }
}

struct Resolver<'a, 't> {
    sources: &'a [Source],
    trees: &'t [Option<Node>],
    names: &'a Names<'t>,
    links: &'a mut Links,
    /// Where the reference stands.
    file: usize,
    options: Options,
}

/// What a reference leads to, where nobody has looked at that yet.
type Unseen<'t> = Option<(Kind, Landing<'t>)>;

impl<'t> Resolver<'_, 't> {
    fn resolve(&mut self, reference: &Reference<'t>) -> Result<Unseen<'t>, Box<Diagnostic>> {
        let target = match self.links.named(self.file, reference.target) {
            Ok(target) => target,
            Err(Broken::NoFile(path)) if !self.names.missing.borrow_mut().insert(path.clone()) => {
                return Ok(None);
            }
            Err(why) => return Err(self.broken(reference, why)),
        };
        self.links.reach(target.file());
        match &target {
            Target::Component { file, kind, name } => {
                let root = self.trees.get(*file).and_then(Option::as_ref);
                // A file without a tree has its errors.
                let Some(root) = root else { return Ok(None) };
                if *kind != reference.kind {
                    return Err(self.another_kind(reference, root, *kind, name));
                }
                match component(root, *kind, name) {
                    Some(_) => Ok(None),
                    None => Err(self.no_such_component(reference, *file, name)),
                }
            }
            Target::Nested { .. } => self.nested(reference, target),
        }
    }

    /// What a reference of others can be read as that leads to nothing of its kind: of a schema nothing
    /// is known then, and a request body says what is in it as a response does.
    fn instead(&self, reference: &Reference<'_>, wrong: &Diagnostic) -> Option<Value> {
        let target = match self.links.named(self.file, reference.target) {
            _ if !self.options.foreign || wrong.name == "reference-cycle" => return None,
            Err(Broken::NoFile(_) | Broken::Remote) => return None,
            target => target.ok(),
        };
        match (reference.kind, target) {
            (Kind::Schema, _) => Some(Value::Mapping(Mapping::default())),
            (Kind::Response, Some(Target::Component { file, kind: Kind::RequestBody, name })) => {
                let (_, body) = component(self.trees.get(file)?.as_ref()?, Kind::RequestBody, &name)?;
                // Its references are relative to its file.
                let Value::Mapping(mapping) = &body.value else { return None };
                let content = mapping.get("content")?.value.clone();
                let words = mapping.get("description").map_or_else(|| Value::text(""), |it| it.value.clone());
                let entries = vec![("description", words), ("content", content)];
                (file == self.file).then(|| Value::holding(reference.span, entries))
            }
            (Kind::Response, Some(Target::Component { kind: Kind::Schema, .. })) => {
                let holding = |entries| Value::holding(reference.span, entries);
                let schema = holding(vec![("$ref", Value::text(reference.target))]);
                let content = holding(vec![("application/json", holding(vec![("schema", schema)]))]);
                Some(holding(vec![("description", Value::text("")), ("content", content)]))
            }
            _ => None,
        }
    }

    fn nested(&mut self, reference: &Reference<'t>, target: Target) -> Result<Unseen<'t>, Box<Diagnostic>> {
        let wanted = reference.kind;
        let (target, landing) = match self.links.land(self.trees, target.clone()) {
            Ok(landed) => landed,
            // A file without a tree has its errors.
            Err(Lost::Nowhere) if self.trees.get(target.file()).is_none_or(Option::is_none) => {
                return Ok(None);
            }
            Err(Lost::Nowhere) => return Err(self.leads_nowhere(reference, &target)),
            Err(Lost::InCircles) => {
                let message = format!("{} leads round in circles", quoted(reference.target));
                let help = "write what is meant in place of one of the references on the way";
                return Err(self.error("reference-cycle", reference, message, Some(help.to_owned())));
            }
        };
        if !self.options.foreign {
            let message = format!("{} leads into the middle of something", quoted(reference.target));
            let help = format!(
                "only components are referred to: give it a name under `components.{}`",
                wanted.section()
            );
            return Err(self.error("nested-reference", reference, message, Some(help)));
        }
        let root = self.trees.get(landing.file).and_then(Option::as_ref);
        let stands = match root {
            Some(root) if self.links.is_document(landing.file) => kinds::at(root, &target.pointer()),
            _ => At::Unknown,
        };
        let known = match (stands, self.links.places.get(&target)) {
            (At::Kind(kind), _) | (At::Unknown, Some(&kind)) => Some(kind),
            (At::Unknown, None) => None,
            (At::Part, _) => {
                let message =
                    format!("a {} has to stand here, but this refers to a part of something", wanted.word());
                let help = format!("refer to a {} as a whole", wanted.word());
                return Err(self.error("wrong-reference", reference, message, Some(help)));
            }
        };
        if let Some(kind) = known.filter(|kind| *kind != wanted) {
            let message =
                format!("a {} has to stand here, but this refers to a {}", wanted.word(), kind.word());
            return Err(self.error("wrong-reference", reference, message, None));
        }
        if matches!(target, Target::Nested { .. }) {
            self.links.places.insert(target.clone(), wanted);
        }
        self.links.keep(self.file, reference.target, target);
        Ok(known.is_none().then_some((wanted, landing)))
    }

    fn error(
        &self,
        name: &'static str,
        reference: &Reference<'_>,
        message: String,
        help: Option<String>,
    ) -> Box<Diagnostic> {
        let mut it = Diagnostic::error(name, self.file, reference.span, message);
        it.help = help;
        Box::new(it)
    }

    fn broken(&self, reference: &Reference<'_>, why: Broken) -> Box<Diagnostic> {
        match why {
            Broken::Remote => {
                let help = "copy what is needed into a file beside this one".to_owned();
                let message = "references to other machines are not followed".to_owned();
                self.error("remote-reference", reference, message, Some(help))
            }
            Broken::NoFragment => {
                let name = reference.target.rsplit(['/', '#']).next().unwrap_or_default();
                let name = name.strip_suffix(".yaml").unwrap_or(name);
                let message = format!("{} names no component", quoted(reference.target));
                let help = format!("write `{}`", local(reference.kind, name));
                self.error("broken-reference", reference, message, Some(help))
            }
            Broken::NoFile(path) => {
                let near = names::nearest(&path, self.links.files().paths());
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "references between files are relative to the file they stand in".to_owned(),
                };
                let message = format!("there is no file {} among the specs", quoted(&path));
                self.error("broken-reference", reference, message, Some(help))
            }
        }
    }

    fn another_kind(
        &self,
        reference: &Reference<'_>,
        root: &Node,
        kind: Kind,
        name: &str,
    ) -> Box<Diagnostic> {
        let wanted = reference.kind;
        let message = format!("a {} has to stand here, but this refers to a {}", wanted.word(), kind.word());
        let help = match component(root, wanted, name) {
            Some(_) => format!("did you mean `{}`?", local(wanted, name)),
            None => format!("refer to one under `components.{}`", wanted.section()),
        };
        self.error("wrong-reference", reference, message, Some(help))
    }

    fn no_such_component(&self, reference: &Reference<'_>, file: usize, name: &str) -> Box<Diagnostic> {
        let kind = reference.kind;
        let path = &self.sources[file].path;
        let message = format!("there is no {} named {} in {path}", kind.word(), quoted(name));
        let help = match self.names.first.get(&(kind, name)) {
            Some(other) => Some(format!(
                "it stands in another file: write `{}{}`",
                if *other == self.file { "" } else { self.sources[*other].file_name() },
                local(kind, name)
            )),
            None => self.names.suggest(kind, name),
        };
        self.error("broken-reference", reference, message, help)
    }

    fn leads_nowhere(&self, reference: &Reference<'_>, target: &Target) -> Box<Diagnostic> {
        let pointer = target.pointer();
        let mut segments = pointer.split('/').skip(1);
        if segments.next() == Some("components")
            && let Some(section) = segments.next()
            && Kind::of_section(section).is_none()
        {
            let message = format!("components have no {}", quoted(section));
            let help = names::nearest(section, Kind::ALL.map(Kind::section))
                .map_or_else(|| local(reference.kind, "…"), str::to_owned);
            return self.error(
                "broken-reference",
                reference,
                message,
                Some(format!("did you mean `{help}`?")),
            );
        }
        let path = &self.sources[target.file()].path;
        let message = format!("{} leads nowhere: {path} has no such place", quoted(reference.target));
        let help = "in such a way `/` within a key is written `~1`, and `~` is `~0`".to_owned();
        self.error("broken-reference", reference, message, Some(help))
    }
}

fn local(kind: Kind, name: &str) -> String {
    format!("#/components/{}/{name}", kind.section())
}
