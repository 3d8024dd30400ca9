//! Findings that say the same of other words: where there are many, a few tell enough.

use std::collections::HashMap;

use super::{Diagnostic, Severity};

/// So many of a form are all shown.
const MOST: usize = 10;
/// Of more, so many are.
const SHOWN: usize = 5;

/// What is shown of some findings: each with how many more there are that are not.
pub(super) fn folded(found: &[Diagnostic]) -> Vec<(&Diagnostic, usize)> {
    let mut forms: HashMap<Form<'_>, usize> = HashMap::new();
    for it in found {
        *forms.entry(form(it)).or_default() += 1;
    }
    let mut met: HashMap<Form<'_>, usize> = HashMap::new();
    let mut shown = Vec::new();
    for it in found {
        let form = form(it);
        let all = forms.get(&form).copied().unwrap_or_default();
        let number = met.entry(form).or_default();
        *number += 1;
        if all <= MOST || *number < SHOWN {
            shown.push((it, 0));
        } else if *number == SHOWN {
            shown.push((it, all - SHOWN));
        }
    }
    shown
}

type Form<'d> = (Severity, &'d str, String);

/// What a finding says, whatever the words are that it says it of.
fn form(it: &Diagnostic) -> Form<'_> {
    let plain: Vec<&str> = it.message.split('`').step_by(2).collect();
    (it.severity, it.name, plain.join("`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn errors(name: &'static str, count: usize) -> Vec<Diagnostic> {
        let one = |number| Diagnostic::error(name, 0, Span::default(), format!("`{number}` is no key"));
        (0..count).map(one).collect()
    }

    #[test]
    fn a_few_tell_enough() {
        let mut found = errors("unknown-key", 442);
        found.extend(errors("wrong-type", MOST));
        let shown = folded(&found);
        assert_eq!(shown.len(), SHOWN + MOST);
        let more: Vec<usize> = shown.iter().map(|(_, more)| *more).filter(|more| *more > 0).collect();
        assert_eq!(more, [437]);
        assert_eq!(shown[SHOWN - 1].1, 437);
    }

    #[test]
    fn another_sentence_is_another_form() {
        let mut found = errors("unknown-key", 9);
        found.extend(errors("unknown-key", 9).into_iter().map(Diagnostic::as_warning));
        assert!(folded(&found).iter().all(|(_, more)| *more == 0));
    }
}
