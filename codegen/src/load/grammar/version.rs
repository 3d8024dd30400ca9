//! What a file is: OpenAPI 3.0, or something else that people give for it.

use crate::diagnostic::quoted;
use crate::load::grammar::check::Check;
use crate::load::grammar::names;
use crate::load::yaml::tree::Node;

impl<'t> Check<'t, '_> {
    /// Whether this is OpenAPI 3.0, so that the rest is worth checking.
    pub(crate) fn version(&mut self, root: &'t Node) -> bool {
        const CONVERT: &str = "convert it to OpenAPI 3.0 first";
        let Some(mapping) = root.as_mapping() else {
            let message = format!("an OpenAPI document is a mapping, but this is {}", root.describe());
            let help = "begin with `openapi: 3.0.3`".to_owned();
            self.error("not-openapi", root.span, message, Some(help));
            return false;
        };
        let Some((key, value)) = mapping.entry("openapi") else {
            if let Some((key, value)) = mapping.entry("swagger") {
                let version = value.as_scalar().map_or("2.0", |scalar| &scalar.text);
                let message = format!("this is Swagger {version}, which is not read");
                self.error("not-openapi-3.0", key.span, message, Some(CONVERT.to_owned()));
            } else {
                let first = mapping.iter().next().map_or(root.span, |(key, _)| key.span);
                let message = "this is not an OpenAPI document: it has no `openapi` key".to_owned();
                let near = names::nearest("openapi", mapping.iter().map(|(key, _)| &*key.text));
                let help = match near {
                    Some(near) => format!("is `{near}` meant to be `openapi`?"),
                    None => "add `openapi: 3.0.3` as the first line".to_owned(),
                };
                self.error("not-openapi", first, message, Some(help));
            }
            return false;
        };
        let Some(scalar) = value.as_scalar() else {
            let message = format!("`openapi` has to be a version, but this is {}", value.describe());
            self.error("not-openapi-3.0", key.span, message, Some("write `openapi: 3.0.3`".to_owned()));
            return false;
        };
        let version = &*scalar.text;
        let patch = version.strip_prefix("3.0.").unwrap_or_default();
        if !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()) {
            return true;
        }
        let (message, help) = if version.starts_with("3.1") || version.starts_with("3.2") {
            (
                format!("this is OpenAPI {}, only 3.0 is read", quoted(version)),
                "write it as 3.0.3: `nullable: true` for a type of `null`, `example` for `examples` in schemas",
            )
        } else if version.starts_with('2') {
            (format!("this is OpenAPI {}, which is not read", quoted(version)), CONVERT)
        } else {
            (format!("{} is no version of OpenAPI 3.0", quoted(version)), "write `openapi: 3.0.3`")
        };
        self.error("not-openapi-3.0", value.span, message, Some(help.to_owned()));
        false
    }
}
