//! `cargo xtask lint`.

use crate::support::{CLOCK, Checkout};

#[test]
fn lint_tells_house_and_foreign_apart() {
    let checkout = Checkout::new("lint");
    let ran = checkout.run(&["lint"]).succeeded();
    assert!(ran.stdout.contains("specs/clock: 1 file, nothing found\n"), "{ran:#?}");

    let undocumented = CLOCK.replace("      externalDocs: {url: 'https://clock.example.com/docs'}\n", "");
    checkout.write("specs/clock/service.yaml", &undocumented);
    checkout.write("foreign.yaml", &undocumented);
    // A file of a service stands for the service.
    for spec in ["clock", "specs/clock/service.yaml"] {
        let ran = checkout.run(&["lint", spec]).failed();
        assert!(ran.stderr.contains("error[missing-documentation]"), "{}", ran.stderr);
        assert!(ran.stdout.contains("specs/clock: 1 file, 1 error\n"), "{ran:#?}");
    }
    let ran = checkout.run(&["lint", "foreign.yaml"]).succeeded();
    assert!(ran.stderr.contains("warning[missing-documentation]"), "{}", ran.stderr);
    assert!(ran.stdout.contains("foreign.yaml: 1 file, 1 warning\n"), "{ran:#?}");
}
