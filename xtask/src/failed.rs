//! Why a command did not do what it was asked to.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::report;

/// Why a command failed; the process then exits with 1.
#[derive(Debug)]
pub enum Failed {
    /// Everything there is to say has been printed.
    Told,
    /// What went wrong and, where there is one, the way out.
    Because {
        /// A sentence without a full stop.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
}

impl Failed {
    /// A failure for this reason.
    pub fn because(message: impl Into<String>) -> Self {
        Self::Because { message: message.into(), help: None }
    }

    /// The same with a way out.
    #[must_use]
    pub fn with_help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Told => Self::Told,
            Self::Because { message, .. } => Self::Because { message, help: Some(text.into()) },
        }
    }

    /// Something could not be done to a file or a folder: `cannot read specs/vpn/service.yaml: …`.
    pub fn file(what: &str, path: impl Display, error: &io::Error) -> Self {
        Self::because(format!("cannot {what} {path}: {error}"))
    }

    /// Prints it to standard error, in the form of the diagnostics.
    pub fn print(&self) {
        let Self::Because { message, help } = self else { return };
        let bold = report::Style::of_stderr();
        eprintln!("{}: {message}", bold.red("error"));
        if let Some(help) = help {
            eprintln!("{}: {help}", bold.cyan("help"));
        }
    }
}

/// Adds what was being done, and to which file, to an error of the disk.
pub trait Doing<T> {
    /// `what` is a verb: `read`, `write`, `remove`, `list`.
    ///
    /// # Errors
    ///
    /// The error itself, told as `cannot WHAT PATH: …`.
    fn doing(self, what: &str, path: &Path) -> Result<T, Failed>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: &str, path: &Path) -> Result<T, Failed> {
        self.map_err(|error| Failed::file(what, path.display(), &error))
    }
}
