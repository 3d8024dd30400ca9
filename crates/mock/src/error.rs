//! What is wrong with a mock or a script.

use std::fmt;
use std::io;
use std::net::SocketAddr;

/// Why a mock did not start, a fault could not come about, or a script did not end as written: a
/// sentence that says what to do. `Debug` prints it too, for tests that return it.
pub struct Error {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    pub(crate) fn caused(
        message: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { message: message.into(), source: Some(source.into()) }
    }

    pub(crate) fn bind(address: SocketAddr, error: io::Error) -> Self {
        let (port, message) = (address.port(), error.to_string());
        let message = match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "port {port} is in use: end the program that has it, or choose another port (0 takes any that is free)"
            ),
            io::ErrorKind::PermissionDenied => {
                format!(
                    "port {port} may not be used by this user: choose one above 1023, or 0 for any that is free"
                )
            }
            _ => format!("{address} cannot be listened on: {message}"),
        };
        Self::caused(message, error)
    }

    /// Whether another program has the port.
    pub fn is_port_in_use(&self) -> bool {
        let source = self.source.as_ref().and_then(|source| source.downcast_ref::<io::Error>());
        source.is_some_and(|error| error.kind() == io::ErrorKind::AddrInUse)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
