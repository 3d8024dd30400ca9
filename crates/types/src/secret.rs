//! Text that must not be seen.

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

use crate::encode::View;
use crate::json::{FromText, Json, Slot};

/// A password, key or token: `Debug` prints `***`, and the memory is wiped when it is dropped.
///
/// Serializing writes the real text, because that is how a secret reaches the service. Comparing
/// takes a time that depends on the text; it is meant for tests, not for checking passwords.
///
/// ```
/// use huaweicloud_types::Secret;
///
/// let psk = Secret::from("not-a-real-key");
/// assert_eq!(format!("{psk:?}"), "***");
/// assert_eq!(psk.expose(), "not-a-real-key");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Named so that a reader of the call sees what it does.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl FromText for Secret {
    fn from_text(text: Cow<'_, str>) -> Self {
        Self::from(text.into_owned())
    }
}

impl Json for Secret {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Word(option)
    }

    fn view(&self) -> View<'_> {
        View::Text(self.expose())
    }
}

crate::model!(@serde Secret);
