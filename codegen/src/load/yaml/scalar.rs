//! What an unquoted scalar means by the core schema of YAML 1.2 (section 10.3.2 of the
//! specification), and the values of numbers.

/// The kind of a scalar by the core schema of YAML 1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with a fraction or an exponent.
    Float,
    /// Text, quoted or not.
    Text,
}

/// A single value: its text without quotes, and what that text means.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The text, escapes undone.
    pub text: Box<str>,
    /// What the text means.
    pub kind: Kind,
    /// Whether it was written without quotes.
    pub plain: bool,
}

/// The kind of an unquoted scalar.
pub(crate) fn resolve(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return Kind::Boolean,
        _ => {}
    }
    match text.as_bytes()[0] {
        b'0'..=b'9' | b'+' | b'-' | b'.' => {}
        _ => return Kind::Text,
    }
    if is_integer(text) {
        Kind::Integer
    } else if is_float(text) {
        Kind::Float
    } else {
        Kind::Text
    }
}

fn is_integer(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    }
    let digits = unsigned(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_float(text: &str) -> bool {
    let rest = unsigned(text);
    if matches!(rest, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(unsigned(exponent))),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// The value of a [`Kind::Integer`], if 128 bits hold it.
pub(crate) fn integer(text: &str) -> Option<i128> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i128::from_str_radix(digits, 16).ok();
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return i128::from_str_radix(digits, 8).ok();
    }
    text.parse().ok()
}

/// The value of a number, if a finite `f64` holds it.
pub(crate) fn float(text: &str) -> Option<f64> {
    let value: f64 = match integer(text) {
        Some(value) => value as f64,
        None => text.parse().ok()?,
    };
    value.is_finite().then_some(value)
}

/// The number as JSON has it; none when this is no number or not one that JSON can write.
pub(crate) fn number(scalar: &Scalar) -> Option<serde_json::Number> {
    match scalar.kind {
        Kind::Integer => {
            if let Some(value) = integer(&scalar.text) {
                if let Ok(value) = i64::try_from(value) {
                    return Some(value.into());
                }
                if let Ok(value) = u64::try_from(value) {
                    return Some(value.into());
                }
            }
            serde_json::Number::from_f64(float(&scalar.text)?)
        }
        Kind::Float => serde_json::Number::from_f64(float(&scalar.text)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema() {
        for (text, kind) in [
            ("", Kind::Null),
            ("~", Kind::Null),
            ("Null", Kind::Null),
            ("true", Kind::Boolean),
            ("yes", Kind::Text),
            ("0", Kind::Integer),
            ("-12", Kind::Integer),
            ("+3", Kind::Integer),
            ("0o17", Kind::Integer),
            ("0xFF", Kind::Integer),
            ("0x", Kind::Text),
            ("1.5", Kind::Float),
            (".5", Kind::Float),
            ("5.", Kind::Float),
            (".", Kind::Text),
            ("-", Kind::Text),
            ("1e3", Kind::Float),
            ("1e", Kind::Text),
            (".inf", Kind::Float),
            ("3.0.3", Kind::Text),
            ("2024-07-29", Kind::Text),
            ("v1", Kind::Text),
        ] {
            assert_eq!(resolve(text), kind, "{text:?}");
        }
        assert_eq!(integer("0xFF"), Some(255));
        assert_eq!(float(".inf"), None);
        assert_eq!(float("1e999"), None);
        assert_eq!(float("-1.5e3"), Some(-1500.0));
    }
}
