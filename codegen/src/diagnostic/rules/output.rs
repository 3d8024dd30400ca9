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
