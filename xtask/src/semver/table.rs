//! Whose verdict is what, edit by edit.

use huaweicloud_codegen::compare::Verdict;

use super::edits::Edit;
use super::judge::{Judge, Opinion};
use crate::report::Style;

/// An edit and what everybody says of it.
pub struct Judged {
    pub edit: Edit,
    /// What `diff` says.
    pub ours: Option<Verdict>,
    /// What cargo-semver-checks says.
    pub tool: Opinion,
    /// Whether the caller of the base compiles.
    pub caller: bool,
}

/// All edits.
#[derive(Default)]
pub struct Table {
    rows: Vec<Judged>,
}

impl Judged {
    /// Who else sees what our verdict says; or what is wrong with it.
    fn held(&self) -> Result<String, String> {
        let Self { edit, ours, tool, caller } = self;
        if *ours != edit.verdict {
            return Err(format!("its file says {}", shown(edit.verdict)));
        }
        if tool.verdict > *ours {
            return Err("cargo-semver-checks asks for more".to_owned());
        }
        if *ours < Some(Verdict::Major) && !caller {
            return Err("a caller no longer compiles".to_owned());
        }
        let by_tool = tool.verdict == *ours;
        let seen = match ours {
            Some(Verdict::Major) => match (by_tool, !caller) {
                (true, true) => Some("both see it"),
                (true, false) => Some("the caller does not see it"),
                (false, true) => Some("cargo-semver-checks does not see it, the caller does"),
                (false, false) => None,
            },
            Some(Verdict::Minor) => by_tool.then_some("cargo-semver-checks sees it, the caller compiles"),
            Some(Verdict::Patch) | None => Some("neither sees anything"),
        };
        match (seen, &edit.only_when_run) {
            (Some(seen), None) => Ok(seen.to_owned()),
            (None, Some(why)) => Ok(format!("only when run: {why}")),
            (Some(_), Some(_)) => Err("its file says that no compiler sees it, and one does".to_owned()),
            (None, None) => Err("nobody else sees it".to_owned()),
        }
    }
}

impl Table {
    /// Adds an edit.
    pub fn add(&mut self, judged: Judged) {
        self.rows.push(judged);
    }

    /// How many of our verdicts do not hold.
    pub fn bad(&self) -> usize {
        self.rows.iter().filter(|row| row.held().is_err()).count()
    }

    /// Prints it.
    pub fn print(&self, judge: &Judge) {
        let style = Style::of_stdout();
        let edit = self.rows.iter().map(|row| row.edit.name.len()).max().unwrap_or_default();
        println!("{}", style.bold(&format!("{:edit$}  diff   {}  caller     held", "edit", judge.version)));
        let width = judge.version.chars().count();
        for row in &self.rows {
            let caller = if row.caller { "compiles" } else { "fails" };
            let (held, remark) = match row.held() {
                Ok(remark) => (style.green("pass"), remark),
                Err(remark) => (style.red("FAIL"), format!("{remark}: {}", row.edit.about)),
            };
            let rules = match row.tool.rules.as_slice() {
                [] => String::new(),
                rules => format!(" ({})", rules.join(", ")),
            };
            println!(
                "{:edit$}  {:5}  {:width$}  {caller:9}  {held}  {remark}{rules}",
                row.edit.name,
                shown(row.ours),
                shown(row.tool.verdict),
            );
        }
        let count = |wanted: fn(&Judged) -> bool| self.rows.iter().filter(|row| wanted(row)).count();
        println!(
            "{} edits, {} held; of {} that are major, cargo-semver-checks sees {} and the caller {}",
            self.rows.len(),
            self.rows.len() - self.bad(),
            count(|row| row.ours == Some(Verdict::Major)),
            count(|row| row.tool.verdict == Some(Verdict::Major)),
            count(|row| !row.caller),
        );
    }
}

fn shown(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("none", Verdict::as_str)
}

#[cfg(test)]
mod tests {
    use huaweicloud_codegen::source::Source;

    use super::*;

    const MAJOR: Option<Verdict> = Some(Verdict::Major);
    const MINOR: Option<Verdict> = Some(Verdict::Minor);
    const PATCH: Option<Verdict> = Some(Verdict::Patch);

    fn held(ours: Option<Verdict>, tool: Option<Verdict>, caller: bool, why: Option<&str>) -> bool {
        let edit = Edit {
            name: "an-edit".to_owned(),
            about: "It changes something.".to_owned(),
            verdict: ours,
            only_when_run: why.map(str::to_owned),
            spec: Source::new("store.yaml", ""),
        };
        let tool = Opinion { verdict: tool, rules: Vec::new() };
        Judged { edit, ours, tool, caller }.held().is_ok()
    }

    #[test]
    fn a_verdict_that_somebody_sees_is_held() {
        for (tool, caller) in [(MAJOR, false), (MAJOR, true), (None, false), (MINOR, false)] {
            assert!(held(MAJOR, tool, caller, None));
        }
        assert!(held(MINOR, MINOR, true, None));
        assert!(held(PATCH, None, true, None));
        assert!(held(None, None, true, None));
        for ours in [MAJOR, MINOR] {
            assert!(held(ours, None, true, Some("only texts differ")));
        }
    }

    #[test]
    fn a_verdict_that_is_too_low_or_that_nobody_sees_is_not() {
        for ours in [None, PATCH, MINOR] {
            assert!(!held(ours, MAJOR, true, None));
            assert!(!held(ours, ours, false, None), "{ours:?}");
        }
        assert!(!held(PATCH, MINOR, true, None));
        assert!(!held(MAJOR, None, true, None));
        assert!(!held(MAJOR, MINOR, true, None));
        assert!(!held(MINOR, None, true, None));
        // An exception that is none.
        assert!(!held(MAJOR, MAJOR, true, Some("only texts differ")));
        assert!(!held(MAJOR, None, false, Some("only texts differ")));
        assert!(!held(MINOR, MINOR, true, Some("only texts differ")));
        assert!(!held(PATCH, None, true, Some("only texts differ")));
    }
}
