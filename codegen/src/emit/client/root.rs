//! The client crate's root: what it exports, the service as the runtime knows it, the client.

use super::chapters::exports;
use super::manual::MANUAL;
use super::values::{arguments, is_simple};
use crate::emit::package::{MOCK_FILE, Package};
use crate::emit::rust::{SourceFile, indent, lines};
use crate::emit::types::import;
use crate::ir::{Content, Operation, Success};

impl Package<'_> {
    pub fn client_root(&self) -> String {
        let mut file = SourceFile::generated_from(&self.spec_folder());
        file.text(format!("#![doc = include_str!(\"../{MANUAL}\")]"));

        let chapters: Vec<_> =
            self.service.chapters.iter().filter(|chapter| !chapter.operations.is_empty()).collect();
        let modules: Vec<&str> = chapters.iter().map(|chapter| chapter.module.as_str()).collect();
        file.text(lines(&modules, |module| format!("mod {module};")));
        file.text(format!("#[cfg(feature = \"mock\")]\n#[path = \"../{}\"]\npub mod mock;", MOCK_FILE));
        // A spec without servers is called at the endpoint that the caller configures.
        let endpoint = (!self.service.endpoints.is_empty()).then_some("Endpoint");
        file.text(import("huaweicloud_core", endpoint.into_iter().chain(["Service", "ServiceClient"])));
        file.text(format!(
            "pub use huaweicloud_core::{{Config, Credentials, Error, Response}};{}\n#[doc(inline)]\npub use {} as model;",
            self.raw_exports(),
            self.model_crate()
        ));
        let mut exported = |docs: &str, module: &str, names: fn(&Operation) -> Option<&str>| {
            let exports: Vec<String> = chapters.iter().map(|chapter| exports(chapter, names)).collect();
            let exports: Vec<&str> =
                exports.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
            if !exports.is_empty() {
                file.text(format!("/// {docs}\npub mod {module} {{\n{}\n}}", indent(&exports.join("\n"))));
            }
        };
        exported(
            "Requests, one type an operation: made by the methods of [`Client`].",
            "request",
            |operation| Some(&operation.builder),
        );
        exported("Forms in parts, for requests that carry one.", "form", |operation| {
            match &operation.body.as_ref()?.content {
                Content::Multipart(form) => Some(&form.name),
                _ => None,
            }
        });
        exported("Answers that are one thing or another, by the status.", "answer", |operation| {
            match &operation.answer {
                Success::ByStatus(it) => Some(&it.name),
                _ => None,
            }
        });
        file.text(self.service_static());
        file.text(CLIENT.replace("TITLE", &self.service.title));
        file.finish()
    }

    /// The re-exports of the runtime's types for what is no JSON.
    fn raw_exports(&self) -> String {
        let (answers, bodies) = self.raw_types();
        let lines =
            [import("pub use huaweicloud_core", answers), import("pub use huaweicloud_core::body", bodies)];
        lines.iter().filter(|line| !line.is_empty()).map(|line| line.replacen("use ", "\n", 1)).collect()
    }

    /// The runtime's types for answers and for bodies that are no JSON, where an operation has such.
    pub fn raw_types(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let has = |wanted: fn(&Content) -> bool| {
            self.operations().filter_map(|it| it.body.as_ref()).any(|body| wanted(&body.content))
        };
        let answers: Vec<&str> = self.operations().flat_map(|it| answer_types(&it.answer)).collect();
        let raw = |content: &Content| {
            matches!(content, Content::Text { .. } | Content::Bytes { .. } | Content::Multipart(_))
        };
        let bodies = [
            has(raw).then_some("Body"),
            has(|content| matches!(content, Content::AnyParts)).then_some("Multipart"),
        ];
        let answers = ["Blob", "Text"].into_iter().filter(|name| answers.contains(name)).collect();
        (answers, bodies.into_iter().flatten().collect())
    }

    fn service_static(&self) -> String {
        let endpoints: String = self
            .service
            .endpoints
            .iter()
            .map(|endpoint| {
                let regions: Vec<String> =
                    endpoint.regions.iter().map(|region| format!("{region:?}")).collect();
                let regions = crate::emit::rust::invocation("regions: &[", &regions, "]")
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
    pub fn first_call(&self) -> String {
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
        let listing =
            self.operations().find(|operation| operation.pagination.is_some() && is_simple(operation));
        let call = match (listing, self.operations().find(|operation| is_simple(operation))) {
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

fn answer_types(answer: &Success) -> Vec<&'static str> {
    match answer {
        Success::Json(_) => Vec::new(),
        Success::Text => vec!["Text"],
        Success::Bytes => vec!["Blob"],
        Success::ByStatus(it) => {
            it.variants.iter().flat_map(|variant| answer_types(&variant.answer)).collect()
        }
    }
}
