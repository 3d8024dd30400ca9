//! A request's body held against what the spec says of it: JSON, a form, a form in parts, bytes.

use huaweicloud_core::description::{Body, Member, Shape};
use serde_json::Value;

use crate::auth::shortened;
use crate::check::Query;
use crate::shape::{MOST, Wrongs, check_json, check_text, expected};

/// Finds what is wrong with a body that came as `media`.
pub(crate) fn check(wanted: &Body, media: Option<&str>, body: &[u8], wrongs: &mut Wrongs) {
    if body.is_empty() {
        if wanted.required && !may_be_empty(wanted.shape) {
            wrongs.push(format!("the body: expected {}, nothing came", expected_body(wanted.shape)));
        }
        return;
    }
    let essence = media.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (documented, fits) = match wanted.shape {
        Shape::Form(_) => {
            ("application/x-www-form-urlencoded", essence == "application/x-www-form-urlencoded")
        }
        Shape::Parts(_) => ("multipart/form-data", essence == "multipart/form-data"),
        // A client says octets where the spec leaves it open.
        Shape::Bytes(media) if *media == "application/octet-stream" => (*media, !essence.is_empty()),
        Shape::Bytes(media) => {
            (*media, media.split(';').next().is_some_and(|it| it.eq_ignore_ascii_case(&essence)))
        }
        _ => ("application/json", essence.contains("json")),
    };
    if !fits {
        wrongs.push(format!(
            "header Content-Type: expected {documented}, {} came",
            media.map_or("nothing".to_owned(), |media| format!("{:?}", shortened(media)))
        ));
    }
    match wanted.shape {
        Shape::Form(shape) => form(shape, body, wrongs),
        Shape::Parts(members) => parts(members, media.unwrap_or_default(), body, wrongs),
        Shape::Bytes(_) => {}
        shape => match serde_json::from_slice::<Value>(body) {
            Ok(value) => check_json("", &value, shape, wrongs),
            Err(error) => wrongs.push(format!("the body: expected JSON, and it is none: {error}")),
        },
    }
}

fn expected_body(shape: &Shape) -> String {
    match shape {
        Shape::Form(_) | Shape::Parts(_) | Shape::Bytes(_) => expected(shape),
        shape => format!("{} as JSON", expected(shape)),
    }
}

/// A form whose members are all left out is empty, and so are a file and a text of no length.
fn may_be_empty(shape: &Shape) -> bool {
    match shape {
        Shape::Form(Shape::Object(members)) => members.iter().all(|member| !member.required),
        Shape::Form(_) | Shape::Bytes(_) => true,
        _ => false,
    }
}

fn form(shape: &Shape, body: &[u8], wrongs: &mut Wrongs) {
    let Ok(text) = std::str::from_utf8(body) else {
        wrongs.push("the body: expected a form, and it is no text".to_owned());
        return;
    };
    let pairs = match Query::parse(text) {
        Ok(pairs) => pairs,
        Err(refusal) => return wrongs.push(refusal.message),
    };
    let Shape::Object(members) = shape else { return };
    for member in *members {
        let values: Vec<&str> = pairs.all(member.name).collect();
        check_member("form member", member, &values, pairs.has_below(member.name), wrongs);
    }
}

/// Holds the texts of one member of a form against its shape. What lies deeper, a style may have
/// written in any way.
fn check_member(kind: &str, member: &Member, values: &[&str], below: bool, wrongs: &mut Wrongs) {
    let place = format!("{kind} {}", member.name);
    match member.shape {
        Shape::Object(_) | Shape::Map(_) | Shape::Any if !values.is_empty() || below => {}
        // Its members may stand beside those of the form.
        Shape::Object(_) | Shape::Map(_) if kind == "form member" => {}
        shape if values.is_empty() && !below => {
            if member.required {
                wrongs.push(format!("{place}: expected {}, nothing came", expected(shape)));
            }
        }
        Shape::List(element, ..) => {
            let single = values.iter().filter(|value| !value.contains([',', ' ', '|', '[', '{']));
            single.take(MOST).for_each(|value| check_text(&place, value, element, wrongs));
        }
        shape => values.iter().take(MOST).for_each(|value| check_text(&place, value, shape, wrongs)),
    }
}

fn parts(members: &[Member], media: &str, body: &[u8], wrongs: &mut Wrongs) {
    let boundary = media.split(';').find_map(|parameter| parameter.trim().strip_prefix("boundary="));
    let Some(boundary) = boundary.map(|boundary| boundary.trim_matches('"')) else {
        wrongs.push("header Content-Type: expected a boundary, none came".to_owned());
        return;
    };
    let Some(parts) = split(boundary, body) else {
        wrongs.push("the body: expected parts with names, and it is none".to_owned());
        return;
    };
    for member in members {
        let of_name = parts.iter().filter(|(name, _)| name == member.name);
        let values: Vec<_> = of_name.map(|(_, value)| String::from_utf8_lossy(value)).collect();
        let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        check_member("part", member, &values, false, wrongs);
    }
}

/// The names and contents of the parts.
fn split<'b>(boundary: &str, body: &'b [u8]) -> Option<Vec<(String, &'b [u8])>> {
    let delimiter = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(&delimiter.as_bytes()[2..])?;
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let head = find(part, b"\r\n\r\n")?;
        let end = find(part, delimiter.as_bytes())?;
        let content = part.get(head + 4..end)?;
        let head = std::str::from_utf8(&part[..head]).ok()?;
        let name = head.split_once(" name=\"")?.1.split('"').next()?;
        parts.push((name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"), content));
        rest = &part[end + delimiter.len()..];
    }
    rest.starts_with(b"--").then_some(parts)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(shape: &'static Shape, media: &str, body: &str) -> Vec<String> {
        let mut wrongs = Wrongs::new();
        check(&Body { required: true, shape }, Some(media), body.as_bytes(), &mut wrongs);
        wrongs
    }

    static MEMBERS: [Member; 3] = [
        Member::required("count", &Shape::Integer(Some(1), None)),
        Member::optional("tags", &Shape::List(&Shape::Text(None, Some(3)), None, None)),
        Member::optional("deep", &Shape::Map(&Shape::Any)),
    ];
    static OBJECT: Shape = Shape::Object(&MEMBERS);
    static FORM: Shape = Shape::Form(&OBJECT);
    static PARTS: Shape = Shape::Parts(&MEMBERS);
    static PNG: Shape = Shape::Bytes("image/png");

    #[test]
    fn forms_are_held_against_their_members() {
        let media = "application/x-www-form-urlencoded";
        assert_eq!(wrongs(&FORM, media, "count=2&tags=a&tags=b&deep%5Bx%5D=1"), [""; 0]);
        assert_eq!(
            wrongs(&FORM, media, "tags=long"),
            [
                "form member count: expected an integer of at least 1, nothing came",
                "form member tags: expected text of at most 3 characters, \"long\" came",
            ]
        );
        assert!(wrongs(&FORM, "application/json", "count=1")[0].contains("Content-Type"));
        assert!(wrongs(&FORM, media, "")[0].starts_with("the body: expected a form"));
    }

    #[test]
    fn parts_are_found_by_their_boundary() {
        let part = |name: &str, value: &str| {
            format!("--B\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = format!("{}{}--B--\r\n", part("count", "3"), part("other", "\r\n--"));
        let media = "multipart/form-data; boundary=B";
        assert_eq!(wrongs(&PARTS, media, &body), [""; 0]);
        let body = format!("{}--B--\r\n", part("count", "x"));
        assert_eq!(
            wrongs(&PARTS, media, &body),
            ["part count: expected an integer of at least 1, \"x\" came"]
        );
        for (media, body) in
            [(media, "--B\r\n"), (media, "x"), ("multipart/form-data", "--B--"), (media, "--B")]
        {
            assert_eq!(wrongs(&PARTS, media, body).len(), 1, "{media} {body:?}");
        }
    }

    #[test]
    fn bytes_are_of_their_type() {
        assert_eq!(wrongs(&PNG, "image/png", "x"), [""; 0]);
        assert_eq!(
            wrongs(&PNG, "image/gif", "x"),
            ["header Content-Type: expected image/png, \"image/gif\" came"]
        );
    }
}
