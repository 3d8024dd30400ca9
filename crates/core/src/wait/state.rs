//! The state that an answer shows.

use huaweicloud_types::Value;

use crate::pointer::segments;

/// What stands where the state should.
#[derive(Debug, PartialEq)]
pub(super) enum State {
    /// This state. A number or a boolean is one too, as text.
    Is(String),
    /// A list ends before the place where the state would be.
    Beyond,
    /// Nothing that is a state.
    Unknown,
}

/// Follows a JSON pointer.
pub(super) fn find(answer: &Value, pointer: &str) -> State {
    let mut value = answer;
    for segment in segments(pointer) {
        let next = match value {
            Value::Array(items) => {
                let Ok(index) = segment.parse::<usize>() else { return State::Unknown };
                match items.get(index) {
                    Some(item) => item,
                    None => return State::Beyond,
                }
            }
            Value::Object(members) => match members.get(&segment) {
                Some(member) => member,
                None => return State::Unknown,
            },
            _ => return State::Unknown,
        };
        value = next;
    }
    match value {
        Value::String(text) => State::Is(text.clone()),
        Value::Number(number) => State::Is(number.to_string()),
        Value::Bool(value) => State::Is(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => State::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_state_is_where_the_pointer_leads() {
        let answer = json!({
            "status": "up", "code": 3, "done": true, "none": null, "a/b~c": "odd", "all": [{"status": "first"}],
            "empty": [],
        });
        for (pointer, expected) in [
            ("/status", State::Is("up".into())),
            ("/code", State::Is("3".into())),
            ("/done", State::Is("true".into())),
            ("/a~1b~0c", State::Is("odd".into())),
            ("/all/0/status", State::Is("first".into())),
            ("/all/1/status", State::Beyond),
            ("/empty/0/status", State::Beyond),
            ("/all/0/other", State::Unknown),
            ("/all/status", State::Unknown),
            ("/none", State::Unknown),
            ("/none/0/status", State::Unknown),
            ("/status/0", State::Unknown),
            ("/missing/0/status", State::Unknown),
            ("/all", State::Unknown),
        ] {
            assert_eq!(find(&answer, pointer), expected, "{pointer}");
        }
        for answer in [json!(null), json!([]), json!("up"), json!(1)] {
            assert!(!matches!(find(&answer, "/status"), State::Is(_)), "{answer}");
        }
    }
}
