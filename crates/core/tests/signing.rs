//! Every published vector of SDK-HMAC-SHA256, and both ends of a real call.

mod support;

use huaweicloud_core::signing::{
    Authorization, Message, authorization, canonical_query, canonical_request, encode_query, format_date,
    parse_date, signature, string_to_sign,
};
use huaweicloud_types::Value;
use support::{Server, answer, config, show};

fn vectors() -> Value {
    serde_json::from_str(include_str!("fixtures/signing_vectors.json")).unwrap()
}

fn pairs(value: &Value) -> Vec<(&str, &str)> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
        .collect()
}

#[test]
fn every_vector_is_reproduced() {
    let vectors = vectors();
    let vectors = vectors["sign"].as_array().unwrap();
    assert_eq!(vectors.len(), 8);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        let name = text("name");
        // The vectors come in two forms: path and query apart, or a URL whose headers are all signed.
        let (path, query) = match vector["url"].as_str() {
            Some(url) => {
                let target = &url[url.find(".com").unwrap() + 4..];
                let (path, query) = target.split_once('?').unwrap();
                (path.to_owned(), query.to_owned())
            }
            None => (text("path").to_owned(), encode_query(pairs(&vector["query"]))),
        };
        let signed = vector["signed_headers"].as_array();
        let headers: Vec<(&str, &str)> = vector["headers"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| {
                signed.is_none_or(|signed| {
                    signed.iter().any(|one| name.eq_ignore_ascii_case(one.as_str().unwrap()))
                })
            })
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let date = vector["headers"]["X-Sdk-Date"].as_str().unwrap();
        let message = Message {
            method: text("method"),
            path: &path,
            query: &query,
            headers: &headers,
            body: text("body").as_bytes(),
        };

        let canonical = canonical_request(&message);
        assert_eq!(canonical, text("canonical_request"), "{name}");
        let to_sign = string_to_sign(date, &canonical);
        assert_eq!(to_sign, text("string_to_sign"), "{name}");
        let expected = vector["expected"].as_str().unwrap_or(text("authorization"));
        assert_eq!(authorization(text("ak"), text("sk"), date, &message), expected, "{name}");
        let parts = Authorization::parse(expected).unwrap();
        assert_eq!(parts.signature, signature(text("sk"), &to_sign), "{name}");
    }
}

#[test]
fn the_canonical_query_vector_is_reproduced() {
    let vectors = vectors();
    for vector in vectors["canonical_query"].as_array().unwrap() {
        let sent = encode_query(pairs(&vector["query"]));
        assert_eq!(canonical_query(&sent), vector["expected"].as_str().unwrap());
    }
}

#[test]
fn queries_are_sorted_by_what_they_mean() {
    for (sent, canonical) in [
        ("", ""),
        ("b=1&a=2", "a=2&b=1"),
        ("a=2&a=10&a=1", "a=1&a=10&a=2"),
        ("flag", "flag="),
        ("a=b=c", "a=b%3Dc"),
        ("x=%7e&x=%C3%A9", "x=~&x=%C3%A9"),
        ("&&a=1&", "a=1"),
        ("a=%zz", "a=%25zz"),
        ("a=%FF", "a=%FF"),
    ] {
        assert_eq!(canonical_query(sent), canonical, "{sent}");
    }
}

#[test]
fn dates_out_of_range_do_not_panic() {
    use std::time::{Duration, SystemTime};
    assert_eq!(format_date(SystemTime::UNIX_EPOCH - Duration::from_secs(1)), "19700101T000000Z");
    assert_eq!(format_date(SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40)), "99991231T235959Z");
    for text in ["", "Z", "T", "20191115T033655", "20191315T033655Z", "2019111éT33655Z", "20191115T03365Z"] {
        assert_eq!(parse_date(text), None, "{text}");
    }
}

/// The server's side: what arrived, and nothing else, gives the signature again.
#[tokio::test]
async fn a_server_can_check_what_arrives() {
    let server = Server::start([answer("200 OK", "{}"), answer("200 OK", "{}")]);
    let time = parse_date("20240229T235959Z").unwrap();
    let config = config(&format!("{}/base/", server.url))
        .credentials(huaweicloud_core::Credentials::access_key("AK1", "SK1").with_security_token("temporary"))
        .clock(move || time)
        .build()
        .unwrap();
    let client = huaweicloud_core::ServiceClient::new(&config, &support::SERVICE);
    let request = client.request(&support::UPDATE).path("a/ü %2F..").query("z", &"ä +&=").query("a", &1);
    support::thing(request.clone()).send().await.unwrap();
    let thing = support::Thing { id: Some("ö".into()), size: None };
    support::thing(request.json(&thing)).send().await.unwrap();
    drop(show(&client, "unsent"));

    let arrived = server.arrived();
    for (request, signed_headers) in arrived.iter().zip([
        "host;x-project-id;x-sdk-date;x-security-token",
        "content-type;host;x-project-id;x-sdk-date;x-security-token",
    ]) {
        let (path, query) = request.path_and_query();
        assert_eq!(path, "/base/v1/p1/things/a%2F%C3%BC%20%252F..");
        let parts = Authorization::parse(request.header("authorization").unwrap()).unwrap();
        assert_eq!((parts.access_key.as_str(), parts.signed_headers.as_str()), ("AK1", signed_headers));
        let date = request.header("x-sdk-date").unwrap();
        assert_eq!(date, "20240229T235959Z");
        let headers: Vec<(&str, &str)> =
            parts.signed_headers.split(';').map(|name| (name, request.header(name).unwrap())).collect();
        let message =
            Message { method: &request.method, path, query, headers: &headers, body: &request.body };
        assert_eq!(parts.signature, signature("SK1", &string_to_sign(date, &canonical_request(&message))));
    }
    assert_eq!(arrived[1].body, "{\"id\":\"ö\"}".as_bytes());
    assert_eq!(arrived[1].header("content-type"), Some("application/json"));
    assert_eq!(arrived[0].header("content-type"), None);
}
