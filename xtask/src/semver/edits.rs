//! The edits of `xtask/semver/edits`: what each changes in the base spec, and what that has to cost.

use std::path::{Path, PathBuf};

use huaweicloud_codegen::compare::Verdict;
use huaweicloud_codegen::source::Source;

use crate::failed::Failed;
use crate::project;

/// An edit of the base spec.
#[derive(Debug)]
pub struct Edit {
    /// The name of its file.
    pub name: String,
    /// What it does, one sentence.
    pub about: String,
    /// What it costs callers; nothing where the generated crates are the same.
    pub verdict: Option<Verdict>,
    /// Why no compiler can see what it costs, where that is so.
    pub only_when_run: Option<String>,
    /// The spec as it becomes.
    pub spec: Source,
}

/// The base spec and all edits of it.
#[derive(Debug)]
pub struct Edits {
    /// The spec that all edits change.
    pub base: Source,
    /// The edits, by name.
    pub edits: Vec<Edit>,
}

/// Where the base spec, the edits and the caller are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("semver")
}

/// Reads them.
///
/// # Errors
///
/// When one cannot be read, or does not fit the base.
pub fn read() -> Result<Edits, Failed> {
    // All go by one name: it stands in the header of every file.
    const SHOWN: &str = "store.yaml";
    let base = project::read(&folder().join("base.yaml"), SHOWN.to_owned())?;
    let mut edits = Vec::new();
    for (file, path) in project::listed(&folder().join("edits"))? {
        let name = file.trim_end_matches(".edit").to_owned();
        let text = project::read(&path, file.clone())?.text;
        let failed = |message: String| Failed::because(format!("xtask/semver/edits/{file}: {message}"));
        edits.push(edit(name, &text, &base).map_err(failed)?);
    }
    Ok(Edits { base, edits })
}

fn edit(name: String, text: &str, base: &Source) -> Result<Edit, String> {
    let (head, hunks) = text.split_once("@@\n").ok_or("there is no `@@`")?;
    let mut lines = head.lines();
    let about = lines.next().unwrap_or_default().to_owned();
    let (mut verdict, mut only_when_run) = (None, None);
    for line in lines {
        match line.split_once(": ") {
            Some(("verdict", "none")) => verdict = Some(None),
            Some(("verdict", name)) => {
                verdict = Some(Some(Verdict::named(name).ok_or(format!("`{name}` is no verdict"))?));
            }
            Some(("only when run", why)) => only_when_run = Some(why.to_owned()),
            _ => return Err(format!("`{line}` says neither `verdict` nor `only when run`")),
        }
    }
    let verdict = verdict.ok_or("it has no `verdict`")?;
    let mut spec = base.clone();
    for hunk in hunks.split("@@\n") {
        spec.text = applied(&spec.text, hunk)?;
    }
    Ok(Edit { name, about, verdict, only_when_run, spec })
}

/// A text with one hunk of a diff applied: lines begin with a blank, with `-` or with `+`.
fn applied(text: &str, hunk: &str) -> Result<String, String> {
    let side = |other: char| -> String {
        let lines = hunk.lines().filter(|line| !line.starts_with(other));
        lines.map(|line| line.get(1..).unwrap_or_default().to_owned() + "\n").collect()
    };
    let (old, new) = (side('+'), side('-'));
    match text.matches(&old).count() {
        1 => Ok(text.replacen(&old, &new, 1)),
        count => Err(format!("what it changes stands {count} times in the spec:\n{old}")),
    }
}

#[cfg(test)]
mod tests {
    use huaweicloud_codegen::compare::{Comparison, Package, Row, compare};
    use huaweicloud_codegen::{Options, check, ir::Service};

    use super::*;

    fn service(source: &Source) -> Service {
        let checked = check("store", vec![source.clone()], Options { foreign: true });
        checked.unwrap_or_else(|failure| panic!("{failure}")).service
    }

    /// Every edit with its rows, as `cargo xtask diff` would tell them; and each costs what it says.
    #[test]
    fn edits_cost_what_they_say() {
        let Edits { base, edits } = read().unwrap();
        let base = service(&base);
        assert!(edits.len() >= 30, "{}", edits.len());
        let mut table = String::new();
        let mut wrong = Vec::new();
        for edit in &edits {
            let comparison = compare(Some(&base), Some(&service(&edit.spec)));
            let found = comparison.verdict(Package::Client);
            if found != edit.verdict {
                wrong.push(format!("{}: {found:?}, not {:?}", edit.name, edit.verdict));
            }
            table.push_str(&format!("{}: {}\n", edit.name, edit.about));
            for Row { package, item, change, verdict, why } in &comparison.rows {
                let package = package.name("store");
                table.push_str(&format!("  {verdict}  {package}  {item}  {change}\n      {why}\n"));
            }
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../../semver");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("edits", table));
        assert!(wrong.is_empty(), "{wrong:#?}");
        let Comparison { service, rows } = compare(Some(&base), Some(&base));
        assert_eq!((service.as_str(), rows), ("store", vec![]));
    }

    #[test]
    fn an_edit_that_does_not_fit_is_refused() {
        let base = Source::new("store.yaml", "a\nb\nb\n");
        let edit = |hunk: &str| edit("x".to_owned(), &format!("It.\nverdict: none\n@@\n{hunk}"), &base);
        assert_eq!(edit(" a\n-b\n+c\n").unwrap().spec.text, "a\nc\nb\n");
        assert!(edit("-b\n").unwrap_err().contains("2 times"));
        assert!(edit("-c\n").unwrap_err().contains("0 times"));
    }
}
