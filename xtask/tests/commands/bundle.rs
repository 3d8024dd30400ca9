//! `cargo xtask bundle`.

use crate::support::Checkout;

#[test]
fn bundle_writes_one_file_a_service() {
    let checkout = Checkout::new("bundle");
    let ran = checkout.run(&["bundle"]).succeeded();
    assert_eq!(ran.stdout, "wrote target/bundles/clock.json\nwrote target/bundles/watch.json\n");
    assert!(checkout.read("target/bundles/clock.json").contains("\"operationId\": \"ShowTime\""));
    let ran = checkout.run(&["bundle", "watch", "--out", "elsewhere"]).succeeded();
    assert_eq!(ran.stdout, "wrote elsewhere/watch.json\n");
    assert!(!checkout.root.join("elsewhere/clock.json").exists());
}
