//! Spec texts in, file texts out: the generator of the Huawei Cloud SDK for Rust.
//!
//! Data flows one way, through four stages with a folder each:
//!
//! ```text
//! load   texts → trees with positions → checked → openapiv3
//! lint   what is valid OpenAPI but not right, or not by the rules of the house
//! lower  OpenAPI → IR: every name chosen, every type resolved
//! emit   IR → texts of files
//! ```
//!
//! Nothing here touches a disk, a process or a clock: that is xtask's.
//!
//! ```
//! use huaweicloud_codegen::{Options, Packaging, generate, source::Source};
//!
//! let spec = "
//! openapi: 3.0.3
//! info: {title: Clocks, version: v1, description: Tells the time.}
//! servers: [{url: 'https://clock.example.com'}]
//! paths:
//!   /v1/time:
//!     get:
//!       operationId: ShowTime
//!       summary: Shows the time.
//!       responses: {'204': {description: It is late.}}
//! ";
//! let output = generate("clock", vec![Source::new("clock.yaml", spec)], Options { foreign: true }, &Packaging::Workspace)?;
//! let client = output.files.iter().find(|file| file.path == "clock/src/clock.rs").unwrap();
//! assert!(client.text.contains("pub fn show_time(&self) -> ShowTime"));
//! # Ok::<(), huaweicloud_codegen::Failure>(())
//! ```

pub mod bundle;
pub mod compare;
pub mod diagnostic;
mod emit;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
pub mod ir;
mod json;
pub mod lint;
pub mod load;
mod lower;
mod parting;
mod path_key;
pub mod source;

pub use diagnostic::{Colour, Diagnostic, Diagnostics, Severity};
pub use emit::{File, Packaging};
pub use load::{Failure, Options};
use source::Source;

/// What a service's specs become.
#[derive(Debug)]
pub struct Output {
    /// The service as the generator understood it.
    pub service: ir::Service,
    /// The files of its crates.
    pub files: Vec<File>,
    /// The sources, in the order that the warnings count them.
    pub sources: Vec<Source>,
    /// What is worth a look but no error.
    pub warnings: Diagnostics,
}

/// Generates the two crates of a service from its specs.
///
/// # Errors
///
/// A [`Failure`] with every mistake of every file; then there is no output at all.
pub fn generate(
    name: &str,
    sources: Vec<Source>,
    options: Options,
    packaging: &Packaging,
) -> Result<Output, Failure> {
    let Checked { service, sources, warnings } = check(name, sources, options)?;
    let files = emit::emit(&service, packaging);
    Ok(Output { service, files, sources, warnings })
}

/// A service whose specs have no error.
#[derive(Debug)]
pub struct Checked {
    /// The service as the generator understood it.
    pub service: ir::Service,
    /// The sources, in the order that the warnings count them.
    pub sources: Vec<Source>,
    /// What is worth a look but no error.
    pub warnings: Diagnostics,
}

/// Does all of [`generate`] but the output: loads, lints and lowers.
///
/// # Errors
///
/// A [`Failure`] with every mistake of every file.
pub fn check(name: &str, sources: Vec<Source>, options: Options) -> Result<Checked, Failure> {
    let spec = load::load_with(sources, options).map_err(|failure| with_the_rest(failure, name, options))?;
    let mut found = lint::lint(&spec, options);
    let service = lower::lower(&spec, name, options, &mut found);
    found.extend(spec.warnings);
    found.sort();
    let sources: Vec<Source> = spec.files.into_iter().map(|file| file.source).collect();
    if found.has_errors() {
        return Err(Failure { sources, diagnostics: found, trees: None });
    }
    Ok(Checked { service, sources, warnings: found })
}

/// A spec that does not load has its other mistakes too, and a person wants to mend all in one go.
fn with_the_rest(mut failure: Failure, name: &str, options: Options) -> Failure {
    let mut rest = match failure.trees.take() {
        Some(trees) => lint::lint(&trees, options),
        None => return failure,
    };
    // What is no error in the specs of others can be gone on with, to see what else there is.
    let foreign = Options { foreign: true };
    if !options.foreign
        && let Ok(spec) = load::load_with(failure.sources.clone(), foreign)
    {
        let mut found = Diagnostics::new();
        lower::lower(&spec, name, options, &mut found);
        // Whatever else it says may be a consequence of what was read past.
        let own = |it: &Diagnostic| diagnostic::rules::LOWERING.iter().any(|rule| rule.name == it.name);
        rest.extend(found.into_iter().filter(own));
    }
    failure.diagnostics.extend(rest);
    failure.diagnostics.sort();
    failure
}
