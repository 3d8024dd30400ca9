//! What the two programs of this package share: `demo` makes the documented calls and shows what
//! comes back, `mock` plays the services for programs of your own.
//!
//! Both are started by `cargo xtask demo` and `cargo xtask mock`.

use huaweicloud_core::description::Description;

pub mod table;

/// Every service that the SDK has a client for. A new service is added here.
pub fn services() -> [Description; 4] {
    [
        huaweicloud_apig::mock::SERVICE,
        huaweicloud_css::mock::SERVICE,
        huaweicloud_vpcep::mock::SERVICE,
        huaweicloud_vpn::mock::SERVICE,
    ]
}

/// A number of things, in words: `1 page`, `2 pages`.
pub fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
