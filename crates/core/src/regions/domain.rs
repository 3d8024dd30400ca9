//! The domain of a private cloud.

use crate::endpoint::Base;
use crate::error::Error;

/// Checks a domain, with or without a port, that `https://{service}.{region}.` is put before.
pub(super) fn check(origin: &str, text: &str) -> Result<String, Error> {
    // The text stays out: what is taken for a domain by mistake may hold a password.
    let fail = |why: &str| {
        Err(Error::config(format!(
            "{origin} {why}: give the domain that follows service and region, such as mycloud.example"
        )))
    };
    if text.contains("://") {
        return fail("is a URL");
    }
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !name.split('.').all(label) || port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return fail("is not a domain");
    }
    if Base::parse(&format!("https://service.region.{text}"), false).is_err() {
        return fail("cannot end the host of a URL");
    }
    Ok(text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn domains_may_have_a_port() {
        for (text, domain) in [
            ("mycloud.example", "mycloud.example"),
            ("MyCloud.Example:8443", "mycloud.example:8443"),
            ("prod-cloud.example:443", "prod-cloud.example:443"),
            ("internal", "internal"),
        ] {
            assert_eq!(check("here", text).unwrap(), domain);
        }
    }

    #[test]
    fn what_would_be_another_host_is_refused() {
        for text in [
            "",
            ".",
            "https://u:hunter2@mycloud.example",
            ".mycloud.example",
            "mycloud.example.",
            "mycloud..example",
            "mycloud.example/",
            "mycloud.example/path",
            "mycloud.example?x",
            "mycloud.example#x",
            "u@mycloud.example",
            "mycloud.example:",
            "mycloud.example:0x1",
            "mycloud.example:99999",
            "mycloud.example:1:2",
            " mycloud.example",
            "my cloud.example",
            "10.0.0.1",
            "m\u{fc}cloud.example",
        ] {
            let shown = check("here", text).unwrap_err().to_string();
            assert!(shown.starts_with("here ") && shown.contains("mycloud.example"), "{shown}");
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
