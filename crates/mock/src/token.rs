//! Tokens that the mock's IAM gives out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use huaweicloud_core::signing::signature;

const PREFIX: &str = "mock-token-";

/// Gives out tokens and knows them again, without a list of them: each says when it expires and is
/// signed.
pub(crate) struct Tokens {
    key: String,
    lifetime: Duration,
    given: AtomicU64,
}

/// What becomes of a request with a token.
pub(crate) enum Judged {
    Good,
    Expired(SystemTime),
    Unknown,
}

impl Tokens {
    pub fn new(key: &str, lifetime: Duration) -> Self {
        Self { key: key.to_owned(), lifetime, given: AtomicU64::new(0) }
    }

    /// A token unlike all before, and when it expires.
    pub fn give(&self, now: SystemTime) -> (String, SystemTime) {
        let number = self.given.fetch_add(1, Ordering::Relaxed) + 1;
        let end = now.checked_add(self.lifetime).unwrap_or(now);
        let seconds = end.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let text = format!("{PREFIX}{number}-{seconds}");
        (format!("{text}-{}", signature(&self.key, &text)), time(seconds).unwrap_or(end))
    }

    pub fn judge(&self, token: &[u8], now: SystemTime) -> Judged {
        match std::str::from_utf8(token).ok().and_then(|token| self.end(token)) {
            Some(end) if now < end => Judged::Good,
            Some(end) => Judged::Expired(end),
            None => Judged::Unknown,
        }
    }

    /// When a token expires that was given out.
    fn end(&self, token: &str) -> Option<SystemTime> {
        let (text, signed) = token.rsplit_once('-')?;
        let (_, seconds) = text.strip_prefix(PREFIX)?.split_once('-')?;
        let end = time(seconds.parse().ok()?)?;
        (signature(&self.key, text) == signed).then_some(end)
    }
}

fn time(seconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_until_they_expire() {
        let tokens = Tokens::new("key", Duration::from_secs(60));
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        let (token, end) = tokens.give(now);
        assert_eq!(end, now + Duration::from_secs(60));
        assert_ne!(tokens.give(now).0, token);
        assert!(matches!(tokens.judge(token.as_bytes(), now), Judged::Good));
        assert!(matches!(tokens.judge(token.as_bytes(), end), Judged::Expired(at) if at == end));
        for other in [token.replace("1060", "9060"), Tokens::new("other", Duration::ZERO).give(now).0] {
            assert!(matches!(tokens.judge(other.as_bytes(), now), Judged::Unknown), "{other}");
        }
        for other in
            [&b"mock-token"[..], b"mock-token-1-x-y", b"", b"\xff", b"mock-token-1-99999999999999999999-z"]
        {
            assert!(matches!(tokens.judge(other, now), Judged::Unknown), "{other:?}");
        }
    }
}
