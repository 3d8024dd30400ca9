//! What is found while a spec is turned into what is generated.

use super::rules;

rules! {
    /// What is found while a spec is turned into what is generated.
    LOWERING:

    "untyped-schema" Advice
        "The schema has no type of its own in Rust, so callers get `Value`: JSON of any shape, with nothing lost. Where one object with optional properties says the same, they get a struct.";
    "conflicting-parts" Convention
        "All parts of an `allOf` hold together, so what two of them say of one value, or of one property, has to agree. A value that is text and a number at once does not exist.";
    "unsupported-body" Convention
        "A form is made of the members of an object, so its schema has to be one. Without, callers pass the text of the form.";
    "unsupported-parameter" Error
        "A parameter with `content` is written as JSON; what other media types would put into a path, a query or a header nothing says.";
    "unsupported-path" Error
        "What follows the `?` of a path is sent as it is, and a value that is all of a placeholder takes the parameter's. A mixture of both cannot be written.";
    "incomplete-pagination" Error
        "To turn pages a client has to say how long a page is: it sends a limit always. Name the parameter as `limit` of x-pagination.";
    "other-media-types" Advice
        "Of several media types one is generated: JSON before a form, a form before parts, then bytes, text and XML; in answers JSON, then text, bytes and XML. The others are named here because callers cannot choose them.";
    "xml-as-text" Advice
        "No type is written as XML or read from it. Callers pass and get the text.";
    "opaque-body" Advice
        "The schema describes an object, and the media type does not say how its bytes carry it. Callers pass and get the bytes.";
    "bodiless-answer" Advice
        "HTTP sends no body with 204 and 205, so what is documented under them never comes.";
    "dropped-part-headers" Advice
        "A part of a form has a name, a file name and a media type; other headers of it are not sent.";
    "allow-reserved" Advice
        "`allowReserved` lets a client leave reserved characters as they are. A signature covers the encoded form, which means the same to a server, so all are encoded.";
    "empty-value" Advice
        "`allowEmptyValue` allows `name=` alone. Text can be empty; a number, a boolean or an object cannot.";
    "secret-in-address" Advice
        "Paths and queries are written to logs by every server on the way, and stand in this SDK's errors too.";
    "foreign-credentials" Advice
        "The runtime proves who calls with an access key of the cloud or with a token of its IAM, and with nothing else. A key in a header is given to each call; what belongs into `Authorization` is added by a `Transport` of the caller's own. Keys in queries and cookies are parameters.";
    "server-variable" Advice
        "The address is made with the default of each variable; only `region` is chosen by callers, from its `enum`.";
    "further-server" Advice
        "Of several addresses that are for no region the first is called.";
    "unusable-server" Advice
        "A client calls over HTTP, at an address that begins with a host. Callers say where that is.";
    "unfollowed-link" Advice
        "Links say which call may follow another. The client has both calls, and does not make one for the other.";
    "unheard-callback" Advice
        "Callbacks are requests that the service sends. A client sends requests and does not listen for any.";

    "resource-name" Convention
        "`x-resources` of all files of a service are one list: each name stands once, and `to`, `unless` and `{count:...}` name one of them.";
    "resource-operation" Convention
        "What an operation does is said under its operationId.";
    "resource-member" Convention
        "Names in `x-resources` are those of JSON: the members that the answers about a resource have, the parameters of an operation, the members of its body. A misspelt one would change nothing, and nobody would notice.";
    "resource-pointer" Convention
        "`answer` and `total` are JSON pointers into the answer of success, `body` and `tagged` into the body that is sent. Without `answer` the answer itself is the record; of a list it is where `x-pagination` has its items.";
    "resource-value" Convention
        "A value fits the member that it is for: its type, its enum. Text may have placeholders in braces: {uuid}, {number}, {now}, {region}, {domain_id}, {project_id}, {count:RESOURCE}, a member, or a parameter of the path.";
    "resource-required" Convention
        "An answer without a member that its schema requires is not what the service sends. A record gets it from the body that makes it, from a documented default, from `given`, `made` or `shown`, or from what it refers to.";
}
