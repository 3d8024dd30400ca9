//! What lints look for, by subject.

use super::rules;

rules! {
    /// What lints look for, by subject.
    LINTS:

    DUPLICATE_OPERATION_ID "duplicate-operation-id" Convention
        "An operationId names a method, a builder and an answer, so no two operations of a service can share one.";
    DUPLICATE_OPERATION "duplicate-operation" Convention
        "Two operations on one method and path cannot be told apart in a request. Paths that differ only in the names of their placeholders are the same path.";
    MISSING_OPERATION_ID "missing-operation-id" House
        "The operationId is the official name of the operation (ListVpnUsers), so that people who know another language's SDK find it again. Without one a name is made of method and path.";
    OPERATION_ID_CASE "operation-id-case" House
        "Official operation names are UpperCamelCase: ListVpnUsers.";
    MISSING_SUMMARY "missing-summary" House
        "The summary is the first line of the method's documentation.";
    MISSING_DOCUMENTATION "missing-documentation" House
        "externalDocs.url names the documentation page that the operation was written from, so that every fact can be looked up.";
    MISSING_SUCCESS "missing-success" Convention
        "Without a response of success (2XX) or `default` nothing says what the method returns.";
    MISSING_DESCRIPTION "missing-description" House
        "Operations, parameters and properties become documented methods, setters and fields: say in a sentence what each is. A property that is a `$ref` has the description of what it refers to; an operation has a line of `summary` and beside it a `description` of what a caller should know.";
    MISSING_EXAMPLE "missing-example" House
        "The example of a body is what the service sends and takes: generated tests decode it, the mock plays it, people copy it, and it shows where a table is wrong. Copy the page's under `example` or `examples` of the media type. Where the page has none, make one up and say so in a comment.";
    UNKNOWN_TAG "unknown-tag" House
        "The tags of an operation are described under `tags` of one of the service's files; a tag that is not is misspelt or left over.";
    ANSWER_NAME "answer-name" House
        "The outermost object of an answer is called after its operation, `<operationId>Response`, as in the official SDKs, so that people who know those find it. An object that is used elsewhere too keeps its own name.";
    UNSEEN_CHARACTER "unseen-character" Convention
        "A name has a character in it that nobody sees, such as a zero-width blank that was copied from a page. Requests would carry it, and the service would not know the name.";
    COMPONENT_CASE "component-case" House
        "Components are named in UpperCamelCase, like the types that are made of them: what stands in the spec is what stands in the code.";

    UNKNOWN_PATH_PARAMETER "unknown-path-parameter" Convention
        "A path parameter needs a placeholder of its name in the path, else its value goes nowhere.";
    UNDECLARED_PATH_PARAMETER "undeclared-path-parameter" Convention
        "A placeholder in the path needs a parameter of its name, in the operation or in the path item.";
    OPTIONAL_PATH_PARAMETER "optional-path-parameter" Convention
        "A path without one of its parameters is another path, so OpenAPI demands `required: true`.";
    BAD_PATH "bad-path" Error
        "A path is made of literal text and placeholders like {instance_id}; braces have to be closed, named and not nested, and no placeholder stands twice.";
    DUPLICATE_PARAMETER "duplicate-parameter" Convention
        "One operation cannot have two parameters of one name in one location. A parameter of the operation replaces the path item's of the same name; that is fine.";
    RESERVED_HEADER "reserved-header" Convention
        "OpenAPI ignores header parameters named Accept, Content-Type and Authorization, and the tokens of the cloud are credentials: use securitySchemes for them, and the media type under `content` for bodies.";
    HEADER_NAME "header-name" Convention
        "Names of headers are made of letters, digits and the signs !#$%&'*+-.^_`|~ alone. A call with another one fails before it is sent.";
    DEPENDENT_PARAMETER "dependent-parameter" House
        "A description that says `only together with`, `only if`, `requires` or the like, and then names a parameter in backticks, states a dependency. The named parameter has to exist: in the same operation, as a query or path parameter or header or a property of the body. And what is mandatory cannot depend on what is optional. This lint sees nothing but such sentences; OpenAPI has no other way to say it.";

    LIST_WITHOUT_PAGINATION "list-without-pagination" House
        "An operation that takes a page size, in its query or its JSON body, returns pages. `x-pagination` says how to go on (style offset, marker or page; limit, cursor, items, next, total), and gives the caller pages() and items(). `style: none` says that there is just one page.";
    PAGINATION_PARAMETER "pagination-parameter" Error
        "`limit` and `cursor` of x-pagination are names of query parameters of the same operation, or both JSON pointers into its JSON body (`/limit`).";
    PAGINATION_POINTER "pagination-pointer" Error
        "`items`, `next` and `total` of x-pagination are JSON pointers into the answer of success: `/page_info/next_marker`. `items` leads to a list. `limit` and `cursor` lead to a number or a text of the request's JSON body, where they begin with `/`, and so do the keys of `when`.";
    PAGINATION_RANGE "pagination-range" Error
        "`size` of x-pagination is sent as the limit and `first` as the first page, so both have to be values that these parameters take: within `minimum` and `maximum`, of the right type. The texts of `when` are values that their members take.";

    WAITER_OPERATION "waiter-operation" Error
        "A wait calls its operation again and again, so x-waiter stands on one that only reads (GET) and answers JSON of one shape: the one that shows the resource or, where there is none, the one that lists it by its id.";
    WAITER_NAME "waiter-name" Error
        "The name of a waiter is what callers wait for, in snake_case: `available` gives wait_until_available(). Each of an operation has a name of its own.";
    WAITER_POINTER "waiter-pointer" Error
        "`state` of x-waiter is a JSON pointer into the answer of success that leads to the state, a text: `/status`, or in a list of one `/connections/0/status`.";
    WAITER_STATE "waiter-state" Error
        "`success` and `failure` of x-waiter list states that the answer has by its `enum`, each once; a misspelt one would never end the wait. States in neither list are ones to go on at. Without any success, `gone: true` says that the wait ends well where there is nothing any more.";
    WAITER_PARAMETER "waiter-parameter" Error
        "`needs` of x-waiter names query parameters of the same operation: those without which the answer may show the state of something else. A list in pages shows the one that is meant only by a parameter such as its id.";
    WAITER_DEADLINE "waiter-deadline" Error
        "A wait polls several times: `interval` (2 seconds if left out) is shorter than `deadline` (600).";

    UNKNOWN_FORMAT "unknown-format" House
        "A format that the generator does not know changes nothing: a misspelt `date-time` would leave the time a text. Formats that say nothing of the Rust type, such as `ipv4`, are documentation, and their names are known too.";
    UUID_FORMAT "uuid-format" HouseAdvice
        "Ids of this cloud are often documented as UUIDs and then come without hyphens, or with a prefix. Keep `format: uuid` only where the service is known to hold to it.";
    SECRET_FORMAT "secret-format" House
        "Text with `format: password` becomes a Secret, which debug output does not show and memory does not keep. Names that end in password, secret, token, key or the like are taken for secrets; tokens of pages and of idempotency are not.";
    ENUM_DESCRIPTIONS "enum-descriptions" Error
        "x-enum-descriptions describes the values of the `enum` beside it, by value.";
    ENUM_VALUE "enum-value" Convention
        "The values of an `enum` have the type of their schema, and each stands once.";
    BAD_DEFAULT "bad-default" Convention
        "A default fits the schema it stands in: its type, its enum, its range. The default of a server variable is one of its values.";
    DEFAULT_DIFFERS "default-differs" House
        "The description names another default than `default`. Look it up on the page, keep the right one, and leave it out of the description: the generated documentation states it.";
    DEFAULT_REQUIRED "default-required" House
        "What has to be given has no default: it could never apply. Where the page says both, find out which is true and say so in a comment.";
    DUPLICATE_REGION "duplicate-region" Convention
        "A region has one address. It stands in the `region` variable of two servers, and only one of them can be meant.";
    EMPTY_RANGE "empty-range" Convention
        "A least value above the greatest leaves no value at all.";
    REQUIRED_PROPERTY "required-property" Convention
        "`required` names properties of the same object. A name that is no property is a slip of the pen.";

    EXAMPLE_MISFIT "example-misfit" Convention
        "Examples are decoded by generated tests, and people copy them. Where the documented example and the documented type differ, the example is what the service sent: correct the schema, with a comment.";
    UNREAD_PATTERN "unread-pattern" Advice
        "Patterns are regular expressions of JavaScript, and examples are held against them by a reader that takes no looking ahead or behind, no references back and no classes of Unicode. Examples are not held against a pattern that it does not take.";
    EXAMPLE_PROPERTY "example-property" Convention
        "A property that an example has and the schema lacks is a field that callers would miss.";

    UNUSED_COMPONENT "unused-component" House
        "A component that nothing refers to is left over or misspelt somewhere.";
    UNKNOWN_SECURITY_SCHEME "unknown-security-scheme" Convention
        "A security requirement names a security scheme of the service's components.";
    DISCRIMINATOR_MAPPING "discriminator-mapping" Convention
        "A discriminator's mapping leads to schemas: by reference, or by the name of a component.";
}
