//! What is found when generated files are compared with what the specs give.

use super::rules;

rules! {
    /// What is found when generated files are compared with what the specs give.
    COMPARING:

    "missing-file" Error
        "The specs give a file that is not there. Run `cargo xtask regenerate` and commit what it writes.";
    "stale-file" Error
        "A generated file says something else than the specs give: it was edited by hand, or a spec was edited and the crates were not regenerated. Edit the spec, run `cargo xtask regenerate` and commit both.";
    "orphan-file" Error
        "No spec gives this file any more. `cargo xtask regenerate` removes it.";
}

rules! {
    /// What is found when specs are held against tables that others made of the service.
    COVERING:

    "unexplained-difference" Error
        "A table of the service has a name, a type, `required` or an `enum` otherwise than the spec, and nobody says why. Look the page up and mend the spec, or write a comment above the field, or above what it is in: with the field's name in backticks, the table (definition, SDK) and what is different. `cargo xtask coverage --help` has the words.";
}
