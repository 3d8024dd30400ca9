//! `cargo xtask lint --explain`: why a finding is one.

use huaweicloud_codegen::diagnostic::rules;

use crate::failed::Failed;
use crate::report::{self, Style};

/// Explains the rule of this name; all are listed if there is no name.
///
/// # Errors
///
/// When there is no such rule.
pub fn run(name: &str) -> Result<(), Failed> {
    let style = Style::of_stdout();
    if name.is_empty() {
        for (about, rules) in rules::ALL {
            println!("{}", style.bold(about));
            for rule in *rules {
                println!("  {:<28} {}", rule.name, rule.level.words());
            }
        }
        return Ok(());
    }
    // People copy it with the brackets it stands in.
    let name = name.trim_start_matches('[').trim_end_matches(']');
    if let Some(rule) = rules::find(name) {
        println!("{}: {}\n{}", style.bold(rule.name), rule.level.words(), wrapped(rule.explanation));
        return Ok(());
    }
    let failed = Failed::because(format!("no finding is called `{name}`"));
    Err(match report::nearest(name, rules::all().map(|rule| rule.name)) {
        Some(near) => failed.with_help(format!("did you mean `{near}`?")),
        None => failed.with_help("`cargo xtask lint --explain` lists all"),
    })
}

/// Lines of at most 100 characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        let width = word.chars().count();
        if length > 0 && length + 1 + width > 100 {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += width;
    }
    out
}
