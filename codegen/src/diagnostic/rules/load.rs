//! What is found while files are read.

use super::rules;

rules! {
    /// What is found while files are read.
    LOADING:

    "yaml-syntax" Error
        "The text is not YAML, so nothing in this file can be looked at. The parser stops where it gives up; the slip is there or shortly before: an open quote or bracket, a tab, text with `: ` in it, an indentation that fits no line above.";
    "open-quote" Partly
        "Quoted text goes on to its closing quote, in lines that are indented by more than its key. In the specs of others lines that are not are read as one.";
    "yaml-tag" Error
        "A YAML tag such as !include or !!binary asks a reader for something that OpenAPI does not know. Remove it; text that begins with `!` has to stand in quotes.";
    "several-documents" Error
        "A line `---` begins a further YAML document, and an OpenAPI file is one. The rest would be dropped.";
    "duplicate-key" Error
        "A key that stands twice in one mapping has two values. YAML forbids it, and readers differ in which of the two they take.";
    "bad-key" Error
        "A key has to be text. A list or a mapping as a key is usually a value that begins with `{` or `[` and lacks its quotes.";
    "not-json" Error
        "OpenAPI says what JSON says, and JSON writes neither infinity nor not-a-number nor numbers too large for a float.";
    "recursive-alias" Error
        "Something contains itself with nothing in between that could end it: a YAML alias inside the value that it names, or a schema of a list or a map that refers to itself. Recursion goes through `$ref` and a property of an object.";
    "too-many-aliases" Error
        "Nested YAML aliases can stand for billions of values in a few lines. Past a bound they are refused; `$ref` says the same without copies.";
    "too-deep" Error
        "Values that stand in one another without end would use up the stack of every later stage, so their depth is bounded. Give inner schemas a name under `components`.";
    "too-large" Error
        "A file has at most 64 MiB, 2,000,000 values, and 100,000 keys or elements beside one another, so that reading it takes a bounded time and memory. Split it into one file a chapter.";
    "not-openapi" Error
        "An OpenAPI document is a mapping with the key `openapi`.";
    "not-openapi-3.0" Error
        "Only OpenAPI 3.0 is read. 2.0 (Swagger) and 3.1 write types, bodies and null differently; converters exist for both directions.";

    "unknown-key" Partly
        "A key that the object does not have means nothing, so what it was meant to say would be lost: usually a slip of the pen, or a key of another version of OpenAPI.";
    "unknown-extension" House
        "A key that begins with `x-` is left alone by every reader that does not know it, so what it was meant to say would be lost. In specs/ it is one of ours, in its place: x-pagination and x-waiter on an operation, x-enum-descriptions on a schema.";
    "missing-key" Partly
        "The specification demands this key of the object.";
    "wrong-type" Partly
        "The value is of another kind than the key takes: a list where there is one value, a number where there is text. Unquoted `1.0`, `true` and `null` are not text in YAML.";
    "wrong-value" Partly
        "The key takes certain words, numbers or forms, and this is none of them.";
    "ref-siblings" Convention
        "What stands beside `$ref` is ignored by every reader of OpenAPI 3.0. To add to a schema, put the reference into `allOf`.";
    "path-key" Partly
        "A path begins with `/`: it is appended to the address of the server.";
    "path-reference" Error
        "A path whose value is a `$ref` is what that leads to; what stands beside the `$ref` would be lost.";
    "status-key" Partly
        "Responses are listed by status: a code such as '200', a range such as 4XX, or `default`.";
    "component-name" Convention
        "Names under `components` are made of letters, digits, `.`, `_` and `-`.";
    "schema-or-content" Error
        "A parameter or header says what its value is in exactly one of two ways: with `schema`, or with `content` and one media type.";

    "broken-reference" Partly
        "A `$ref` leads to a component of this file (#/components/schemas/Name) or of another file of the same service (service.yaml#/components/schemas/Name). This one leads nowhere.";
    "misplaced-reference" Error
        "OpenAPI 3.0 has references in place of path items, schemas, parameters, headers, bodies, responses, examples, links and callbacks, and nowhere else. Some tools put any file together from parts; what they write when they bundle those is OpenAPI.";
    "wrong-reference" Partly
        "The reference leads to something of another kind than has to stand here.";
    "nested-reference" Partly
        "In specs/, references lead to components only, not into the middle of one: what is used twice gets a name. In the specs of others they may lead anywhere: into a component, to a path, into a file that holds parts alone.";
    "remote-reference" Error
        "Nothing is fetched from other machines while specs are read: the same files give the same crates, always.";
    "reference-cycle" Error
        "What is referred to consists of nothing but itself, by references or through `allOf`, `oneOf` and `anyOf`, so no value could ever fit it. Recursion through properties and items is fine.";
    "duplicate-component" Partly
        "The files of a service share one namespace: a name stands for one thing.";
    "unreadable" Error
        "The grammar let this pass but the typed form of OpenAPI does not hold it. Please report it: it should have been told better.";
}
