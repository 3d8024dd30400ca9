//! All stages together: what one finds, another does not tell again.
#![allow(missing_docs)]

use huaweicloud_codegen::{Options, check, source::Source};

#[test]
fn a_mistake_is_told_once() {
    let spec = include_str!("fixtures/pagination.yaml").replacen("items: /things,", "items: /thing,", 1);
    let failure = check("fixture", vec![Source::new("a.yaml", spec)], Options { foreign: true }).unwrap_err();
    let errors: Vec<&str> =
        failure.diagnostics.iter().filter(|it| it.severity.as_str() == "error").map(|it| it.name).collect();
    assert_eq!(errors, ["pagination-pointer"], "{failure}");
}
