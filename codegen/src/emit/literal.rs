//! Constants as Rust text: calls, lists and struct literals in one another, each on one line where it
//! fits. There are too many of them to go through tokens.

use super::layout::WIDTH;

/// The field of a struct literal behind which stands what the other fields are taken from.
pub const REST: &str = "..";

/// An expression.
pub enum Literal {
    /// A name, a number, a text: never broken.
    Atom(String),
    /// Others between brackets.
    Group {
        open: String,
        items: Vec<Item>,
        close: String,
        /// What stands between the brackets and the items on one line.
        blank: &'static str,
    },
}

/// An expression in brackets, behind the name of its field where it has one.
pub struct Item {
    field: &'static str,
    value: Literal,
}

impl Literal {
    /// What stands as it is written.
    pub fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// A text.
    pub fn text(text: &str) -> Self {
        Self::Atom(string(text))
    }

    /// `Some(…)` or `None`.
    pub fn option(value: Option<impl ToString>) -> Self {
        Self::Atom(value.map_or_else(|| "None".to_owned(), |value| format!("Some({})", value.to_string())))
    }

    /// A call of a function, or a variant with fields.
    pub fn call(function: &str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let items = arguments.into_iter().map(|value| Item { field: "", value }).collect();
        Self::Group { open: format!("{function}("), items, close: ")".to_owned(), blank: "" }
    }

    /// `&[…]`
    pub fn list(values: impl IntoIterator<Item = Self>) -> Self {
        let items = values.into_iter().map(|value| Item { field: "", value }).collect();
        Self::Group { open: "&[".to_owned(), items, close: "]".to_owned(), blank: "" }
    }

    /// A struct literal.
    pub fn record(name: &str, fields: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        let items = fields.into_iter().map(|(field, value)| Item { field, value }).collect();
        Self::Group { open: format!("{name} {{"), items, close: "}".to_owned(), blank: " " }
    }

    /// `&…`
    pub fn reference(mut self) -> Self {
        let (Self::Atom(start) | Self::Group { open: start, .. }) = &mut self;
        start.insert(0, '&');
        self
    }

    /// With a method called on it, of one short argument.
    pub fn method(mut self, name: &str, argument: &Self) -> Self {
        let (Self::Atom(end) | Self::Group { close: end, .. }) = &mut self;
        end.push_str(&format!(".{name}("));
        argument.write_flat(end);
        end.push(')');
        self
    }

    /// The expression between `before` and `after`.
    pub fn between(&self, before: &str, after: &str) -> String {
        let mut text = before.to_owned();
        self.write(&mut text, 0, after.lines().next().map_or(0, |line| line.chars().count()));
        text.push_str(after);
        text
    }

    /// Writes the expression where `text` ends, in a block that is indented so far, with so many
    /// characters to come behind it.
    fn write(&self, text: &mut String, indent: usize, after: usize) {
        let column = text.chars().rev().take_while(|it| *it != '\n').count();
        match self {
            Self::Group { open, items, close, .. }
                if !items.is_empty() && !self.fits(WIDTH.saturating_sub(column + after)) =>
            {
                text.push_str(open);
                for Item { field, value } in items {
                    text.push('\n');
                    text.extend(std::iter::repeat_n(' ', indent + 4));
                    push_field(text, field);
                    value.write(text, indent + 4, 1);
                    if *field != REST {
                        text.push(',');
                    }
                }
                text.push('\n');
                text.extend(std::iter::repeat_n(' ', indent));
                text.push_str(close);
            }
            _ => self.write_flat(text),
        }
    }

    fn write_flat(&self, text: &mut String) {
        match self {
            Self::Atom(atom) => text.push_str(atom),
            Self::Group { open, items, close, blank } => {
                text.push_str(open);
                for (index, Item { field, value }) in items.iter().enumerate() {
                    text.push_str(if index == 0 { blank } else { ", " });
                    push_field(text, field);
                    value.write_flat(text);
                }
                if !items.is_empty() {
                    text.push_str(blank);
                }
                text.push_str(close);
            }
        }
    }

    /// Whether it is no longer than this on one line.
    fn fits(&self, width: usize) -> bool {
        self.left_of(width).is_some()
    }

    /// What is left of a width behind it.
    fn left_of(&self, width: usize) -> Option<usize> {
        match self {
            Self::Atom(atom) => width.checked_sub(atom.chars().count()),
            Self::Group { open, items, close, blank } => {
                let brackets = open.chars().count() + close.chars().count() + 2 * blank.len();
                let mut left = width.checked_sub(brackets)?;
                for (index, Item { field, value }) in items.iter().enumerate() {
                    let comma = if index == 0 { 0 } else { 2 };
                    let named = match *field {
                        "" | REST => field.len(),
                        field => field.len() + 2,
                    };
                    left = value.left_of(left.checked_sub(comma + named)?)?;
                }
                Some(left)
            }
        }
    }
}

/// A text as Rust writes it.
pub fn string(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

fn push_field(text: &mut String, field: &str) {
    text.push_str(field);
    if !field.is_empty() && field != REST {
        text.push_str(": ");
    }
}

#[cfg(test)]
mod tests {
    use super::{Literal, REST};

    #[test]
    fn what_fits_stands_on_one_line() {
        let record = |text: &str| {
            let call = Literal::call("Shape::Text", [Literal::option(Some(1)), Literal::option(None::<u8>)]);
            let list =
                Literal::list([call.reference(), Literal::text(text).method("of", &Literal::atom("B"))]);
            Literal::record("It", [("a", list), ("b", Literal::list([])), (REST, Literal::atom("C"))])
        };
        let short = record("x").between("const A: It = ", ";");
        assert_eq!(
            short,
            "const A: It = It { a: &[&Shape::Text(Some(1), None), \"x\".of(B)], b: &[], ..C };"
        );
        let text = "y".repeat(100);
        let long = record(&text).between("const A: It = ", ";");
        let lines = [
            "const A: It = It {",
            "    a: &[",
            "        &Shape::Text(Some(1), None),",
            &format!("        {text:?}.of(B),"),
            "    ],",
            "    b: &[],",
            "    ..C",
            "};",
        ];
        assert_eq!(long, lines.join("\n"));
    }
}
