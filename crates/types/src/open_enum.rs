//! Enums that keep values they do not know, defined by [`open_enum!`](crate::open_enum!).

use std::fmt;

/// A value that an open enum does not know, kept as the service sent it.
///
/// It is only made by converting text into an enum, so that a known value never hides in it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    #[doc(hidden)]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The value as the service sent it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Defines an enum that is read and written as text and keeps values it does not know.
///
/// The variants are listed with their text, which stands in their documentation too; in parentheses it
/// does not, for text that would be misread there: `Odd("<b>")`. To them comes `Unknown(UnknownValue)`. The enum has
/// `as_str()`, the list `VALUES`, `Debug`, `Clone`, `Default`, `PartialEq`, `Eq`, `Hash`, `Display`,
/// `From<&str>`, [`Json`](crate::Json), serde's `Serialize` and `Deserialize`.
///
/// ```
/// use huaweicloud_types::open_enum;
///
/// open_enum! {
///     /// State of a connection.
///     pub enum Status {
///         /// It waits to be accepted.
///         PendingAcceptance = "pendingAcceptance",
///         /// It is in use.
///         Accepted = "accepted",
///     }
/// }
///
/// assert_eq!(Status::from("accepted"), Status::Accepted);
/// let new: Status = serde_json::from_str(r#""frozen""#)?;
/// assert_eq!(new.as_str(), "frozen");
/// assert_eq!(serde_json::to_string(&new)?, r#""frozen""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$variant_attribute:meta])* $variant:ident = $text:literal),* $(,)? }
    ) => {
        $crate::open_enum! {
            $(#[$attribute])*
            pub enum $name {
                $($(#[$variant_attribute])* #[doc = concat!("`", $text, "`")] $variant($text),)*
            }
        }
    };
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$variant_attribute:meta])* $variant:ident($text:literal)),* $(,)? }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// A value that this version does not know.
            Unknown($crate::UnknownValue),
        }
        impl $name {
            /// The values that this version knows, in the order of the documentation.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it stands in requests and answers.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
        impl $crate::macros::FromText for $name {
            #[inline]
            fn from_text(text: $crate::macros::Cow<'_, str>) -> Self {
                match &*text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownValue::new(text.into_owned())),
                }
            }
        }
        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::macros::FromText::from_text($crate::macros::Cow::Borrowed(text))
            }
        }
        /// What empty text is: for an answer that has nothing to say.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from("")
            }
        }
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl $crate::Json for $name {
            #[inline]
            fn slot(option: &mut Option<Self>) -> $crate::Slot<'_> {
                $crate::Slot::Word(option)
            }
            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Text(self.as_str())
            }
        }
        $crate::model!(@serde $name);
    };
}
