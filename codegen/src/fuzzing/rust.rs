//! Whether generated Rust is Rust: it parses, and nothing in it is there twice.

use std::collections::HashSet;

use syn::{ImplItem, Item, UseTree};

/// Panics where a file is not what the compiler takes, as far as one can tell without it.
pub(super) fn check(path: &str, text: &str) {
    if !path.ends_with(".rs") {
        return;
    }
    match syn::parse_file(text) {
        Ok(file) => items(path, &file.items),
        Err(error) => panic!("{path}: {error}\n{text}"),
    }
}

/// The names of one scope.
struct Scope<'a> {
    place: &'a str,
    seen: HashSet<String>,
}

impl<'a> Scope<'a> {
    fn new(place: &'a str) -> Self {
        Self { place, seen: HashSet::new() }
    }

    fn add(&mut self, kind: &str, name: impl ToString) {
        let name = format!("{kind} {}", name.to_string());
        assert!(!self.seen.contains(&name), "{}: {name} stands twice", self.place);
        self.seen.insert(name);
    }
}

fn items(path: &str, items: &[Item]) {
    let mut scope = Scope::new(path);
    // A type may have several `impl` blocks: their names are in one scope.
    let mut methods = Scope::new(path);
    for item in items {
        match item {
            Item::Struct(it) => {
                scope.add("type", &it.ident);
                let mut fields = Scope::new(path);
                it.fields.iter().flat_map(|field| &field.ident).for_each(|name| fields.add("field", name));
            }
            Item::Enum(it) => {
                scope.add("type", &it.ident);
                let mut variants = Scope::new(path);
                it.variants.iter().for_each(|variant| variants.add("variant", &variant.ident));
            }
            Item::Type(it) => scope.add("type", &it.ident),
            Item::Fn(it) => scope.add("value", &it.sig.ident),
            Item::Const(it) if it.ident != "_" => scope.add("value", &it.ident),
            Item::Static(it) => scope.add("value", &it.ident),
            Item::Mod(it) => {
                scope.add("type", &it.ident);
                if let Some((_, inner)) = &it.content {
                    self::items(path, inner);
                }
            }
            Item::Use(it) => imported(&it.tree, &mut |name| scope.add("type", name)),
            Item::Impl(it) if it.trait_.is_none() => {
                let of = &it.self_ty;
                let of = quote::quote!(#of).to_string();
                for inner in &it.items {
                    if let ImplItem::Fn(inner) = inner {
                        methods.add(&of, &inner.sig.ident);
                        let mut arguments = Scope::new(path);
                        for argument in &inner.sig.inputs {
                            let syn::FnArg::Typed(argument) = argument else { continue };
                            if let syn::Pat::Ident(name) = &*argument.pat {
                                arguments.add("argument", &name.ident);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// The names that a `use` brings; globs bring names that give way.
fn imported(tree: &UseTree, add: &mut impl FnMut(String)) {
    match tree {
        UseTree::Path(it) => imported(&it.tree, add),
        UseTree::Group(it) => it.items.iter().for_each(|it| imported(it, add)),
        UseTree::Name(it) => add(it.ident.to_string()),
        UseTree::Rename(it) => add(it.rename.to_string()),
        UseTree::Glob(_) => {}
    }
}
