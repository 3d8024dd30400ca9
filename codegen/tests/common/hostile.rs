//! Texts and names that nobody means well by, and a spec that takes them at every place.

use std::collections::BTreeSet;

use huaweicloud_codegen::source::Source;
use serde_json::{Value, json};

/// What ends comments, strings and code, opens links and HTML, hides itself or turns text around.
pub const TEXTS: &[&str] = &[
    "ends */ a comment, opens /* another and // a third",
    "#[doc = \"x\"] #![allow(warnings)] //! inner /// outer",
    "\n//! first\n/// second\n#![deny(x)]\nfn injected() {}\n",
    "a raw string ends \"# here \"## and \"### there, r#\"again\"#",
    "\"; pub fn injected() {} //",
    "\\\"; fn injected() {} //\\",
    "<b> <script>alert(1)</script> </div> <!-- <![CDATA[ <?php <Vec<u8>> <T>",
    "`<b>` and ``<b>` and `a``<i>`` and ```<u>` x",
    "[`Vec`], [Vec], [x](javascript:alert(1)), [a]: b, ![i](http://x.example/a.png), [x][y], [^1], [ ], [x",
    "[a]: https://example.com\n[Vec]: crate::missing\n\n[a] [Vec] [`missing::Thing`]",
    "http://example.com/a_b?c=d&e=f#g, https://a.example/[x], (http://b.example) www.a.example http:// https://",
    "```rust\ncompile_error!(\"injected\");\n```\n~~~\nfn main() {}\n~~~\n````\nstill open",
    "```\npanic!(\"run\");\n```\n\n```should_panic\nx\n```\n\n```compile_fail",
    "Text\n\n    let x: u32 = \"not a number\";\n\n\tfn tab() {}\n\n-      in a list\n1.     more\n\n>      quoted",
    "# Examples\n\n> ```\n> panic!();\n> ```\n\n- ```\n  panic!();\n  ```",
    "| a | b |\n|---|---|\n| <c> | [d] |",
    "Title\n=====\nAnother\n---\n### Third <h1>\n***\n___",
    "one ` tick and then three ``` and `````",
    "\\ \\\\ \\` \\[x\\] \\<b\\> C:\\path\\[x] \\",
    "&amp; &lt;b&gt; &#x202e; &unknown; AT&T",
    "*a **b _c __d ~~e * ^f^ $g$ [^note]: h",
    "- a\n  - b\n    - c\n      - d\n        - e\n+ f\n* g\n12) h",
    "{} {0} {{ }} $x ${y} $crate %s %n !{} #x #{x} ${{ secrets }}",
    "\" ' \u{201d} \u{201c} « »",
    "\\u{202e} \\u{0} \\n \\x41 \\u0041 \\N{LATIN}",
    "a\0b\u{7}c\u{1b}[31md\u{7f}e\u{85}f\u{9b}g",
    "a\u{202e}b\u{2066}c\u{2069}d\u{200f}e\u{61c}f",
    "a\u{200b}b\u{200d}c\u{feff}d\u{ad}e\u{e0041}f\u{fe0f}g\u{2060}h",
    "a\u{2028}b\u{2029}c\rd\r\ne\u{b}f\u{c}g",
    "e\u{301}\u{301}\u{301} é \u{e000} \u{fffe} \u{1d4d0} 👩\u{200d}💻 שלום مرحبا",
    "   \n\t\n ",
    "a line with code that is wrapped just where it hurts the most, which is `here - <script> # x > y | z * w 1. v ` and on [a",
    "",
];

/// Names that are keywords, types and methods of what is generated; names that differ in nothing that
/// Rust sees; and names that are none.
#[rustfmt::skip]
pub const NAMES: &[&str] = &[
    "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self",
    "static", "struct", "super", "trait", "true", "type", "Type", "TYPE", "unsafe", "use", "where", "while",
    "async", "await", "dyn", "abstract", "become", "box", "do", "final", "macro", "override", "priv",
    "typeof", "unsized", "virtual", "yield", "try", "gen", "union", "auto", "default", "raw", "safe",
    "macro_rules", "r#type", "'static", "_", "__", "", " ", "new", "clone", "into", "try_into", "to_owned",
    "as_ref", "from", "send", "body", "items", "pages", "next", "with_timeout", "client", "request",
    "response", "status", "headers", "fmt", "i64", "bool", "str", "String", "Vec", "Option", "Box",
    "Result", "Value", "Default", "From", "Into", "Some", "None", "Ok", "Err", "Client", "Request",
    "Response", "Error", "Config", "Credentials", "Json", "Slot", "View", "Object", "Debug", "Clone",
    "PartialEq", "Other", "Unknown", "UnknownValue", "Timestamp", "Secret", "BTreeMap", "std", "core",
    "alloc", "huaweicloud_types", "huaweicloud_core", "open_enum", "builder", "model", "mock", "SERVICE",
    "main", "test", "lib", "1st", "2nd", "-1", "1", "+", "-", "*", "/", "a.b", "a-b", "a_b", "aB", "AB",
    "A_B", "ab", "Ab", "a b", "a/b", "a~1b", "a__b", "a_b_", "tags[]", "a[b][c]", "数据", "é", "É", "ſ", "K",
];

/// Names that are no words, with what ends literals, comments, paths and lines.
#[rustfmt::skip]
pub const ODD_NAMES: &[&str] = &[
    "@odata.type", "$ref", "数", "e\u{301}", "😀", "a\u{202e}b", "a\u{200b}b", "\u{200b}", "*/", "\"#", "`",
    "<b>", "a\"b", "a\\", "a'b", "'a", "{a}", "a:b", "a;b", "a//b", "a\nb", "a\r\nX-Injected: 1", "a\0b",
    "\"; fn injected() {} //", "}\npub fn injected() {", "a\"), compile_error!(\"", "../../a", "C:\\a",
];

/// A name that is longer than any file's may be.
pub fn long() -> String {
    "long_name_".repeat(40)
}

/// A spec with a place for each text and name.
const TEMPLATE: &str = include_str!("hostile.yaml");

/// The places where free text stands; at all others a name does.
pub fn is_prose(place: &str) -> bool {
    let word = ["title", "version", "default", "pattern", "extension", "example value"];
    word.contains(&place)
        || place.ends_with("description")
        || place.ends_with("summary")
        || place == "schema title"
}

/// The places in the spec.
pub fn places() -> BTreeSet<&'static str> {
    let parts = TEMPLATE
        .lines()
        .skip(1)
        .flat_map(|line| line.split("@@").flat_map(|part| part.split('@').skip(1).step_by(2)));
    parts.filter(|it| *it != "number").collect()
}

/// What harmlessly stands at a place.
fn plain(place: &str) -> String {
    match place {
        "number" => String::new(),
        _ if is_prose(place) => "Plain text.".to_owned(),
        _ => format!("plain-{}", place.replace(' ', "-")),
    }
}

/// The spec with what `say` has for a place, else with something harmless.
pub fn spec(say: &dyn Fn(&str) -> Option<String>) -> Source {
    let said = |place: &str| say(place).unwrap_or_else(|| plain(place));
    let mut text = TEMPLATE.replace("@@schema@@", &json_text(&pointer(&said("schema"))));
    for place in places().into_iter().chain(["number"]) {
        text = text.replace(&format!("@{place}@"), &json_text(&said(place)));
    }
    Source::new("hostile.yaml", text)
}

/// What stands between the quotes of JSON, and of YAML: that has no control characters, not even in quotes,
/// and does not know that JSON writes characters of more than 16 bits as two halves.
fn json_text(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    let escaped =
        |it: char| it.is_control() || it > '\u{ffff}' || "\u{feff}\u{fffe}\u{2028}\u{2029}".contains(it);
    let shown = |it: char| match escaped(it) {
        true => it.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
        false => it.to_string(),
    };
    quoted[1..quoted.len() - 1].chars().map(shown).collect()
}

/// All names at once, wherever many can stand; they clash as badly as names can.
pub fn names() -> Source {
    let long = long();
    let names = || NAMES.iter().chain(ODD_NAMES).copied().chain([long.as_str()]);
    let word = || json!({ "type": "string", "description": "A word" });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{}", pointer(name)) });
    let is_component = |name: &&str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    };
    let members =
        |of: &dyn Fn(&str) -> Value| Value::Object(names().map(|it| (it.to_owned(), of(it))).collect());
    let answers = json!({ "200": { "description": "All", "content": { "application/json": { "schema": reference("Uses") } } } });
    let mut paths = serde_json::Map::new();
    for (number, name) in names().enumerate() {
        let mut parameters = vec![
            json!({ "name": "as", "in": "path", "required": true, "description": "A part", "schema": { "type": "string" } }),
        ];
        // Every name in one operation, and each name of an operation.
        let all = names().filter(|it| number == 0 && !it.contains(['\n', '\0']));
        parameters.extend(all.map(|it| json!({ "name": it, "in": "query", "description": "An option", "schema": { "type": "string" } })));
        let operation = json!({ "operationId": name, "summary": "An operation", "parameters": parameters, "responses": answers });
        paths.insert(format!("/v1/{number}/{{as}}"), json!({ "get": operation }));
    }
    let mut schemas = serde_json::Map::new();
    for name in names().filter(is_component) {
        let choice = json!({ "type": "string", "description": "A choice", "enum": ["x"] });
        schemas.insert(
            name.to_owned(),
            json!({ "type": "object", "description": "An object", "properties": { "a": choice } }),
        );
    }
    let uses: serde_json::Map<_, _> =
        names().filter(is_component).map(|it| (it.to_owned(), reference(it))).collect();
    schemas.insert("Uses".into(), json!({ "type": "object", "description": "Uses all", "properties": uses }));
    let all = json!({ "type": "object", "description": "Members of all names", "properties": members(&|_| word()) });
    schemas.insert("Everything".into(), all);
    let values: Vec<&str> = names().collect();
    schemas.insert(
        "Values".into(),
        json!({ "type": "string", "description": "Values of all names", "enum": values }),
    );
    let value = json!({
        "openapi": "3.0.3", "info": { "title": "Names", "version": "v1" },
        "servers": [{ "url": "https://fixture.example.com" }],
        "paths": paths, "components": { "schemas": schemas },
    });
    Source::new("hostile-names.yaml", value.to_string())
}

/// All texts at once, each at every place of a file of its own, and all together at those of another.
pub fn texts() -> Vec<Source> {
    let all = TEXTS.join("\n");
    let one = |(number, text): (usize, &str)| {
        let said = |place: &str| match place {
            "number" => Some(number.to_string()),
            "operation" | "schema" | "segment" | "scheme" => Some(format!("plain-{place}-{number}")),
            _ if is_prose(place) => Some(text.to_owned()),
            _ => None,
        };
        Source::new(format!("hostile-texts/text-{number}.yaml"), spec(&said).text)
    };
    [all.as_str()].into_iter().chain(TEXTS.iter().copied()).enumerate().map(one).collect()
}

fn pointer(name: &str) -> String {
    let mut out = String::new();
    for byte in name.replace('~', "~0").replace('/', "~1").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
