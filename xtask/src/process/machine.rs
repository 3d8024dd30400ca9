//! The machine that something was measured on, for the head of a table.

use std::fs;
use std::process::Command;

use super::output;
use crate::report::count;

/// In a line: cores, processor, system, compiler.
pub fn line() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = output(Command::new("rustc").arg("--version")).unwrap_or_default();
    let mut words = vec![count(cores, "core")];
    words.extend(fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| processor(&text)));
    words.push(format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    words.extend(rustc.split(" (").next().map(|version| version.trim().to_owned()));
    words.join(", ")
}

/// What Linux calls the first processor.
fn processor(info: &str) -> Option<String> {
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    let (_, name) = line.split_once(':')?;
    Some(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_has_a_name_on_some_systems() {
        let info = "processor\t: 0\nmodel name\t: Some  CPU @ 2.50GHz\nmodel name\t: Other\n";
        assert_eq!(processor(info).as_deref(), Some("Some CPU @ 2.50GHz"));
        assert_eq!(processor("processor : 0\n"), None);
    }
}
