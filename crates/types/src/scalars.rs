//! [`Json`] for Rust's own scalars and for free-form JSON.

use serde_json::Value;

use crate::encode::View;
use crate::json::{Json, Slot};

impl Json for String {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Text(option)
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl Json for bool {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Boolean(option)
    }

    fn view(&self) -> View<'_> {
        View::Boolean(*self)
    }
}

impl Json for i64 {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Integer(option)
    }

    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }
}

impl Json for u64 {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Unsigned(option)
    }

    fn view(&self) -> View<'_> {
        View::Unsigned(*self)
    }
}

impl Json for f64 {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Float(option)
    }

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }
}

impl Json for Value {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Any(option)
    }

    fn view(&self) -> View<'_> {
        View::Any(self)
    }
}

impl Json for () {
    fn slot(option: &mut Option<Self>) -> Slot<'_> {
        Slot::Nothing(option)
    }

    fn view(&self) -> View<'_> {
        View::Absent
    }
}
