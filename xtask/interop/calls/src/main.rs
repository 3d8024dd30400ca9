//! Our side of `cargo xtask interop`: what the generated clients send, and what they sign.
//!
//! ```text
//! calls send CASES SERVICE=URL… [--clock 20240617T065346Z]   one line of JSON a case
//! calls sign                                                  Authorization headers, one a line of stdin
//! ```
//!
//! Credentials and project come from the usual environment, `HUAWEICLOUD_SDK_AK` and so on.

mod send;
mod sign;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((mode, rest)) if mode == "send" => send::run(rest),
        Some((mode, [])) if mode == "sign" => sign::run(),
        _ => Err("usage: calls send CASES SERVICE=URL… [--clock TIME] | calls sign".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("calls: {message}");
            ExitCode::FAILURE
        }
    }
}
