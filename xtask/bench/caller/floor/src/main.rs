//! Nothing: what is measured is the building of what it depends on.

fn main() {}
