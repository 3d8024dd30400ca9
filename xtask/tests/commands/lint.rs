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
    assert!(ran.stdout.contains("foreign.yaml: 1 file, nothing found\n"), "{ran:#?}");
    checkout.write("foreign.yaml", &undocumented.replace("        '200':", "        2xx:"));
    let ran = checkout.run(&["lint", "foreign.yaml"]).succeeded();
    assert!(ran.stderr.contains("warning[status-key]"), "{}", ran.stderr);
    assert!(ran.stdout.contains("foreign.yaml: 1 file, 1 warning\n"), "{ran:#?}");
}

#[test]
fn files_beside_a_file_are_read_where_it_refers_to_them() {
    let checkout = Checkout::new("lint-beside");
    let own = "{$ref: '#/components/schemas/ShowTimeResponse'}";
    let elsewhere = CLOCK.replace(own, "{$ref: './shared/time.yaml#/components/schemas/Time'}");
    assert_ne!(elsewhere, CLOCK);
    checkout.write("api/clock.yaml", &elsewhere);
    let ran = checkout.run(&["lint", "api/clock.yaml"]).failed();
    assert_eq!(ran.stderr.matches("there is no file `api/shared/time.yaml`").count(), 1, "{}", ran.stderr);
    // What nobody refers to is not looked at.
    let shared = "openapi: 3.0.3\ninfo: {title: T, version: v1}\npaths: {/: {get: 5}}\n\
                  components: {schemas: {Time: {type: object}}}\n";
    checkout.write("api/shared/time.yaml", shared);
    let ran = checkout.run(&["lint", "api/clock.yaml"]).succeeded();
    assert!(ran.stdout.contains("api/clock.yaml: 2 files, nothing found\n"), "{ran:#?}");
}
