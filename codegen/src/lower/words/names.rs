//! Names: from what a spec says to what Rust accepts.

use std::collections::HashMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// A type or an enum variant: `UpperCamelCase`, never empty, never beginning with a digit.
pub fn upper_camel(text: &str) -> String {
    let name = ascii_words(text).to_upper_camel_case();
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) if name == "Self" => "Self_".to_owned(),
        Some(_) => name,
    }
}

/// A field, method or argument: `snake_case`, raw where it is a keyword.
pub fn snake(text: &str) -> String {
    let name = ascii_words(text).to_snake_case();
    match name.chars().next() {
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) => escape_keyword(name),
    }
}

/// A field: [`snake`], but for what every model has.
pub fn field(text: &str) -> String {
    match snake(text) {
        // Models that are sent are made by it.
        name if name == "new" => "new_".to_owned(),
        name => name,
    }
}

/// A module and its file: [`snake`], and never raw.
pub fn module(text: &str) -> String {
    match snake(text) {
        name if name.starts_with("r#") => format!("{}_", &name[2..]),
        name => name,
    }
}

/// A constant: `SHOUTY_SNAKE_CASE`.
pub fn shouty(text: &str) -> String {
    let name = ascii_words(text).to_shouty_snake_case();
    match name.chars().next() {
        None => "EMPTY".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) => name,
    }
}

/// Of longer text the rest is left out: some names become names of files.
const LONGEST: usize = 120;

/// Keeps letters and digits of ASCII, spells out signs that carry meaning alone, and gives other
/// characters by their number, so that two texts which differ only there get two names.
fn ascii_words(text: &str) -> String {
    let sole_sign = match text {
        "+" => Some("plus"),
        "-" => Some("minus"),
        "*" => Some("asterisk"),
        "/" => Some("slash"),
        "=" | "==" => Some("equal"),
        "!=" => Some("not_equal"),
        ">" => Some("greater"),
        ">=" => Some("greater_or_equal"),
        "<" => Some("less"),
        "<=" => Some("less_or_equal"),
        "%" => Some("percent"),
        _ => None,
    };
    if let Some(word) = sole_sign {
        return word.to_owned();
    }
    let mut words = String::with_capacity(text.len().min(LONGEST));
    for (index, character) in text.char_indices() {
        if words.len() >= LONGEST {
            break;
        }
        match character {
            _ if character.is_ascii_alphanumeric() => words.push(character),
            '-' if index == 0 && text[1..].starts_with(|next: char| next.is_ascii_digit()) => {
                words.push_str("minus_")
            }
            _ if character.is_ascii() => words.push('_'),
            _ => words.push_str(&format!("_u{:x}_", u32::from(character))),
        }
    }
    words
}

fn escape_keyword(name: String) -> String {
    // `self`, `super`, `crate` cannot be raw identifiers.
    match name.as_str() {
        "self" | "super" | "crate" => format!("{name}_"),
        "as" | "break" | "const" | "continue" | "else" | "enum" | "extern" | "false" | "fn" | "for"
        | "if" | "impl" | "in" | "let" | "loop" | "match" | "mod" | "move" | "mut" | "pub" | "ref"
        | "return" | "static" | "struct" | "trait" | "true" | "type" | "unsafe" | "use" | "where"
        | "while" | "async" | "await" | "dyn" | "abstract" | "become" | "box" | "do" | "final" | "macro"
        | "override" | "priv" | "typeof" | "unsized" | "virtual" | "yield" | "try" | "gen" => {
            format!("r#{name}")
        }
        _ => name,
    }
}

/// A set of names in one scope. The first to ask gets the plain name, later ones a number.
#[derive(Default)]
pub struct Scope(HashMap<String, usize>);

impl Scope {
    /// A scope in which these names are taken.
    pub fn with_reserved(reserved: &[&str]) -> Self {
        Self(reserved.iter().map(|name| ((*name).to_owned(), 1)).collect())
    }

    /// Whether a name is taken.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// `wanted`, or `wanted_2`, `wanted_3` … (`Wanted2` for types).
    pub fn claim(&mut self, wanted: String) -> String {
        let mut candidate = wanted.clone();
        loop {
            let uses = self.0.entry(candidate.clone()).or_default();
            *uses += 1;
            if *uses == 1 {
                return candidate;
            }
            let number = *self
                .0
                .entry(wanted.clone())
                .and_modify(|uses| *uses += usize::from(candidate != wanted))
                .or_default();
            let plain = wanted.strip_prefix("r#").unwrap_or(&wanted);
            // What keeps a word from being Rust's is not needed before a number.
            let plain = plain.trim_end_matches('_');
            let separator =
                if plain.starts_with(|first: char| first.is_ascii_uppercase()) { "" } else { "_" };
            candidate = format!("{plain}{separator}{number}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_rust_accepts() {
        for (text, camel, snake_case) in [
            ("ListP2cVgwConnections", "ListP2cVgwConnections", "list_p2c_vgw_connections"),
            ("maxSession", "MaxSession", "max_session"),
            ("vpcepIpv6Address", "VpcepIpv6Address", "vpcep_ipv6_address"),
            ("X-Client-Token", "XClientToken", "x_client_token"),
            ("type", "Type", "r#type"),
            ("self", "Self_", "self_"),
            ("2fa", "N2fa", "n2fa"),
            ("", "Empty", "empty"),
            ("-1", "Minus1", "minus_1"),
            (">=", "GreaterOrEqual", "greater_or_equal"),
            ("数", "U6570", "u6570"),
            ("a.b/c", "ABC", "a_b_c"),
        ] {
            assert_eq!((upper_camel(text).as_str(), snake(text).as_str()), (camel, snake_case), "{text}");
        }
        assert_eq!(shouty("ListVpnUsers"), "LIST_VPN_USERS");
    }

    #[test]
    fn a_name_is_given_once() {
        let mut scope = Scope::with_reserved(&["send"]);
        let claimed: Vec<_> =
            ["send", "type_", "type_", "type_", "type_2"].map(|name| scope.claim(name.into())).into();
        assert_eq!(claimed, ["send_2", "type_", "type_2", "type_3", "type_2_2"]);
        assert_eq!(scope.claim("Vpc".into()), "Vpc");
        assert_eq!(scope.claim("Vpc".into()), "Vpc2");
        assert_eq!(scope.claim("Self_".into()), "Self_");
        assert_eq!(scope.claim("Self_".into()), "Self2");
        assert_eq!(scope.claim("r#type".into()), "r#type");
        assert_eq!(scope.claim("r#type".into()), "type_4");
    }
}
