//! What is being done, shown when it takes a while.

use std::io::{IsTerminal as _, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a command may take before it says what it does.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often a line on a terminal is drawn again, and how often a line is added to a file.
const REDRAWN: Duration = Duration::from_millis(100);
const ADDED: Duration = Duration::from_secs(5);

/// Shows on standard error what is being done, from half a second on and until it is dropped.
pub struct Progress {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    doing: String,
    begun: usize,
    over: bool,
}

impl Progress {
    /// Begins; nothing is being done yet. `verb` is "generating", and there are `total` things to do.
    pub fn new(verb: &'static str, total: usize) -> Self {
        let terminal = std::io::stderr().is_terminal()
            && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        Self::to(std::io::stderr(), terminal, PATIENCE, verb, total)
    }

    fn to(
        out: impl Write + Send + 'static,
        terminal: bool,
        patience: Duration,
        verb: &'static str,
        total: usize,
    ) -> Self {
        let shared = Arc::new(Shared::default());
        let its = Arc::clone(&shared);
        let line = Line { verb, total, terminal, started: Instant::now() };
        // Without a thread there is no progress to be seen; that is no reason to fail.
        let thread = std::thread::Builder::new().spawn(move || show(&its, out, &line, patience)).ok();
        Self { shared, thread }
    }

    /// The next thing is being done.
    pub fn next(&self, doing: &str) {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.doing = doing.to_owned();
        state.begun += 1;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner).over = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Line {
    verb: &'static str,
    total: usize,
    terminal: bool,
    started: Instant,
}

impl Line {
    fn text(&self, state: &State) -> String {
        let seconds = self.started.elapsed().as_secs();
        let of = if self.total > 1 { format!("{} of {}, ", state.begun, self.total) } else { String::new() };
        let text = format!("{} {} ({of}{seconds} s)", self.verb, state.doing);
        if self.terminal { format!("\r\x1b[2K{text}") } else { format!("{text}\n") }
    }
}

fn show(shared: &Shared, mut out: impl Write, line: &Line, patience: Duration) {
    let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
    let mut pause = patience;
    let mut shown = false;
    loop {
        let waited = shared.changed.wait_timeout_while(state, pause, |state| !state.over);
        state = waited.unwrap_or_else(PoisonError::into_inner).0;
        if state.over {
            break;
        }
        if state.doing.is_empty() {
            pause = REDRAWN;
            continue;
        }
        let _ = out.write_all(line.text(&state).as_bytes()).and_then(|()| out.flush());
        shown = true;
        pause = if line.terminal { REDRAWN } else { ADDED };
    }
    if shown && line.terminal {
        let _ = out.write_all(b"\r\x1b[2K").and_then(|()| out.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was written, by lines that have come in.
    #[derive(Clone)]
    struct Written(std::sync::mpsc::Sender<String>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let _ = self.0.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_quick_shows_nothing() {
        let (sender, written) = std::sync::mpsc::channel();
        let progress = Progress::to(Written(sender), false, Duration::from_secs(60), "generating", 2);
        progress.next("clock");
        drop(progress);
        assert_eq!(written.iter().next(), None);
    }

    #[test]
    fn what_takes_longer_says_what_it_does() {
        let (sender, written) = std::sync::mpsc::channel();
        let progress = Progress::to(Written(sender), false, Duration::ZERO, "generating", 2);
        progress.next("clock");
        assert_eq!(written.recv().unwrap(), "generating clock (1 of 2, 0 s)\n");
    }

    #[test]
    fn a_terminal_has_one_line_that_goes_away() {
        let (sender, written) = std::sync::mpsc::channel();
        let progress = Progress::to(Written(sender), true, Duration::ZERO, "checking", 1);
        progress.next("clock");
        assert_eq!(written.recv().unwrap(), "\r\x1b[2Kchecking clock (0 s)");
        drop(progress);
        assert_eq!(written.iter().last().as_deref(), Some("\r\x1b[2K"));
    }
}
