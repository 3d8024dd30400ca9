//! The checkout: where its folders are and what is in `specs/`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use huaweicloud_codegen::source::{LARGEST_FILE, Source};

use crate::failed::{Doing as _, Failed};
use crate::report;

/// A checkout of the project.
#[derive(Debug)]
pub struct Project {
    root: PathBuf,
}

/// The spec files of a service.
#[derive(Debug)]
pub struct Service {
    /// The name of its folder, as in `vpn`.
    pub name: String,
    /// Its files, with paths from the root of the checkout.
    pub sources: Vec<Source>,
}

impl Project {
    /// The checkout that this program was built in, or the one given.
    pub fn at(root: Option<&PathBuf>) -> Self {
        let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let root = root.cloned().unwrap_or_else(own);
        // Without symlinks and `..`, so that other paths can be compared with it.
        let root = fs::canonicalize(&root).unwrap_or(root);
        Self { root }
    }

    /// The folder of the checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the generated crates.
    pub fn generated(&self) -> PathBuf {
        self.root.join("crates/generated")
    }

    /// A path as people should see it: from the root of the checkout where it is in there, else from
    /// the current folder where it is in there, with forward slashes.
    pub fn shown(&self, path: &Path) -> String {
        let absolute = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let absolute = absolute.unwrap_or_else(|_| path.to_owned());
        let here = std::env::current_dir().and_then(fs::canonicalize).ok();
        let relative = absolute
            .strip_prefix(&self.root)
            .ok()
            .or_else(|| absolute.strip_prefix(here?).ok())
            .unwrap_or(path);
        slashes(relative)
    }

    /// The names of all services: the folders of `specs/` that hold a spec.
    ///
    /// # Errors
    ///
    /// When `specs/` cannot be listed.
    pub fn services(&self) -> Result<Vec<String>, Failed> {
        let specs = self.root.join("specs");
        let mut names = Vec::new();
        for (name, folder) in
            listed(&specs).map_err(|it| it.with_help("specs/ holds one folder a service"))?
        {
            if folder.is_dir() && listed(&folder)?.keys().any(|file| file.ends_with(".yaml")) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// The named services, or all when none is named.
    ///
    /// # Errors
    ///
    /// When a name is no service's, or a file cannot be read.
    pub fn read(&self, named: &[String]) -> Result<Vec<Service>, Failed> {
        let known = self.services()?;
        for name in named {
            if !known.contains(name) {
                return Err(unknown(name, &known));
            }
        }
        known
            .into_iter()
            .filter(|name| named.is_empty() || named.contains(name))
            .map(|name| self.service(name))
            .collect()
    }

    fn service(&self, name: String) -> Result<Service, Failed> {
        valid(&name)?;
        let mut sources = Vec::new();
        for (file, path) in listed(&self.root.join("specs").join(&name))? {
            let place = format!("specs/{name}/{file}");
            if file.ends_with(".yaml") {
                sources.push(read(&path, place)?);
            } else if file.ends_with(".yml") || file.ends_with(".json") {
                // Left out in silence, its operations would be missed much later.
                let message = format!("{place} would not be read: specs are .yaml files");
                return Err(Failed::because(message).with_help("rename it, or move it out of specs/"));
            }
        }
        Ok(Service { name, sources })
    }
}

/// The parts of the runtime: `huaweicloud-core` is no service.
const TAKEN: [&str; 6] = ["types", "core", "mock", "demo", "recipes", "codegen"];

/// Whether a folder of `specs/` may be called so: the name becomes names of packages, and of folders
/// beside the models' own.
///
/// # Errors
///
/// When it may not.
pub fn valid(name: &str) -> Result<(), Failed> {
    let plain = name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
        && name.len() <= 50;
    let failed = || Failed::because(format!("specs/{name} cannot name a service's packages"));
    if !plain || name.ends_with('-') || name.contains("--") || name.ends_with("-model") {
        let help = "a service's folder is in kebab case, as in specs/vpn, and does not end in `-model`";
        return Err(failed().with_help(help));
    }
    if TAKEN.contains(&name) {
        return Err(failed().with_help(format!("huaweicloud-{name} is a part of the runtime")));
    }
    Ok(())
}

/// Reads a spec that people know as `shown`; of one that is too large, enough to be told so.
///
/// # Errors
///
/// When there is no such file, or it is not text.
pub fn read(path: &Path, shown: String) -> Result<Source, Failed> {
    let start = || {
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > LARGEST_FILE {
            // The end may be within a character.
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        String::from_utf8(bytes)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
    };
    match start() {
        Ok(text) => Ok(Source::new(shown, text)),
        Err(error) => Err(Failed::file("read", shown, &error)),
    }
}

/// What is in a folder, by name.
///
/// # Errors
///
/// When the folder cannot be listed.
pub fn listed(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Failed> {
    let mut entries = BTreeMap::new();
    for entry in fs::read_dir(folder).doing("list", folder)? {
        let path = entry.doing("list", folder)?.path();
        if let Some(name) = path.file_name() {
            entries.insert(name.to_string_lossy().into_owned(), path);
        }
    }
    Ok(entries)
}

/// A path with forward slashes, whatever the system writes, and as manifests and people have it: without
/// the `\\?\` that Windows puts before a canonical one.
pub fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("//?/").map(str::to_owned).unwrap_or(text)
}

/// There is no service of this name, but perhaps one that was meant.
pub fn unknown(name: &str, known: &[String]) -> Failed {
    let failed = Failed::because(format!("no service is called `{name}`: there is no specs/{name}/*.yaml"));
    let all = known.join(", ");
    match report::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => failed.with_help(format!("did you mean `{near}`? The services are {all}")),
        None if known.is_empty() => failed.with_help("specs/ holds one folder a service; it has none"),
        None => failed.with_help(format!("the services are {all}")),
    }
}
