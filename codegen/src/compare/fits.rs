//! Whether callers' code that fits one form of an item fits another.

use super::surface::{Argument, Form, Kind};
use super::{Verdict, reasons};

/// What no longer fits.
pub struct Misfit {
    pub change: String,
    pub verdict: Verdict,
    pub why: &'static str,
}

/// What of `base` does not fit `now`, if something does not.
pub fn misfit(kind: Kind, base: &Form, now: &Form) -> Option<Misfit> {
    match (base, now) {
        (Form::Type(base), Form::Type(now)) if base != now => {
            let change = format!("`{base}` → `{now}`");
            Some(Misfit { change, verdict: Verdict::Major, why: reasons::ty(kind) })
        }
        (Form::Arguments(base), Form::Arguments(now)) => arguments(base, now),
        _ => None,
    }
}

fn arguments(base: &[Argument], now: &[Argument]) -> Option<Misfit> {
    if base == now {
        return None;
    }
    let types = |arguments: &[Argument]| arguments.iter().map(|it| it.ty.clone()).collect::<Vec<_>>();
    let major = |why| Some(Misfit { change: words(base, now), verdict: Verdict::Major, why });
    if base.len() != now.len() {
        return major(reasons::NUMBER_OF_ARGUMENTS);
    }
    if types(base) != types(now) {
        return major(reasons::TYPE_OF_ARGUMENT);
    }
    // From here on, calls compile as before.
    let moved = |(at, it): (usize, &Argument)| {
        now.iter().position(|other| other.name == it.name).is_some_and(|now| now != at)
    };
    if base.iter().enumerate().any(moved) {
        return major(reasons::ORDER_OF_ARGUMENTS);
    }
    let another =
        |(base, now): (&Argument, &Argument)| base.name != now.name && !(base.by_place && now.by_place);
    if base.iter().zip(now).any(another) {
        return major(reasons::ANOTHER_ARGUMENT);
    }
    Some(Misfit { change: words(base, now), verdict: Verdict::Patch, why: reasons::NAME_OF_ARGUMENT })
}

/// The names that differ; where none does, the types.
fn words(base: &[Argument], now: &[Argument]) -> String {
    let names = |arguments: &[Argument]| {
        let names: Vec<&str> = arguments.iter().map(|it| it.name.as_str()).collect();
        format!("({})", names.join(", "))
    };
    if names(base) != names(now) {
        return format!("`{}` → `{}`", names(base), names(now));
    }
    let pairs = base.iter().zip(now).filter(|(base, now)| base.ty != now.ty);
    let pairs = pairs.map(|(base, now)| format!("`{}`: `{}` → `{}`", base.name, base.ty, now.ty));
    pairs.collect::<Vec<_>>().join(", ")
}
