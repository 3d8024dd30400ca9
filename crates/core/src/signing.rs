//! Request signing with an access key: the algorithm `SDK-HMAC-SHA256`.
//!
//! Pure functions, for both ends: a client computes the `Authorization` header, a server (such as a
//! mock) parses it with [`Authorization`] and computes the signature again. Nothing here reads a
//! clock, the environment or the network.
//!
//! The steps are those of the [signing
//! guide](https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm-002.html): the
//! [`canonical_request`], the [`string_to_sign`] made of it, and the [`signature`] of that.
//!
//! ```
//! use huaweicloud_core::signing::{Message, authorization, canonical_request, string_to_sign};
//!
//! let message = Message {
//!     method: "GET",
//!     path: "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
//!     query: "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
//!     headers: &[("Host", "service.region.example.com"), ("X-Sdk-Date", "20191115T033655Z")],
//!     body: b"",
//! };
//! assert_eq!(
//!     authorization("AccessKey", "SecretKey", "20191115T033655Z", &message),
//!     "SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=host;x-sdk-date, \
//!      Signature=fd95e7da6f695cfb4cabbb9d6b0968aec155bc576b064835282473539ae9ea1d"
//! );
//! ```

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use ring::{digest, hmac};

/// The algorithm's name, first word of the string to sign and of the `Authorization` header.
pub const ALGORITHM: &str = "SDK-HMAC-SHA256";

/// The header that says when a request was signed.
pub const DATE_HEADER: &str = "X-Sdk-Date";

/// The header that says what stands for the body in the signature, in place of its SHA-256.
pub const CONTENT_HASH_HEADER: &str = "x-sdk-content-sha256";

/// What [`CONTENT_HASH_HEADER`] says of a body that is not signed.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The SHA-256 of no bytes, which is the body of most requests.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Everything but the unreserved characters of RFC 3986, section 2.3.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What of a request is signed.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The path as sent, percent-encoded.
    pub path: &'a str,
    /// The query as sent, percent-encoded, without `?`; empty where there is none.
    pub query: &'a str,
    /// The headers to sign, and no others. Names in any case and order.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body as sent.
    pub body: &'a [u8],
}

impl fmt::Debug for Message<'_> {
    /// Shows neither body nor header values: a security token is one of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Message")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// The whole `Authorization` header of a request that is signed at `date` (see [`format_date`]).
///
/// `message.headers` must contain `X-Sdk-Date` with that same date, or no server can check it.
pub fn authorization(access_key: &str, secret_key: &str, date: &str, message: &Message<'_>) -> String {
    let headers = canonical_headers(message.headers);
    let signed_headers = joined_names(&headers);
    let to_sign = string_to_sign(date, &canonical_text(message, &headers, &signed_headers));
    header(access_key, &signed_headers, &signature(secret_key, &to_sign))
}

/// The request in the one form that both ends agree on.
///
/// The path is that of [`canonical_path`]; the query is that of
/// [`canonical_query`]; header names are in lower case and sorted, values trimmed; the body stands
/// there as the hexadecimal SHA-256 of its bytes, or as what [`CONTENT_HASH_HEADER`] says.
pub fn canonical_request(message: &Message<'_>) -> String {
    let headers = canonical_headers(message.headers);
    canonical_text(message, &headers, &joined_names(&headers))
}

fn canonical_text(message: &Message<'_>, headers: &[(String, &str)], signed_headers: &str) -> String {
    let (path, query) = (canonical_path(message.path), canonical_query(message.query));
    let mut text = [message.method, "\n", &path, "\n", &query, "\n"].concat();
    for (name, value) in headers {
        text.extend([name, ":", value, "\n"]);
    }
    text.extend(["\n", signed_headers, "\n"]);
    match headers.iter().find(|(name, _)| name == CONTENT_HASH_HEADER) {
        Some((_, hash)) => text.push_str(hash),
        None if message.body.is_empty() => text.push_str(EMPTY_HASH),
        None => text.push_str(&hex(digest::digest(&digest::SHA256, message.body).as_ref())),
    }
    text
}

fn canonical_headers<'a>(headers: &[(&str, &'a str)]) -> Vec<(String, &'a str)> {
    let mut headers: Vec<(String, &str)> =
        headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.trim())).collect();
    headers.sort();
    headers
}

fn joined_names(headers: &[(String, &str)]) -> String {
    headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";")
}

/// A path as it is signed: each segment decoded and encoded again with every character but the
/// unreserved ones as `%XX`, and `/` at the end. A slash that was sent as `%2F` stays one.
///
/// ```
/// assert_eq!(huaweicloud_core::signing::canonical_path("/v1/x:run/a%2fb%20%7e"), "/v1/x%3Arun/a%2Fb%20~/");
/// ```
pub fn canonical_path(path: &str) -> String {
    let mut text = String::with_capacity(path.len() + 1);
    for segment in path.strip_suffix('/').unwrap_or(path).split('/') {
        let decoded: Cow<'_, [u8]> = percent_decode(segment.as_bytes()).into();
        text.extend(percent_encode(&decoded, RESERVED));
        text.push('/');
    }
    text
}

/// A query as it is signed: decoded, sorted by name and then by value, and encoded again with every
/// character but the unreserved ones of [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-2.3)
/// as `%XX`. A name without `=` gets one; `+` in what was sent is a blank, as servers read it.
///
/// ```
/// assert_eq!(huaweicloud_core::signing::canonical_query("b=%2a&a=1+2&flag"), "a=1%202&b=%2A&flag=");
/// ```
pub fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect();
    pairs.sort();
    join_pairs(pairs.iter().map(|(name, value)| (&**name, &**value)))
}

/// Writes names and values as a query, in the order given and encoded as in [`canonical_query`].
pub fn encode_query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    join_pairs(pairs.into_iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())))
}

fn join_pairs<'a>(pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(percent_encode(name, RESERVED));
        query.push('=');
        query.extend(percent_encode(value, RESERVED));
    }
    query
}

fn decoded(text: &str) -> Cow<'_, [u8]> {
    if text.contains('+') {
        percent_decode(text.replace('+', " ").as_bytes()).collect()
    } else {
        percent_decode(text.as_bytes()).into()
    }
}

/// What the signature is made of: algorithm, date, and the SHA-256 of the canonical request.
pub fn string_to_sign(date: &str, canonical_request: &str) -> String {
    let hash = digest::digest(&digest::SHA256, canonical_request.as_bytes());
    [ALGORITHM, "\n", date, "\n", &hex(hash.as_ref())].concat()
}

/// The signature: HMAC-SHA-256 under the secret key, in lower-case hexadecimal.
pub fn signature(secret_key: &str, string_to_sign: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret_key.as_bytes());
    hex(hmac::sign(&key, string_to_sign.as_bytes()).as_ref())
}

fn header(access_key: &str, signed_headers: &str, signature: &str) -> String {
    [ALGORITHM, " Access=", access_key, ", SignedHeaders=", signed_headers, ", Signature=", signature]
        .concat()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
    }
    text
}

/// The parts of an `Authorization` header.
///
/// ```
/// use huaweicloud_core::signing::Authorization;
///
/// let text = "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=00ff";
/// let parts = Authorization::parse(text).expect("a header of this algorithm");
/// assert_eq!((parts.access_key.as_str(), parts.to_string().as_str()), ("AK", text));
/// assert!(Authorization::parse("Bearer x").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// The access key id, which says whose signature it is.
    pub access_key: String,
    /// Names of the signed headers, in lower case, joined by `;`.
    pub signed_headers: String,
    /// The signature in hexadecimal.
    pub signature: String,
}

impl Authorization {
    /// Reads a header of this algorithm; `None` for any other.
    pub fn parse(header: &str) -> Option<Self> {
        let (mut access, mut signed, mut signature) = (None, None, None);
        for part in header.strip_prefix(ALGORITHM)?.strip_prefix(' ')?.split(',') {
            match part.trim().split_once('=')? {
                ("Access", value) => access = Some(value.to_owned()),
                ("SignedHeaders", value) => signed = Some(value.to_owned()),
                ("Signature", value) => signature = Some(value.to_owned()),
                _ => {}
            }
        }
        Some(Self { access_key: access?, signed_headers: signed?, signature: signature? })
    }
}

impl fmt::Display for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&header(&self.access_key, &self.signed_headers, &self.signature))
    }
}

/// A time as `X-Sdk-Date` has it: UTC, to the second, `20191115T033655Z`.
///
/// Times before 1970 and after the year 9999 are written as the nearest time that can be.
pub fn format_date(time: SystemTime) -> String {
    const LAST_SECOND: u64 = 253_402_300_799;
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |age| age.as_secs());
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.min(LAST_SECOND));
    humantime::format_rfc3339_seconds(time).to_string().replace(['-', ':'], "")
}

/// The time that an `X-Sdk-Date` says, or `None` where it is not one.
///
/// ```
/// use huaweicloud_core::signing::{format_date, parse_date};
///
/// let time = parse_date("20191115T033655Z").expect("a date");
/// assert_eq!(format_date(time), "20191115T033655Z");
/// assert!(parse_date("2019-11-15").is_none());
/// ```
pub fn parse_date(date: &str) -> Option<SystemTime> {
    let (day, time) = date.strip_suffix('Z')?.split_once('T')?;
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(day, 8) || !digits(time, 6) {
        return None;
    }
    let rfc3339 =
        format!("{}-{}-{}T{}:{}:{}Z", &day[..4], &day[4..6], &day[6..], &time[..2], &time[2..4], &time[4..]);
    humantime::parse_rfc3339(&rfc3339).ok().filter(|time| format_date(*time) == date)
}
