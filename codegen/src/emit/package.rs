//! The packages: their names, manifests and readmes.

use super::Packaging;
use super::rust::header;
use crate::ir::{Operation, Service};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the description for mocks stands: beside `src`, because callers compile it only with the
/// feature `mock`.
pub const MOCK_FILE: &str = "mock/description.rs";

/// Each of the runtime's features by the same name, so that a caller names one crate.
const CLIENT_FEATURES: &str = "\
[features]
default = [\"rustls\"]
# TLS by rustls.
rustls = [\"huaweicloud-core/rustls\"]
# TLS by the operating system's library, in place of rustls.
native-tls = [\"huaweicloud-core/native-tls\"]
# Takes answers compressed.
gzip = [\"huaweicloud-core/gzip\"]
# `send_blocking()`, for programs without async.
blocking = [\"huaweicloud-core/blocking\"]
# What the service takes and answers, for huaweicloud-mock: data, no dependency.
mock = [\"huaweicloud-core/mock\"]

[package.metadata.docs.rs]
all-features = true

";

/// A readme lists no more operations than this.
const MOST_LISTED: usize = 1000;

/// Whether a table of operations leads to their methods.
#[derive(Clone, Copy, PartialEq)]
pub enum Linked {
    Yes,
    No,
}

/// A service on its way into two packages.
pub struct Package<'a> {
    pub service: &'a Service,
    pub packaging: &'a Packaging,
}

impl Package<'_> {
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.service.chapters.iter().flat_map(|chapter| &chapter.operations)
    }

    pub fn client_folder(&self) -> String {
        self.service.name.clone()
    }

    pub fn model_folder(&self) -> String {
        format!("{}-model", self.service.name)
    }

    pub fn client_package(&self) -> String {
        match self.packaging {
            Packaging::Workspace => format!("huaweicloud-{}", self.service.name),
            Packaging::Standalone { .. } => format!("{}-client", self.service.name),
        }
    }

    pub fn model_package(&self) -> String {
        match self.packaging {
            Packaging::Workspace => format!("huaweicloud-{}-model", self.service.name),
            Packaging::Standalone { .. } => format!("{}-model", self.service.name),
        }
    }

    pub fn client_crate(&self) -> String {
        self.client_package().replace('-', "_")
    }

    pub fn model_crate(&self) -> String {
        self.model_package().replace('-', "_")
    }

    /// What the header of files that come from several specs names.
    pub fn spec_folder(&self) -> String {
        let spec = self.service.chapters.first().map_or("", |chapter| chapter.spec.as_str());
        let several = self.service.chapters.iter().any(|chapter| chapter.spec != spec);
        match spec.rsplit_once('/').filter(|_| several) {
            Some((folder, _)) => folder.to_owned(),
            None => spec.to_owned(),
        }
    }

    pub fn model_manifest(&self) -> String {
        let description =
            format!("Types of {} ({}), for its client", self.service.title, self.service.version);
        let dependencies = self.dependency("huaweicloud-types", "types");
        let dev = self.external(&["serde", "serde_json"]);
        self.manifest(&self.model_package(), &description, "", &dependencies, &dev)
    }

    pub fn client_manifest(&self) -> String {
        let description = format!("Client for {} ({})", self.service.title, self.service.version);
        let model = format!(
            "{} = {{ path = \"../{}\", version = \"={VERSION}\" }}\n",
            self.model_package(),
            self.model_folder()
        );
        let dependencies = format!("{}{model}", self.dependency("huaweicloud-core", "core"));
        // The tests need the crate's own feature; by path alone, so that what is published has no circle.
        let own = format!("{} = {{ path = \".\", features = [\"mock\"] }}\n", self.client_package());
        let mock = self.dependency("huaweicloud-mock", "mock");
        let dev = format!("{own}{mock}{}", self.external(&["serde_json", "tokio"]));
        self.manifest(&self.client_package(), &description, CLIENT_FEATURES, &dependencies, &dev)
    }

    fn manifest(
        &self,
        name: &str,
        description: &str,
        features: &str,
        dependencies: &str,
        dev_dependencies: &str,
    ) -> String {
        let header = header(&self.spec_folder(), "#");
        let description = toml_string(description);
        let (shared, lints) = match self.packaging {
            Packaging::Workspace => (
                "version.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
                 license.workspace = true\nrepository.workspace = true\ncategories.workspace = true\n\
                 keywords.workspace = true\n",
                "[lints]\nworkspace = true\n",
            ),
            Packaging::Standalone { .. } => {
                ("version = \"0.1.0\"\nedition = \"2024\"\n", "[lints.rust]\nunsafe_code = \"forbid\"\n")
            }
        };
        format!(
            "{header}\n[package]\nname = \"{name}\"\ndescription = {description}\nreadme = \"README.md\"\n{shared}\n\
             {lints}\n{features}[dependencies]\n{dependencies}\n[dev-dependencies]\n{dev_dependencies}"
        )
    }

    fn dependency(&self, name: &str, folder: &str) -> String {
        match self.packaging {
            Packaging::Workspace => format!("{name}.workspace = true\n"),
            Packaging::Standalone { runtime } => {
                // In the workspace, its root says the same.
                let features = if folder == "core" { ", default-features = false" } else { "" };
                format!(
                    "{name} = {{ path = {}, version = \"={VERSION}\"{features} }}\n",
                    toml_string(&format!("{runtime}/{folder}"))
                )
            }
        }
    }

    fn external(&self, names: &[&str]) -> String {
        let line = |name: &&str| match (self.packaging, *name) {
            (Packaging::Workspace, "tokio") => {
                "tokio = { workspace = true, features = [\"macros\", \"rt\"] }\n".to_owned()
            }
            (Packaging::Workspace, name) => format!("{name}.workspace = true\n"),
            (_, "tokio") => "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n".to_owned(),
            (_, name) => format!("{name} = \"1\"\n"),
        };
        names.iter().map(line).collect()
    }

    /// The manifest of a workspace of its own.
    pub fn standalone_workspace(&self, has_client: bool) -> String {
        let client = if has_client { format!("\"{}\", ", self.client_folder()) } else { String::new() };
        let header = header(&self.spec_folder(), "#");
        format!("{header}\n[workspace]\nresolver = \"3\"\nmembers = [{client}\"{}\"]\n", self.model_folder())
    }

    pub fn model_readme(&self) -> String {
        format!(
            "# {}\n\nTypes of {} ({}) for [`{}`](../{}), which re-exports them as `model`.\n\
             No HTTP and no async: for programs that only read or write the JSON.\n",
            self.model_package(),
            self.service.title,
            self.service.version,
            self.client_package(),
            self.client_folder()
        )
    }

    pub fn client_readme(&self) -> String {
        let Service { title, version, docs, .. } = self.service;
        let about = if docs.text.is_empty() { String::new() } else { format!("\n{}\n", docs.text) };
        // The lines that rustdoc hides would show here.
        let first_call = self.first_call();
        let example: Vec<&str> = first_call.lines().filter(|line| !line.starts_with("# ")).collect();
        let operations = self.operation_tables(Linked::No);
        format!(
            "# {package}\n\nClient for {title} ({version}), for Rust.\n{about}\n```rust\n{example}\n```\n{operations}\n\
             ## Tests\n\nWith its feature `mock`, the crate says what the service takes and answers, and \
             [`huaweicloud-mock`](https://docs.rs/huaweicloud-mock)\nplays it on this machine, without an account:\n\n\
             ```rust\nlet mock = huaweicloud_mock::Mock::start([{crate_name}::mock::SERVICE]).await?;\n\
             let client = {crate_name}::Client::new(&mock.config());\n```\n",
            package = self.client_package(),
            crate_name = self.client_crate(),
            example = example.join("\n"),
        )
    }

    /// A table of operations for each chapter, or only how many there are where nobody would read it.
    pub fn operation_tables(&self, linked: Linked) -> String {
        let count = self.operations().count();
        if count > MOST_LISTED {
            return format!("\n{count} operations, all of them methods of `Client`.\n");
        }
        let mut text = String::new();
        let mut before = None;
        for chapter in self.service.chapters.iter().filter(|chapter| !chapter.operations.is_empty()) {
            // A chapter may come in parts.
            if before != Some(&chapter.spec) {
                let about = Some(&chapter.docs.text).filter(|text| !text.is_empty());
                let about = about.map_or(String::new(), |text| format!("{text}\n\n"));
                text.push_str(&format!(
                    "\n## {}\n\n{about}| method | operation |\n|---|---|\n",
                    chapter.title
                ));
            }
            before = Some(&chapter.spec);
            for operation in &chapter.operations {
                // Code in it may go over the end of a line.
                let lines = operation.docs.text.lines().take_while(|line| !line.is_empty());
                let summary = lines.collect::<Vec<_>>().join(" ").replace('|', "\\|");
                let name = operation.method.trim_start_matches("r#");
                let link = if linked == Linked::Yes { format!("(Client::{name})") } else { String::new() };
                let method = if link.is_empty() { format!("`{name}`") } else { format!("[`{name}`]{link}") };
                text.push_str(&format!("| {method} | {summary} |\n"));
            }
        }
        text
    }
}

fn toml_string(text: &str) -> String {
    // JSON strings are TOML strings, but for DEL, which no description holds.
    serde_json::Value::from(text.replace(['\n', '\r', '\u{7f}'], " ")).to_string()
}
