//! `cargo xtask lint --explain`.

use crate::support::Checkout;

#[test]
fn names_of_all_stages_are_explained() {
    let checkout = Checkout::new("explain");
    for (name, level, text) in [
        ("list-without-pagination", "an error in specs/, nothing in the specs of others", "x-pagination"),
        ("example-misfit", "an error in specs/, a warning in the specs of others", "decoded"),
        ("unknown-key", "an error in specs/; in the specs of others", "slip of the pen"),
        ("yaml-syntax", "an error always", "The text is not YAML"),
        ("untyped-schema", "a warning always", "callers get `Value`"),
        ("[stale-file]", "an error always", "edited by hand"),
    ] {
        let ran = checkout.run(&["lint", "--explain", name]).succeeded();
        let plain = name.trim_matches(['[', ']']);
        assert!(ran.stdout.starts_with(&format!("{plain}: {level}")), "{ran:#?}");
        assert!(ran.stdout.replace('\n', " ").contains(text), "{ran:#?}");
        assert!(ran.stdout.lines().skip(1).all(|line| line.len() <= 100), "{ran:#?}");
    }
}

#[test]
fn without_a_name_all_are_listed() {
    let checkout = Checkout::new("explain-all");
    let ran = checkout.run(&["lint", "--explain"]).succeeded();
    for line in [
        "lints\n",
        "  duplicate-key                an error always\n",
        "  uuid-format                  a warning in specs/, nothing in the specs of others\n",
    ] {
        assert!(ran.stdout.contains(line), "{line}: {ran:#?}");
    }
}

#[test]
fn a_misspelt_name_has_a_near_one() {
    let checkout = Checkout::new("explain-misspelt");
    for (name, near) in [("list-without", "list-without-pagination"), ("unkown-key", "unknown-key")] {
        let ran = checkout.run(&["lint", "--explain", name]).failed();
        assert!(ran.stderr.contains(&format!("no finding is called `{name}`")), "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("did you mean `{near}`?")), "{}", ran.stderr);
    }
    let ran = checkout.run(&["lint", "--explain", "completely-different-thing"]).failed();
    assert!(ran.stderr.contains("lists all"), "{}", ran.stderr);
}
