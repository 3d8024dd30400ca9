//! Emit: from the IR to the texts of files. Prints, decides nothing.

pub(crate) mod client;
mod layout;
mod literal;
mod model;
pub(crate) mod package;
mod pieces;
mod rust;
pub(crate) mod types;

use crate::ir::Service;

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// How the generated packages find the SDK's own ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Packaging {
    /// As members of this project's workspace.
    #[default]
    Workspace,
    /// On their own, with the SDK's crates at this path.
    Standalone {
        /// Folder that holds `types`, `core` and `mock`, as the generated manifests should name it.
        runtime: String,
    },
}

/// The files of a service's two crates.
pub fn emit(service: &Service, packaging: &Packaging) -> Vec<File> {
    let package = package::Package { service, packaging };
    let mut files = Vec::new();
    let mut file = |path: String, text: String| files.push(File { path, text });

    let model = package.model_folder();
    file(format!("{model}/Cargo.toml"), package.model_manifest());
    file(format!("{model}/README.md"), package.model_readme());
    file(format!("{model}/src/lib.rs"), package.model_root());
    for chapter in &service.chapters {
        if let Some(text) = model::chapters::module(chapter) {
            file(format!("{model}/src/{}.rs", chapter.module), text);
        }
    }
    for tests in model::examples::tests(&package) {
        file(format!("{model}/{}", tests.path), tests.text);
    }

    // A spec may define types alone; a client without a call would be of no use.
    let has_client = package.operations().next().is_some();
    if has_client {
        client_files(service, &package, &mut file);
    }
    if let Packaging::Standalone { .. } = packaging {
        file("Cargo.toml".to_owned(), package.standalone_workspace(has_client));
    }
    files
}

fn client_files(service: &Service, package: &package::Package<'_>, file: &mut impl FnMut(String, String)) {
    let client = package.client_folder();
    file(format!("{client}/Cargo.toml"), package.client_manifest());
    file(format!("{client}/README.md"), package.client_readme());
    file(format!("{client}/src/lib.rs"), package.client_root());
    for chapter in &service.chapters {
        if let Some(text) = client::chapters::module(chapter) {
            file(format!("{client}/src/{}.rs", chapter.module), text);
        }
    }
    let pages = client::manual::pages(package);
    for it in client::mock::module(package).into_iter().chain(client::calls::tests(package)).chain(pages) {
        file(format!("{client}/{}", it.path), it.text);
    }
    for program in client::programs::programs(package) {
        file(program.path, program.text);
    }
}
