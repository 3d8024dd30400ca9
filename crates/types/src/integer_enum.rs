//! Enums of whole numbers that keep what they do not know, defined by
//! [`integer_enum!`](crate::integer_enum!).

use std::fmt;

/// A number that an enum does not know, kept as the service sent it.
///
/// It is only made by converting a number into an enum, so that a known one never hides in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnknownCode(i64);

impl UnknownCode {
    #[doc(hidden)]
    pub fn new(code: i64) -> Self {
        Self(code)
    }

    /// The number as the service sent it.
    pub fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Defines an enum that is read and written as a whole number and keeps those it does not know.
///
/// The variants are listed with their number. To them comes `Unknown(UnknownCode)`. The enum has
/// `as_i64()`, the list `VALUES`, `Debug`, `Clone`, `Copy`, `Default`, `PartialEq`, `Eq`, `Hash`, `Display`,
/// `From<i64>`, [`Json`](crate::Json), serde's `Serialize` and `Deserialize`.
///
/// ```
/// use huaweicloud_types::integer_enum;
///
/// integer_enum! {
///     /// How urgent an alarm is.
///     pub enum Level {
///         /// Wake somebody.
///         N1 = 1,
///         N2 = 2,
///     }
/// }
///
/// assert_eq!(Level::from(1), Level::N1);
/// let newer: Level = serde_json::from_str("9")?;
/// assert_eq!(newer.as_i64(), 9);
/// assert_eq!(serde_json::to_string(&newer)?, "9");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! integer_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$variant_attribute:meta])* $variant:ident = $code:literal),* $(,)? }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attribute])* #[doc = concat!("`", $code, "`")] $variant,)*
            /// A number that this version does not know.
            Unknown($crate::UnknownCode),
        }
        impl $name {
            /// The values that this version knows, in the order of the documentation.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The number as it stands in requests and answers.
            #[inline]
            pub fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown(code) => code.as_i64(),
                }
            }
        }
        impl $crate::macros::FromCode for $name {
            #[inline]
            fn from_code(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownCode::new(code)),
                }
            }
        }
        impl From<i64> for $name {
            #[inline]
            fn from(code: i64) -> Self {
                $crate::macros::FromCode::from_code(code)
            }
        }
        /// What zero is: for an answer that has nothing to say.
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::from(0)
            }
        }
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
        impl $crate::Json for $name {
            #[inline]
            fn slot(option: &mut Option<Self>) -> $crate::Slot<'_> {
                $crate::Slot::Code(option)
            }
            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Integer(self.as_i64())
            }
        }
        $crate::model!(@serde $name);
    };
}
