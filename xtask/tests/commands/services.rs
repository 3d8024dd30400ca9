//! The folders of `specs/`, whatever the command.

use std::fs;

use crate::support::{CLOCK, Checkout};

#[test]
fn unknown_services_are_named_with_the_nearest() {
    let checkout = Checkout::new("unknown-services");
    for command in ["regenerate", "lint", "bundle"] {
        let ran = checkout.run(&[command, "clcok"]).failed();
        assert!(ran.stderr.contains("no service is called `clcok`"), "{}", ran.stderr);
        assert!(ran.stderr.contains("did you mean `clock`? The services are clock, watch"), "{}", ran.stderr);
    }
    let ran = checkout.run(&["regenerate", "dns"]).failed();
    assert!(ran.stderr.contains("the services are clock, watch"), "{}", ran.stderr);
    assert!(!checkout.root.join("crates/generated/clock").exists());
}

#[test]
fn spec_folders_hold_yaml_and_have_plain_names() {
    let checkout = Checkout::new("spec-folders");
    checkout.write("specs/clock/more.yml", CLOCK);
    let ran = checkout.run(&["regenerate"]).failed();
    assert!(ran.stderr.contains("specs/clock/more.yml would not be read"), "{}", ran.stderr);
    fs::remove_file(checkout.root.join("specs/clock/more.yml")).unwrap();
    for name in ["clock-model", "Clock_2"] {
        checkout.write(&format!("specs/{name}/service.yaml"), CLOCK);
        let ran = checkout.run(&["regenerate"]).failed();
        assert!(ran.stderr.contains(&format!("specs/{name} cannot name")), "{}", ran.stderr);
        fs::remove_dir_all(checkout.root.join("specs").join(name)).unwrap();
    }
}
