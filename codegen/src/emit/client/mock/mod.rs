//! The client crate's module `mock`: what the service takes and answers, as data.

mod descriptions;
mod parts;

use quote::quote;

use self::descriptions::{ABOUT, imports, object, operation, service_docs};
use crate::emit::File;
use crate::emit::package::{MOCK_FILE, Package};
use crate::emit::rust::SourceFile;
use crate::ir::Operation;

/// The module: one file, or a root and parts.
pub fn module(package: &Package<'_>) -> Vec<File> {
    let operations: Vec<(&str, &Operation)> = package
        .service
        .chapters
        .iter()
        .flat_map(|chapter| chapter.operations.iter().map(|it| (chapter.module.as_str(), it)))
        .collect();
    let objects = &package.service.objects;
    let described = || operations.iter().map(|(_, operation)| parts::lines(operation));
    let whole = described().sum::<usize>() + objects.iter().map(parts::object_lines).sum::<usize>();
    if whole > parts::MOST {
        return parts::files(package, &operations);
    }
    let mut file = SourceFile::generated_from(&package.spec_folder());
    file.module_docs(ABOUT);
    let all: Vec<&Operation> = package.operations().collect();
    file.text(imports(&all, vec!["Description", "OperationDescription"]));
    let operations = operations.iter().map(|(module, it)| operation(module, it));
    let docs = service_docs(package);
    file.item(quote! {
        #[doc = #docs]
        pub static SERVICE: Description =
            Description { service: &crate::SERVICE, operations: &[#(#operations),*] };
    });
    if !objects.is_empty() {
        let objects = objects.iter().map(object);
        file.text("/// What the objects that requests carry must be, by the names of their models.");
        file.below(crate::emit::rust::formatted(quote! {
            #[allow(non_upper_case_globals)]
            mod objects {
                use huaweicloud_core::description::{Member, Shape};

                #(#objects)*
            }
        }));
    }
    vec![File { path: MOCK_FILE.to_owned(), text: file.finish() }]
}
