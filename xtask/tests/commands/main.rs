//! The commands from outside: the program is run on a copy of a checkout, and what it prints, writes
//! and leaves alone is looked at.

mod bundle;
mod coverage;
mod diff;
mod explain;
mod format;
mod generate;
mod incremental;
mod lint;
mod new;
mod regenerate;
mod services;
mod support;
