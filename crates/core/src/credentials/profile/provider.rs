//! Credentials in the profile file.

use std::ffi::OsString;
use std::fs::File;
use std::future::ready;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use huaweicloud_types::Secret;

use super::{Profiles, parse};
use crate::credentials::{Credentials, CredentialsProvider, Provided, ProviderContext, Variables};
use crate::error::Error;

const CREDENTIALS_FILE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// An access key in the profile file that the cloud's SDKs share: `~/.huaweicloud/credentials`, or the
/// file that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names.
///
/// ```ini
/// [basic]
/// ak = my-access-key
/// sk = my-secret-key
/// # only where they are needed
/// security_token = my-security-token
/// project_id = 0605768a3300d5762f82c00180692873
/// domain_id = d78cbac186b744899480f25bd022f468
/// iam_endpoint = https://iam.mycloud.example
/// ```
///
/// The section `[basic]` is read, or `[global]` where that one is missing; `[basic]` takes the ids that
/// only `[global]` has where both hold the same access key. Further sections, whose names begin with
/// `basic` or `global`, are chosen with [`section`](Self::section). `iam_endpoint` is heeded by
/// [`Config::from_env`](crate::Config::from_env) and
/// [`builder_from_env`](crate::Config::builder_from_env); with any other configuration set
/// `service_endpoint("iam", …)`.
///
/// A file with a mistake is an error that names the line. A file that others can read is a warning.
///
/// ```no_run
/// use huaweicloud_core::Config;
/// use huaweicloud_core::credentials::ProfileProvider;
///
/// let profile = ProfileProvider::new().section("basic_test");
/// let config = Config::builder().region("eu-west-101").credentials(profile).build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ProfileProvider {
    variables: Variables,
    file: Option<PathBuf>,
    section: Option<String>,
    /// Whether it was said that others can read the file.
    warned: Arc<AtomicBool>,
}

/// Where a file is, and whether somebody named it.
struct Place {
    path: PathBuf,
    named: bool,
}

impl ProfileProvider {
    /// Reads the usual file, each time that credentials are asked for.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads this file in place of the usual one.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Takes the section of this name.
    pub fn section(mut self, name: impl Into<String>) -> Self {
        self.section = Some(name.into());
        self
    }

    /// Asks `look_up` for the variables that lead to the file (`HUAWEICLOUD_SDK_CREDENTIALS_FILE`;
    /// `HOME`, on Windows `USERPROFILE`) in place of the environment.
    pub fn variables(self, look_up: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self { variables: Variables::new(look_up), ..self }
    }

    pub(crate) fn reading(variables: Variables) -> Self {
        Self { variables, ..Self::default() }
    }

    /// The address of IAM that the file gives with the access key. Mistakes are left to whoever asks for
    /// credentials, and so is the warning.
    pub(crate) fn iam_endpoint(variables: &Variables) -> Option<String> {
        let warned = Arc::new(AtomicBool::new(true));
        let profiles = Self { warned, ..Self::reading(variables.clone()) }.load().ok()?;
        let section = profiles.select(None)?;
        profiles.iam_endpoint(section).map(str::to_owned)
    }

    fn find(&self) -> Result<Credentials, Error> {
        let profiles = self.load()?;
        if let Some(section) = profiles.select(self.section.as_deref()) {
            return profiles.credentials(section);
        }
        let file = &profiles.file;
        Err(match &self.section {
            Some(name) => Error::config(format!(
                "profile file {file} has no section [{}]: add it, or correct .section(…)",
                name.escape_debug()
            )),
            None => Error::no_credentials(format!(
                "no credentials in a profile file: {file} has no section [basic] or [global]; write [basic] with \
                 ak and sk into it"
            )),
        })
    }

    fn place(&self) -> Option<Place> {
        let named = self.file.clone().or_else(|| self.variables.path(CREDENTIALS_FILE));
        match named {
            Some(path) => Some(Place { path, named: true }),
            None => {
                let path = self.variables.home()?.join(".huaweicloud").join("credentials");
                Some(Place { path, named: false })
            }
        }
    }

    fn load(&self) -> Result<Profiles, Error> {
        let Some(place) = self.place() else {
            return Err(Error::no_credentials(format!(
                "no credentials in a profile file: the user has no home directory; name a file with {CREDENTIALS_FILE}"
            )));
        };
        let path = &place.path;
        let shown = path.display();
        let text = match self.read(path) {
            Ok(text) => text,
            // Nobody said that there is one. Where a container's user has another's home directory, it is
            // forbidden to look.
            Err(error) if !place.named && path.metadata().is_err() => {
                let why = match error.kind() {
                    ErrorKind::NotFound => "is not there".to_owned(),
                    _ => format!("is out of reach ({error})"),
                };
                return Err(Error::no_credentials(format!(
                    "no credentials in a profile file: {shown} {why}; write [basic] with ak and sk into it, or name \
                     another file with {CREDENTIALS_FILE}"
                )));
            }
            Err(error) => {
                let way = match &self.file {
                    Some(_) => "correct .file(…)".to_owned(),
                    None if place.named => format!("correct {CREDENTIALS_FILE}"),
                    None => "correct the file, or remove it".to_owned(),
                };
                return Err(Error::config(format!("profile file {shown} cannot be read ({error}): {way}"))
                    .with_source(error));
            }
        };
        parse(text.expose(), &shown.to_string())
    }

    fn read(&self, path: &Path) -> std::io::Result<Secret> {
        let mut file = File::open(path)?;
        self.warn_where_others_can_read(path, &file);
        let mut text = Vec::new();
        (&mut file).take(LARGEST + 1).read_to_end(&mut text)?;
        if text.len() as u64 > LARGEST {
            let text = format!("it has more than the {} KiB that are read", LARGEST >> 10);
            return Err(std::io::Error::new(ErrorKind::InvalidData, text));
        }
        let text = String::from_utf8(text);
        text.map(Secret::from).map_err(|_| std::io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
    }

    fn warn_where_others_can_read(&self, path: &Path, file: &File) {
        let Some(mode) = mode(file).filter(|mode| mode & 0o077 != 0) else { return };
        if !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                file = %path.display(),
                mode = format_args!("{mode:o}"),
                "other users of this machine have access to the profile file: take it from them with chmod 600",
            );
        }
    }
}

/// The permissions of a file, on systems that have them in bits.
#[cfg(unix)]
fn mode(file: &File) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;

    file.metadata().ok().map(|metadata| metadata.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_file: &File) -> Option<u32> {
    None
}

impl CredentialsProvider for ProfileProvider {
    fn provide<'a>(&'a self, _context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(ready(self.find()))
    }

    fn check(&self) -> Result<(), Error> {
        self.find().map(drop)
    }
}
