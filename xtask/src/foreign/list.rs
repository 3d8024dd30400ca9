//! Which files are tried: those of `xtask/bench/foreign.tsv`, fetched and compared with their hashes, or
//! files that somebody names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use heck::ToKebabCase as _;

use super::Setting;
use crate::failed::{Doing as _, Failed};
use crate::process::{output, progress};
use crate::project;
use crate::report::nearest;

/// What is tried at a time.
#[derive(Debug, PartialEq)]
pub struct Spec {
    /// What its crates are called.
    pub name: String,
    /// How many operations it has, if that is written somewhere.
    pub operations: Option<usize>,
    /// Its files.
    pub files: Vec<PathBuf>,
}

/// A line of the list.
#[derive(Debug, PartialEq)]
struct Listed<'a> {
    name: &'a str,
    operations: usize,
    repository: &'a str,
    commit: &'a str,
    sha256: &'a str,
    path: &'a str,
}

/// What was asked for; the whole list if nothing was.
///
/// # Errors
///
/// When a name is not in the list, or a file cannot be had.
pub fn specs(setting: &Setting<'_>, given: &[String], from: Option<&PathBuf>) -> Result<Vec<Spec>, Failed> {
    let file = setting.project.root().join("xtask/bench/foreign.tsv");
    let text = fs::read_to_string(&file).doing("read", &file)?;
    let list = parse(&text)?;
    let mut specs = Vec::new();
    if given.is_empty() {
        for listed in &list {
            specs.push(had(setting, listed, from)?);
        }
    }
    for given in given {
        let path = Path::new(given);
        match list.iter().find(|listed| listed.name == given) {
            Some(listed) => specs.push(had(setting, listed, from)?),
            None if path.is_dir() => {
                let files = project::listed(path)?.into_values().filter(|file| is_spec(file));
                specs.extend(files.map(|file| named(&file)));
            }
            None if path.exists() => specs.push(named(path)),
            None => return Err(unknown(given, &list)),
        }
    }
    for number in 1..specs.len() {
        // Their folders are called after them.
        if specs[..number].iter().any(|spec| spec.name == specs[number].name) {
            specs[number].name += &format!("-{number}");
        }
    }
    Ok(specs)
}

fn parse(text: &str) -> Result<Vec<Listed<'_>>, Failed> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    lines
        .map(|(number, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let listed = match fields[..] {
                [name, operations, repository, commit, sha256, path] => operations
                    .parse()
                    .ok()
                    .map(|operations| Listed { name, operations, repository, commit, sha256, path }),
                _ => None,
            };
            listed.ok_or_else(|| {
                let message = format!("line {} of xtask/bench/foreign.tsv is none of the list", number + 1);
                Failed::because(message).with_help("its second line names the six fields")
            })
        })
        .collect()
}

/// A spec that stands alone, called after its file.
fn named(file: &Path) -> Spec {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().to_kebab_case();
    let plain: String = stem.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').take(40).collect();
    let name =
        if plain.starts_with(|it: char| it.is_ascii_alphabetic()) { plain } else { format!("spec-{plain}") };
    Spec { name, operations: None, files: vec![file.to_owned()] }
}

fn is_spec(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json")
}

/// The file, where it is or fetched, and known to be the one that was meant.
fn had(setting: &Setting<'_>, listed: &Listed<'_>, from: Option<&PathBuf>) -> Result<Spec, Failed> {
    let folder = from.cloned().unwrap_or_else(|| setting.folder("specs")).join(listed.name);
    let name = listed.path.rsplit('/').next().unwrap_or(listed.path);
    let file = folder.join(name);
    let there = file.exists();
    if !there && from.is_none() {
        fetch(listed, &folder, &file)?;
    }
    let hash = sha256(&file)?;
    if hash != listed.sha256 {
        let message = format!("{} is not the file that the list means: its sha256 is {hash}", file.display());
        return Err(Failed::because(message).with_help("remove it, so that it is fetched again"));
    }
    Ok(Spec { name: listed.name.to_owned(), operations: Some(listed.operations), files: vec![file] })
}

fn fetch(listed: &Listed<'_>, folder: &Path, file: &Path) -> Result<(), Failed> {
    let Listed { repository, commit, path, .. } = listed;
    progress(&format!("fetching {path} of {repository}"));
    fs::create_dir_all(folder).doing("create", folder)?;
    let url = format!("https://raw.githubusercontent.com/{repository}/{commit}/{}", path.replace(' ', "%20"));
    // Under its name only when it has come whole.
    let part = file.with_extension("part");
    let mut curl = Command::new("curl");
    curl.args(["--fail", "--silent", "--show-error", "--location", "--retry", "2", "--output"]);
    output(curl.arg(&part).arg(&url)).map_err(|failed| {
        failed.with_help("without the network, name a folder that has DIR/NAME/FILE with `--from DIR`")
    })?;
    fs::rename(&part, file).doing("write", file)
}

/// As one of the usual programs says.
fn sha256(file: &Path) -> Result<String, Failed> {
    fs::metadata(file).doing("read", file)?;
    for (program, arguments) in [("sha256sum", &[][..]), ("shasum", &["-a", "256"])] {
        if let Ok(ended) = Command::new(program).args(arguments).arg(file).output()
            && ended.status.success()
        {
            let text = String::from_utf8_lossy(&ended.stdout);
            let hash = text.split_whitespace().next().unwrap_or_default();
            // It begins with a backslash where the name of the file was escaped.
            return Ok(hash.trim_start_matches('\\').to_owned());
        }
    }
    Err(Failed::because("this system has neither `sha256sum` nor `shasum`"))
}

fn unknown(name: &str, list: &[Listed<'_>]) -> Failed {
    let failed = Failed::because(format!("`{name}` is no file, and not in xtask/bench/foreign.tsv"));
    match nearest(name, list.iter().map(|listed| listed.name)) {
        Some(near) => failed.with_help(format!("did you mean `{near}`?")),
        None => failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_one() {
        let list = parse(include_str!("../../bench/foreign.tsv")).unwrap();
        assert!(list.iter().filter(|listed| (50..=800).contains(&listed.operations)).count() >= 12);
        for (number, listed) in list.iter().enumerate() {
            assert!(list[..number].iter().all(|before| before.name < listed.name), "{}", listed.name);
            assert!(
                listed.repository.split('/').count() == 2 && listed.commit.len() == 40,
                "{}",
                listed.name
            );
            assert!(listed.sha256.len() == 64 && is_spec(Path::new(listed.path)), "{}", listed.name);
        }
        assert!(parse("# comment\nname\t5\n").is_err());
    }

    #[test]
    fn a_file_names_its_crates() {
        assert_eq!(named(Path::new("/a/PetStore v3.yaml")).name, "pet-store-v3");
        assert_eq!(named(Path::new("5g.json")).name, "spec-5g");
    }
}
