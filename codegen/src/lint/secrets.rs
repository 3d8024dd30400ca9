//! Secrets that would be shown in debug output and logs.

use crate::diagnostic::quoted;
use crate::diagnostic::rules::lint as lints;
use crate::lint::Report;
use crate::lint::walk::{At, Visit};
use crate::load::Spec;

/// The lints of this file.
pub(crate) fn lints<'s>(spec: &'s Spec, report: &'s Report) -> Box<dyn Visit<'s> + 's> {
    Box::new(Secrets { spec, report })
}

struct Secrets<'s> {
    spec: &'s Spec,
    report: &'s Report,
}

/// What the names of secrets end with, in snake case.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pass",
    "pwd",
    "secret",
    "secret_string",
    "secret_text",
    "secret_value",
    "secret_binary",
    "psk",
    "pre_shared_key",
    "secret_key",
    "secret_access_key",
    "private_key",
    "access_key",
    "api_key",
    "encryption_key",
    "sk",
    "token",
    "credential",
    "credentials",
];

/// What stands before `token` where it is none: places in lists, and names for a repeated request.
const HARMLESS_TOKENS: &[&str] =
    &["page", "next", "prev", "previous", "continuation", "start", "sync", "resume", "client", "idempotency"];

impl<'s> Visit<'s> for Secrets<'s> {
    fn named(&mut self, at: At<'s>, name: &'s str) {
        let Some(schema) = at.resolved(self.spec) else { return };
        let text = schema.text("type") == Some("string") && schema.node.get("enum").is_none();
        // Where these are parameters, another lint has more to say.
        let token = ["x-auth-token", "authorization"].contains(&&*name.to_ascii_lowercase());
        if text && !token && schema.text("format") != Some("password") && is_secret(name) {
            let message = format!("{} sounds like a secret but is plain text", quoted(name));
            let help = if at.node.get("$ref").is_some() {
                "add `format: password` to the schema that this refers to"
            } else {
                "add `format: password`"
            };
            self.report.add(&lints::SECRET_FORMAT, at.file, at.key, message, Some(help.to_owned()));
        }
    }
}

fn is_secret(name: &str) -> bool {
    let name = snake_case(name);
    SECRETS.iter().any(|secret| match name.strip_suffix(secret) {
        Some("") => true,
        Some(before) => {
            let before = before.strip_suffix('_');
            let last = before.map(|before| before.rsplit('_').next().unwrap_or(before));
            last.is_some_and(|last| *secret != "token" || !HARMLESS_TOKENS.contains(&last))
        }
        None => false,
    })
}

fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for character in name.chars() {
        if character.is_uppercase() && lower {
            out.push('_');
        }
        lower = character.is_lowercase() || character.is_ascii_digit();
        match character {
            '-' | '.' | ' ' => out.push('_'),
            _ => out.extend(character.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_snake_case() {
        assert_eq!(snake_case("adminPassword"), "admin_password");
        assert_eq!(snake_case("PSK"), "psk");
        assert_eq!(snake_case("X-Subject-Token"), "x_subject_token");
    }

    #[test]
    fn names_of_secrets() {
        for name in
            ["password", "adminPass", "ike_psk", "sk", "X-Subject-Token", "securityToken", "privateKey"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["task", "bypass", "next_token", "pageToken", "X-Client-Token", "password_policy", "disk"]
        {
            assert!(!is_secret(name), "{name}");
        }
    }
}
