//! JSON pointers ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), for those that do more on the way
//! than look.

/// The names and numbers that a pointer leads through, escapes undone.
pub(crate) fn segments(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}
