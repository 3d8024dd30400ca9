//! What surrounds the modules: manifests, readmes and crate roots.

use super::Packaging;
use super::client::builders;
use super::rust::{SourceFile, comment, header};
use super::types::import;
use crate::ir::{Operation, Service, Type};

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
        match (self.service.chapters.len(), spec.rsplit_once('/')) {
            (2.., Some((folder, _))) => folder.to_owned(),
            _ => spec.to_owned(),
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

    pub fn model_root(&self) -> String {
        let mut file = SourceFile::generated_from(&self.spec_folder());
        file.module_docs(&format!(
            "Types of {} ({}).\n\nThey are plain structs. Fields are `Option`, unknown members are ignored, \
             enums keep unknown values,\nand numbers, booleans and text are read in whatever way the service \
             writes them.",
            self.service.title, self.service.version
        ));
        let modules: Vec<&str> = self
            .service
            .chapters
            .iter()
            .filter(|chapter| !chapter.types.is_empty())
            .map(|chapter| chapter.module.as_str())
            .collect();
        file.text(lines(&modules, |module| format!("mod {module};")));
        file.text(lines(&modules, |module| format!("pub use {module}::*;")));
        file.finish()
    }

    pub fn client_readme(&self) -> String {
        let Service { title, version, docs, .. } = self.service;
        let about = if docs.text.is_empty() { String::new() } else { format!("\n{}\n", docs.text) };
        // The lines that rustdoc hides would show here.
        let first_call = self.first_call();
        let example: Vec<&str> = first_call.lines().filter(|line| !line.starts_with("# ")).collect();
        let mut operations = String::new();
        for chapter in self.service.chapters.iter().filter(|chapter| !chapter.operations.is_empty()) {
            operations.push_str(&format!("\n## {}\n\n| method | operation |\n|---|---|\n", chapter.title));
            for operation in &chapter.operations {
                let summary = operation.docs.text.lines().next().unwrap_or_default().replace('|', "\\|");
                operations
                    .push_str(&format!("| `{}` | {summary} |\n", operation.method.trim_start_matches("r#")));
            }
        }
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

    pub fn client_root(&self) -> String {
        let mut file = SourceFile::generated_from(&self.spec_folder());
        let Service { title, version, docs, docs_url, .. } = self.service;
        let mut text = format!("Client for {title} ({version}).\n");
        if !docs.text.is_empty() {
            text.push_str(&format!("\n{}\n", docs.text));
        }
        if let Some(url) = docs_url {
            text.push_str(&format!("\nDocumentation of the service: <{url}>\n"));
        }
        text.push_str(&format!("\n```no_run\n{}```", self.first_call()));
        file.module_docs(&text);

        let chapters: Vec<_> =
            self.service.chapters.iter().filter(|chapter| !chapter.operations.is_empty()).collect();
        let modules: Vec<&str> = chapters.iter().map(|chapter| chapter.module.as_str()).collect();
        file.text(lines(&modules, |module| format!("mod {module};")));
        file.text(format!("#[cfg(feature = \"mock\")]\n#[path = \"../{}\"]\npub mod mock;", MOCK_FILE));
        // A spec without servers is called at the endpoint that the caller configures.
        let endpoint = (!self.service.endpoints.is_empty()).then_some("Endpoint");
        file.text(import("huaweicloud_core", endpoint.into_iter().chain(["Service", "ServiceClient"])));
        file.text(format!(
            "pub use huaweicloud_core::{{Config, Credentials, Error, Response}};\n#[doc(inline)]\npub use {} as model;",
            self.model_crate()
        ));
        file.text(format!(
            "/// Requests, one type an operation: made by the methods of [`Client`].\npub mod request {{\n{}\n}}",
            indent(&chapters.iter().map(|chapter| builders(chapter)).collect::<Vec<_>>().join("\n"))
        ));
        file.text(self.service_static());
        file.text(CLIENT.replace("TITLE", title));
        file.finish()
    }

    fn service_static(&self) -> String {
        let endpoints: String = self
            .service
            .endpoints
            .iter()
            .map(|endpoint| {
                let regions: Vec<String> =
                    endpoint.regions.iter().map(|region| format!("{region:?}")).collect();
                let regions = super::rust::invocation("regions: &[", &regions, "]")
                    .replace("[ ", "[")
                    .replace(" ]", "]");
                format!(
                    "        Endpoint {{\n            url: {:?},\n{},\n        }},\n",
                    endpoint.url,
                    indent(&indent(&indent(&regions)))
                )
            })
            .collect();
        format!(
            "/// The service as the runtime knows it: its name and where it answers.\n\
             pub static SERVICE: Service = Service {{\n    name: {:?},\n    title: {:?},\n    endpoints: &[\n{endpoints}    ],\n}};",
            self.service.name, self.service.title
        )
    }

    /// The first call of a reader: a list, if the service has one.
    fn first_call(&self) -> String {
        let region = self.service.endpoints.first().and_then(|endpoint| {
            let preferred = ["eu-west-101", "cn-north-4"];
            let known = |name: &&str| endpoint.regions.iter().any(|region| region == name);
            preferred.into_iter().find(known).or(endpoint.regions.first().map(String::as_str))
        });
        let place = match region {
            Some(region) => format!(".region({region:?})"),
            None => ".endpoint(\"https://service.example.com\")".to_owned(),
        };
        let crate_name = self.client_crate();
        let simple = |operation: &&Operation| operation.body.as_ref().is_none_or(|body| !body.required);
        let listing = self.operations().find(|operation| operation.pagination.is_some() && simple(operation));
        let call = match (listing, self.operations().find(simple)) {
            (Some(operation), _) => format!(
                "let mut items = client.{}({}).items();\nwhile let Some(item) = items.next().await {{\n    println!(\"{{:?}}\", item?);\n}}\n",
                operation.method,
                arguments(operation, &crate_name)
            ),
            (None, Some(operation)) => format!(
                "let answer = client.{}({}).send().await?;\nprintln!(\"{{:?}} {{:?}}\", answer.status(), *answer);\n",
                operation.method,
                arguments(operation, &crate_name)
            ),
            (None, None) => String::new(),
        };
        format!(
            "use {crate_name}::{{Client, Config, Credentials, Error}};\n\n# async fn first_call() -> Result<(), Error> {{\n\
             let config = Config::builder()\n    {place}\n    \
             .credentials(Credentials::access_key(\"your-access-key\", \"your-secret-key\"))\n    \
             .project_id(\"0123456789abcdef0123456789abcdef\")\n    .build()?;\n\
             let client = Client::new(&config);\n{call}# Ok(())\n# }}\n"
        )
    }
}

const CLIENT: &str = "/// Client for TITLE.
///
/// Cheap to clone; clones share the connections of the [`Config`].
#[derive(Debug, Clone)]
pub struct Client(ServiceClient);

impl Client {
    /// A client that calls as `config` says.
    pub fn new(config: &Config) -> Self {
        Self(ServiceClient::new(config, &SERVICE))
    }
}";

/// Values that the service takes for the arguments of an operation's method, as Rust writes them.
/// `crate_name` is the client's.
pub fn arguments(operation: &Operation, crate_name: &str) -> String {
    let arguments = operation.arguments.iter();
    arguments.map(|argument| value(&argument.ty, &argument.sample, crate_name)).collect::<Vec<_>>().join(", ")
}

fn value(ty: &Type, sample: &str, crate_name: &str) -> String {
    match ty {
        Type::Boolean | Type::Integer => sample.to_owned(),
        Type::Float => format!("{:?}", sample.parse::<f64>().unwrap_or_default()),
        // A list takes its very element type.
        Type::List(element) => match &**element {
            Type::Text => format!("[{sample:?}.to_owned()]"),
            Type::Enum(name) => format!("[{crate_name}::model::{name}::from({sample:?})]"),
            element => format!("[{}]", value(element, sample, crate_name)),
        },
        Type::Map(_) | Type::Any => "Default::default()".to_owned(),
        _ => format!("{sample:?}"),
    }
}

fn lines(names: &[&str], line: impl Fn(&str) -> String) -> String {
    names.iter().map(|name| line(name)).collect::<Vec<_>>().join("\n")
}

fn indent(text: &str) -> String {
    comment(text, "   ").replace("    \n", "\n")
}

fn toml_string(text: &str) -> String {
    // JSON strings are TOML strings, but for DEL, which no description holds.
    serde_json::Value::from(text.replace(['\n', '\r', '\u{7f}'], " ")).to_string()
}
