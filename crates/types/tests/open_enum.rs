//! Enums keep what they do not know.
#![allow(missing_docs)]

use huaweicloud_types::{decode_slice, open_enum};

open_enum! {
    /// State of a connection.
    pub enum Status {
        Accepted = "accepted",
        /// It waits to be accepted.
        PendingAcceptance = "pendingAcceptance",
    }
}

open_enum! {
    /// Text that documentation would misread.
    pub enum Odd {
        /// A tag.
        Tag("<b>`"),
        /// Nothing.
        Empty(""),
    }
}

#[test]
fn texts_in_parentheses_are_texts() {
    assert_eq!(Odd::VALUES, [Odd::Tag, Odd::Empty]);
    assert_eq!(Odd::from("<b>`"), Odd::Tag);
    assert_eq!(Odd::from("").as_str(), "");
}

#[test]
fn known_values_are_variants_and_others_are_kept() {
    let read: Vec<Status> = decode_slice(br#"["accepted", "frozen", 7]"#).unwrap().unwrap();
    assert_eq!(read[0], Status::Accepted);
    assert_eq!(read.iter().map(Status::as_str).collect::<Vec<_>>(), ["accepted", "frozen", "7"]);
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"["accepted","frozen","7"]"#);
    assert_eq!(format!("{:?} {}", read[1], read[1]), "Unknown(\"frozen\") frozen");
}

#[test]
fn text_converts_and_a_known_value_never_hides_in_unknown() {
    assert_eq!(Status::from("accepted"), Status::Accepted);
    assert_eq!(Status::from("pendingAcceptance"), Status::PendingAcceptance);
    assert_eq!(Status::VALUES, [Status::Accepted, Status::PendingAcceptance]);
    for value in Status::VALUES {
        assert_eq!(&Status::from(value.as_str()), value);
    }
}
