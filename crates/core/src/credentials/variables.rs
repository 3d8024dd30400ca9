//! Environment variables, or what stands for them.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::Error;

/// Where the user's own files are.
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// What is said of each variable: by the system's environment, or by a function in its place.
#[derive(Clone)]
pub(crate) struct Variables(Arc<LookUp>);

type LookUp = dyn Fn(&str) -> Option<OsString> + Send + Sync;

impl Variables {
    pub(crate) fn new(look_up: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self(Arc::new(look_up))
    }

    /// A variable that has a value. An empty one is as good as none.
    pub(crate) fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(self.text(name)?.filter(|value| !value.is_empty()))
    }

    /// A variable that proves a caller. An empty one is an error: it is a pipeline whose secret did not
    /// arrive, and going on as someone else would hide that.
    pub(crate) fn secret(&self, name: &str) -> Result<Option<String>, Error> {
        match self.text(name)? {
            Some(value) if value.is_empty() => Err(Error::config(format!(
                "environment variable {name} is empty: give it its value, or unset it"
            ))),
            value => Ok(value),
        }
    }

    /// The path that a variable holds.
    pub(crate) fn path(&self, name: &str) -> Option<PathBuf> {
        (self.0)(name).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// The directory of the user.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.path(HOME)
    }

    fn text(&self, name: &str) -> Result<Option<String>, Error> {
        let value = (self.0)(name).map(OsString::into_string).transpose();
        value.map_err(|_| Error::config(format!("environment variable {name} is not UTF-8")))
    }
}

impl Default for Variables {
    fn default() -> Self {
        Self::new(|name| std::env::var_os(name))
    }
}

impl fmt::Debug for Variables {
    /// Shows no value: any may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Variables")
    }
}

#[cfg(test)]
impl Variables {
    /// These, and no others.
    pub(crate) fn of(variables: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), OsString::from(value));
        let all: Vec<(String, OsString)> = variables.iter().map(owned).collect();
        Self::new(move |name| all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }
}
