//! Signs requests that were described to it, each with its own keys.

use std::io::{BufRead as _, Write as _};

use huaweicloud_core::signing::{Message, authorization};
use serde_json::Value;

/// Reads a request a line from standard input and writes the `Authorization` header that it has to have.
pub fn run() -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("cannot read standard input: {error}"))?;
        let header = header(&line).ok_or_else(|| format!("not a request: {line}"))?;
        writeln!(out, "{header}").map_err(|error| format!("cannot write: {error}"))?;
    }
    Ok(())
}

fn header(line: &str) -> Option<String> {
    let request: Value = serde_json::from_str(line).ok()?;
    let text = |name: &str| request.get(name)?.as_str();
    let headers: Option<Vec<(&str, &str)>> = request
        .get("headers")?
        .as_array()?
        .iter()
        .map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?.as_str()?)))
        .collect();
    let message = Message {
        method: text("method")?,
        path: text("path")?,
        query: text("query")?,
        headers: &headers?,
        body: &bytes(text("body")?)?,
    };
    Some(authorization(text("access_key")?, text("secret_key")?, text("date")?, &message))
}

/// The bytes of a body, which is written in hexadecimal because it need not be text.
fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    (0..hexadecimal.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(hexadecimal.get(at..at + 2)?, 16).ok())
        .collect()
}
