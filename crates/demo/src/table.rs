//! Tables that read well on a terminal and in a log.

/// Rows below a head, in columns as wide as their widest cell, indented by `indent` blanks.
///
/// ```
/// let rows = [["user001".to_owned(), "group1".to_owned()]];
/// assert_eq!(huaweicloud_demo::table::table(2, ["name", "group"], &rows), "  name     group\n  user001  group1\n");
/// ```
pub fn table<const N: usize>(indent: usize, head: [&str; N], rows: &[[String; N]]) -> String {
    let head = head.map(str::to_owned);
    let all = || std::iter::once(&head).chain(rows);
    let widths: [usize; N] =
        std::array::from_fn(|column| all().map(|row| row[column].chars().count()).max().unwrap_or_default());
    let mut text = String::new();
    for row in all() {
        let mut line = " ".repeat(indent);
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A cell of what may be absent.
pub fn cell<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(|| "-".to_owned(), T::to_string)
}
