//! Members that may be null where they are sent: absent, null and empty are three things there.

/// What the setter of a member takes that may be null: whatever becomes its value, or an `Option` of it, of
/// which `None` is `null`.
///
/// `By` says which of the two it is and is always inferred.
pub trait OrNull<T, By> {
    /// The value; `None` for null.
    fn or_null(self) -> Option<T>;
}

/// Of a value.
#[derive(Debug)]
pub enum ByValue {}

/// Of an option.
#[derive(Debug)]
pub enum ByOption {}

impl<T, V: Into<T>> OrNull<T, ByValue> for V {
    fn or_null(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T> OrNull<T, ByOption> for Option<T> {
    fn or_null(self) -> Self {
        self
    }
}

/// Null, of a member that is there.
pub const fn null<T>() -> Option<Option<T>> {
    Some(None)
}
