//! Everything that is shown or logged, kept to be searched.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static LOGGED: Mutex<String> = Mutex::new(String::new());

/// Begins to keep all that is traced and logged in this program, down to TRACE, by whatever crate.
pub fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Traces(AtomicU64::new(1))).unwrap();
        log::set_logger(&Logs).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

pub fn logged() -> String {
    LOGGED.lock().unwrap().clone()
}

fn keep(target: &str, text: &str) {
    writeln!(LOGGED.lock().unwrap(), "{target}: {text}").unwrap();
}

struct Traces(AtomicU64);

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Traces {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields(span.metadata().name().to_owned());
        span.record(&mut fields);
        keep(span.metadata().target(), &fields.0);
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        keep("record", &fields.0);
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        keep(event.metadata().target(), &fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Logs;

impl log::Log for Logs {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        keep(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}

/// What a test shows, each with the place where it was shown.
#[derive(Default)]
pub struct Shown(Vec<(String, String)>);

impl Shown {
    pub fn debug(&mut self, place: &str, thing: &dyn fmt::Debug) {
        self.0.push((place.to_owned(), format!("{thing:?} {thing:#?}")));
    }

    /// An error in every form, with its causes.
    pub fn error(&mut self, place: &str, error: &huaweicloud_core::Error) {
        let mut text = format!("{error} {error:#} {error:?} {error:#?}");
        let mut source = StdError::source(error);
        while let Some(cause) = source {
            write!(text, " {cause} {cause:?} {cause:#?}").unwrap();
            source = cause.source();
        }
        self.0.push((place.to_owned(), text));
    }

    /// Finds none of the secrets in what was shown, nor in anything that was logged until now.
    pub fn has_none_of(mut self, secrets: &[(&str, String)]) {
        assert!(!self.0.is_empty());
        self.0.push(("logs".to_owned(), logged()));
        let mut found = Vec::new();
        for (place, text) in &self.0 {
            for (what, secret) in secrets {
                for line in text.lines().filter(|line| line.contains(secret.as_str())).take(3) {
                    found.push(format!("{what} in {place}: {line}"));
                }
            }
        }
        assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    }
}
