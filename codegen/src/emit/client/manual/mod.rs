//! The client's documentation beside its source: a page for the crate, and one an operation with all that
//! would be long between two functions.

mod expressions;
pub mod operation;

use self::expressions::Expressions;
use crate::emit::File;
use crate::emit::package::{Linked, Package};
use crate::ir::{Operation, Service};

/// The page of the crate, from its folder.
pub const MANUAL: &str = "docs/manual.md";

/// All pages.
pub fn pages(package: &Package<'_>) -> Vec<File> {
    let expressions = Expressions::new(package.service);
    let shared = shared_errors(package);
    let manual = File { path: MANUAL.to_owned(), text: manual(package, shared) };
    let operations = package.operations().map(|it| {
        let told_of_the_crate = shared.is_some_and(|shared| shared.shared_errors == it.shared_errors);
        let text = operation::page(package, &expressions, it, told_of_the_crate);
        File { path: operation::path(it), text }
    });
    std::iter::once(manual).chain(operations).collect()
}

fn manual(package: &Package<'_>, shared: Option<&Operation>) -> String {
    let Service { title, version, docs, docs_url, .. } = package.service;
    let crate_name = package.client_crate();
    let mut text = format!("Client for {title} ({version}).\n");
    if !docs.text.is_empty() {
        text.push_str(&format!("\n{}\n", docs.text));
    }
    if let Some(url) = docs_url {
        text.push_str(&format!("\nDocumentation of the service: <{url}>\n"));
    }
    text.push_str(&format!("\n# A first call\n\n```no_run\n{}```\n{CALLS}", package.first_call()));
    if package.operations().any(|it| it.pagination.is_some()) {
        text.push_str("A list has `pages()` and `items()` besides.\n");
    }
    if package.operations().any(|it| !it.waiters.is_empty()) {
        text.push_str("What takes its time has `wait_until_…()` in place of `send()`.\n");
    }
    text.push_str(&format!("\n# Operations\n{}", package.operation_tables(Linked::Yes)));
    if let Some(operation) = shared {
        let rows = operation::error_rows(operation);
        text.push_str(&format!(
            "\n# Errors\n\nBeside those of any call ([`Error`]), the service documents:\n\n{rows}\n"
        ));
    }
    text.push_str(&format!(
        "\n# Tests\n\nWith its feature `mock`, the crate says what the service takes and answers, and `huaweicloud-mock`\n\
         plays it on this machine, without an account:\n\n```no_run\n\
         # async fn example() -> Result<(), huaweicloud_mock::Error> {{\n\
         let mock = huaweicloud_mock::Mock::start([{crate_name}::mock::SERVICE]).await?;\n\
         let client = {crate_name}::Client::new(&mock.config());\n# Ok(())\n# }}\n```\n"
    ));
    text
}

const CALLS: &str = "
# Calls

A method of [`Client`] takes what the service requires and gives a [`request`]: its setters add the rest,
`send()` sends it, and the [`Response`] derefs to an answer of the [`model`]. Setters of the call itself
begin with `with_`, as in `with_timeout`.
";

/// The one list of errors that operations have alike, where there is one: it is told of the crate.
fn shared_errors<'a>(package: &'a Package<'_>) -> Option<&'a Operation> {
    let mut shared = package.operations().filter(|it| it.shared_errors.is_some());
    let first = shared.next()?;
    shared.all(|it| it.shared_errors == first.shared_errors).then_some(first)
}
