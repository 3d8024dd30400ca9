//! Schemas: which types there are and what they are called.

mod enums;
mod graph;
mod objects;
mod place_names;
pub mod shapes;
mod types;
mod unions;

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::{ReferenceOr, Schema, SchemaData};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::ir::{Alias, Member, Model, ObjectShape, Operation, Type, TypeDef};
use crate::load::{Place, Spec};
use crate::lower::forms::heirs::components;
use crate::lower::forms::spot::{SchemaRef, Spot};
use crate::lower::forms::{Form, Forms, What};
use crate::lower::words::docs::{docs, sentence};
use crate::lower::words::names::{Scope, upper_camel};
use crate::source::Span;

/// Names that generated modules use for something else.
const RESERVED_TYPES: &[&str] = &[
    "BTreeMap",
    "Box",
    "By",
    "Default",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "Result",
    "Secret",
    "Some",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

/// The types of a service in the making.
pub struct Schemas<'a> {
    pub spec: &'a Spec,
    /// Whether contradictions are read past where a client can be had all the same.
    pub foreign: bool,
    pub found: &'a mut Diagnostics,
    pub forms: Forms<'a>,
    /// The types that have a name, by the places of their schemas: one each, whoever refers to it.
    pub named: HashMap<Place, Type>,
    /// The names that are kept for some, by place.
    pub reserved: HashMap<Place, String>,
    /// The names of components that are the same as another, by place.
    aliases: HashMap<Place, String>,
    pub scope: Scope,
    /// Types by file, in the order in which they are met.
    pub types: Vec<Vec<TypeDef>>,
    /// Where each model stands among them.
    pub models: HashMap<String, (usize, usize)>,
    /// What the objects must be, by the names of their models.
    pub shapes: HashMap<String, Vec<Member>>,
    /// Members that may be null, by the names of their models and their own.
    pub nullable: HashSet<(String, String)>,
    /// Where lints found examples that contradict their schemas: nothing is tested by such a one.
    misfits: BTreeSet<(usize, Span)>,
    /// Where errors have been found.
    told: HashSet<(usize, Span)>,
    /// References being followed, so that an alias of itself ends.
    pub following: Vec<Place>,
    /// How deep inline schemas stand in one another, and lists.
    pub level: usize,
    pub lists: usize,
}

impl<'a> Schemas<'a> {
    /// Chooses the names of all components.
    pub fn new(spec: &'a Spec, foreign: bool, found: &'a mut Diagnostics) -> Self {
        let forms = Forms::new(spec);
        let mut scope = Scope::with_reserved(RESERVED_TYPES);
        let mut named = HashMap::new();
        let mut reserved = HashMap::new();
        let mut same = Vec::new();
        for (place, schema) in components(spec) {
            let ReferenceOr::Item(item) = schema else { continue };
            let spot = Spot { schema: SchemaRef::Item(item), place: place.clone() };
            let look = forms.look(&spot);
            let inside = || look.spot.place.pointer.starts_with(&format!("{}/", place.pointer));
            let kind: fn(String) -> Type = match look.what {
                // What stands in a component and is all of it has the component's name.
                What::Object | What::TextEnum | What::IntegerEnum | What::Union
                    if look.spot.place != place && look.spot.place.file == place.file && inside() =>
                {
                    let name = scope.claim(upper_camel(&place.last().unwrap_or_default()));
                    reserved.insert(look.spot.place, name);
                    continue;
                }
                What::Object | What::TextEnum | What::IntegerEnum | What::Union
                    if look.spot.place != place =>
                {
                    same.push(place);
                    continue;
                }
                _ if look.spot.place != place => continue,
                What::Object => Type::Model,
                What::TextEnum => Type::Enum,
                What::IntegerEnum => Type::Code,
                What::Union => Type::Union,
                _ => continue,
            };
            let mut name = upper_camel(&place.last().unwrap_or_default());
            if scope.has(&name) && place.file > 0 {
                // Files of others have a namespace each.
                name = upper_camel(&format!("{}_{name}", spec.files[place.file].source.stem()));
            }
            named.insert(place, kind(scope.claim(name)));
        }
        // What is the same as another has a name where no other type has it.
        let mut aliases = HashMap::new();
        for place in same {
            let name = upper_camel(&place.last().unwrap_or_default());
            if !scope.has(&name) {
                aliases.insert(place, scope.claim(name));
            }
        }
        let types = spec.files.iter().map(|_| Vec::new()).collect();
        let places = |kept: fn(&Diagnostic) -> bool| {
            found.iter().filter(move |it| kept(it)).map(|it| (it.file, it.span))
        };
        let misfits = places(|it| it.name.starts_with("example-")).collect();
        let told = places(|it| it.severity == Severity::Error).collect();
        Self {
            spec,
            foreign,
            found,
            forms,
            named,
            reserved,
            aliases,
            scope,
            types,
            models: HashMap::new(),
            shapes: HashMap::new(),
            nullable: HashSet::new(),
            misfits,
            told,
            following: Vec::new(),
            level: 0,
            lists: 0,
        }
    }

    /// The JSON text of an example, unless it contradicts its schema.
    pub fn example(&self, place: &Place) -> Option<String> {
        let node = self.spec.node(place)?;
        let first = (place.file, Span { start: node.span.start, end: 0 });
        let mut inside = self.misfits.range(first..(place.file, Span { start: node.span.end + 1, end: 0 }));
        let misfit = inside.any(|(_, span)| span.end <= node.span.end);
        (!misfit).then(|| node.to_json())
    }

    /// Lowers every component that becomes a type.
    pub fn lower_components(&mut self) {
        let deep = self.forms.too_deep.take();
        deep.iter().for_each(|place| self.too_deep(place));
        for (place, schema) in components(self.spec) {
            let ReferenceOr::Item(item) = schema else { continue };
            let form = self.forms.form(item, &place);
            let data = Some(&item.schema_data);
            match self.named.get(&place).and_then(Type::generated).map(str::to_owned) {
                Some(name) => self.define(name, &form, data, &place),
                // What cannot be expressed is told even where nothing refers to it.
                None if matches!(form, Form::Conflict(_) | Form::Untyped(_) | Form::Alias(_)) => {
                    let ty = self.formed(form, data, &place, &place.last().unwrap_or_default());
                    self.alias(ty, data, &place);
                }
                None => {}
            }
        }
    }

    /// Adds a type's other name, if the component at that place is one.
    fn alias(&mut self, ty: Type, data: Option<&SchemaData>, place: &Place) {
        let Some(name) = self.aliases.get(place).filter(|_| ty.generated().is_some()).cloned() else {
            return;
        };
        let described = data.and_then(|data| data.description.as_deref().or(data.title.as_deref()));
        let fallback = || format!("Another name of [`{}`].", ty.generated().unwrap_or_default());
        let text = described.map_or_else(fallback, sentence);
        let docs = docs([Some(text.as_str())], data.is_some_and(|data| data.deprecated));
        self.types[place.file].push(TypeDef::Alias(Alias { name, docs, ty }));
    }

    /// The type of a schema by the name of the component that it refers to.
    pub fn by_its_name(&self, ty: Type, schema: SchemaRef<'a>, place: &Place) -> Type {
        let end = self.forms.end(&Spot { schema, place: place.clone() });
        match end.and_then(|(_, place)| self.aliases.get(&place)) {
            Some(name) if ty.generated().is_some() => Type::Alias(name.clone(), Box::new(ty)),
            _ => ty,
        }
    }

    /// The name of the type of a place.
    pub fn named(&self, place: &Place) -> Option<&str> {
        self.named.get(place).and_then(Type::generated)
    }

    /// Nothing is lost, but the caller gets JSON instead of a type: worth a warning.
    pub fn kept_as_value(&mut self, place: &Place, construct: &str) -> Type {
        let message = format!("{construct} becomes `Value`: JSON of any shape");
        let help = "where one object with optional properties says the same, write that".to_owned();
        let diagnostic = self.spec.error("untyped-schema", place, message, Some(help)).as_warning();
        self.found.push(diagnostic);
        Type::Any
    }

    /// Reports two schemas that cannot both hold.
    pub fn conflict(&mut self, place: &Place, what: &str, parts: &[(What, Place); 2]) {
        let [(one, first), (other, second)] = parts;
        let message =
            format!("{what} has to be {} and {} at once, which nothing is", one.words(), other.words());
        let help = "parts of `allOf` all hold together: give them one type, or leave one out".to_owned();
        let place = if self.spec.node(place).is_some() { place } else { second };
        let label = format!("{} here", one.words());
        let mut error = self.spec.error("conflicting-parts", place, message, Some(help));
        error = error.with_related(first.file, self.spec.locate(first), label);
        self.put_up_with(error);
    }

    pub fn too_deep(&mut self, place: &Place) {
        let message = "schemas stand too deep in one another here".to_owned();
        let help = "give the inner ones a name under `components.schemas`, as objects, and refer to them";
        self.report("too-deep", place, message, Some(help.to_owned()));
    }

    /// The schema that is meant in the end.
    pub fn item(&self, schema: SchemaRef<'a>, file: usize) -> Option<&'a Schema> {
        self.forms.end(&Spot { schema, place: Place::root(file) }).map(|(item, _)| item)
    }

    /// Reports what cannot be expressed. What lints already call an error at that very place is not
    /// told again.
    pub fn report(&mut self, name: &'static str, place: &Place, message: String, help: Option<String>) {
        self.tell(self.spec.error(name, place, message, help));
    }

    /// Reports what callers of a foreign spec can put up with.
    pub fn put_up_with(&mut self, error: Diagnostic) {
        self.tell(if self.foreign { error.as_warning() } else { error });
    }

    fn tell(&mut self, error: Diagnostic) {
        if self.told.insert((error.file, error.span)) {
            self.found.push(error);
        }
    }

    /// What the objects must be, by the names of their models.
    pub fn shapes(&self) -> &HashMap<String, Vec<Member>> {
        &self.shapes
    }
    /// The objects that requests carry, in the order in which they are met.
    pub fn sent_objects(&self, operations: &[Vec<Operation>]) -> Vec<ObjectShape> {
        let bodies = operations.iter().flatten().filter_map(|operation| operation.body.as_ref());
        let mut names: Vec<&str> = bodies.filter_map(|body| body.shape.object()).collect();
        let mut objects: Vec<ObjectShape> = Vec::new();
        let mut met = HashSet::new();
        names.reverse();
        while let Some(name) = names.pop() {
            let Some(members) = self.shapes.get(name) else { continue };
            if met.insert(name) {
                names.extend(members.iter().rev().filter_map(|member| member.shape.object()));
                objects.push(ObjectShape { name: name.to_owned(), members: members.clone() });
            }
        }
        objects
    }

    /// The generated type of that name.
    pub fn model_named(&self, name: &str) -> Option<&Model> {
        let (file, position) = self.models.get(name)?;
        match self.types.get(*file)?.get(*position)? {
            TypeDef::Model(model) => Some(model),
            TypeDef::Enum(_) | TypeDef::Union(_) | TypeDef::Alias(_) => None,
        }
    }

    /// All types by file, with what only the whole shows: which are sent, and which contain themselves.
    pub fn finish(mut self, operations: &[Vec<Operation>]) -> Vec<Vec<TypeDef>> {
        let sent = operations.iter().flatten().flat_map(Operation::sent);
        graph::mark_sent(&mut self.types, sent);
        graph::box_recursion(&mut self.types);
        graph::mark_nullable(&mut self.types, &self.nullable);
        for definition in self.types.iter_mut().flatten() {
            if let TypeDef::Enum(open_enum) = definition
                && open_enum.docs.text.is_empty()
            {
                open_enum.docs.text = format!("The values of `{}`.", open_enum.name);
            }
        }
        self.types
    }
}
