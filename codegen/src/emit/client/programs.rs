//! The client crate's examples: small programs that a caller copies from.

use super::values::{arguments, is_simple};
use crate::emit::File;
use crate::emit::package::Package;
use crate::emit::rust::header;
use crate::ir::{Operation, Success, Type};

/// The programs that the service's operations allow, below the client's folder.
pub fn programs(package: &Package<'_>) -> Vec<File> {
    let simple = |operation: &&Operation| is_simple(operation);
    let Some(first) = package.operations().find(simple) else { return Vec::new() };
    let listing = package.operations().filter(simple).find(|operation| operation.pagination.is_some());
    let refused = package.operations().filter(simple).find(|operation| !operation.arguments.is_empty());
    let mut files = vec![file(package, "first_call", &first_call(package, first))];
    files.extend(listing.map(|operation| file(package, "all_pages", &all_pages(package, operation))));
    files.extend(refused.map(|operation| file(package, "not_found", &not_found(package, operation))));
    files.push(file(package, "with_mock", &with_mock(package, first)));
    files
}

fn file(package: &Package<'_>, name: &str, text: &str) -> File {
    let header = header(&package.spec_folder(), "//");
    File {
        path: format!("{}/examples/{name}.rs", package.client_folder()),
        text: format!("{header}\n{text}"),
    }
}

/// What every program but the one with the mock says of its surroundings.
fn run_it(package: &Package<'_>, name: &str) -> String {
    format!(
        "//!\n//! The environment says who calls and where (`Config::from_env`). Without an account, start\n\
         //! `cargo xtask mock {}`, export what it prints, and then:\n\
         //! `cargo run --package {} --example {name}`.\n",
        package.service.name,
        package.client_package()
    )
}

fn call(package: &Package<'_>, operation: &Operation) -> String {
    format!("client.{}({})", operation.method, arguments(operation, &package.client_crate()))
}

fn first_call(package: &Package<'_>, operation: &Operation) -> String {
    let shown = match operation.answer {
        Success::Json(Type::Nothing) => "",
        _ => "    println!(\"{:#?}\", *answer);\n",
    };
    format!(
        "//! A first call.\n{}\nuse {}::{{Client, Config, Error}};\n\n\
         #[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), Error> {{\n    \
         let client = Client::new(&Config::from_env().await?);\n    \
         let answer = {}.send().await?;\n    \
         println!(\"{{}}, request id {{:?}}\", answer.status(), answer.request_id());\n{shown}    Ok(())\n}}\n",
        run_it(package, "first_call"),
        package.client_crate(),
        call(package, operation)
    )
}

fn all_pages(package: &Package<'_>, operation: &Operation) -> String {
    format!(
        "//! All items of a list, whatever its pages.\n{}\nuse {}::{{Client, Config, Error}};\n\n\
         #[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), Error> {{\n    \
         let client = Client::new(&Config::from_env().await?);\n    \
         let mut items = {}.items();\n    let mut number = 0;\n    \
         while let Some(item) = items.next().await {{\n        number += 1;\n        \
         println!(\"{{number}}: {{:?}}\", item?);\n    }}\n    Ok(())\n}}\n",
        run_it(package, "all_pages"),
        package.client_crate(),
        call(package, operation)
    )
}

fn not_found(package: &Package<'_>, operation: &Operation) -> String {
    let documented = operation.error_answers.iter().any(|answer| answer.status == 404);
    let (note, asked) = if documented {
        (
            "//! The mock knows every id, so the program asks it for a 404; the cloud ignores that header.\n",
            ".with_header(\"Prefer\", \"code=404\")",
        )
    } else {
        ("", "")
    };
    format!(
        "//! A resource that does not exist is an answer like any other.\n{}{note}\nuse {}::{{Client, Config, Error}};\n\n\
         #[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), Error> {{\n    \
         let client = Client::new(&Config::from_env().await?);\n    \
         let request = {}{asked};\n    \
         match request.send().await {{\n        \
         Ok(answer) => println!(\"{{}}: it is there\", answer.status()),\n        \
         Err(error) if error.is_not_found() => {{\n            \
         println!(\"there is no such thing: {{:?}} {{:?}}\", error.code(), error.message());\n            \
         println!(\"support may ask for the request id {{:?}}\", error.request_id());\n        }}\n        \
         Err(error) => return Err(error),\n    }}\n    Ok(())\n}}\n",
        run_it(package, "not_found"),
        package.client_crate(),
        call(package, operation)
    )
}

fn with_mock(package: &Package<'_>, operation: &Operation) -> String {
    format!(
        "//! A test of a caller's own code: the service on loopback, in two lines.\n//!\n\
         //! `cargo run --package {} --example with_mock`\n\n\
         use huaweicloud_mock::Mock;\nuse {crate_name}::{{Client, Error, mock}};\n\n\
         #[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let mock = Mock::start([mock::SERVICE]).await?;\n    \
         let client = Client::new(&mock.config());\n\n    \
         code_under_test(&client).await?;\n    \
         assert_eq!(mock.requests()[0].operation(), Some({:?}));\n    Ok(())\n}}\n\n\
         async fn code_under_test(client: &Client) -> Result<(), Error> {{\n    \
         let answer = {}.send().await?;\n    println!(\"{{}} {{:?}}\", answer.request_line(), answer.status());\n    Ok(())\n}}\n",
        package.client_package(),
        operation.id,
        call(package, operation),
        crate_name = package.client_crate()
    )
}
