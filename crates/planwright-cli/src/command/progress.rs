//! A line on how far something is, for whoever waits at a terminal.

use planwright::evaluation::Progress;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// What takes no longer needs no line.
const PROGRESS_DELAY: Duration = Duration::from_secs(1);
const REDRAW_INTERVAL: Duration = Duration::from_millis(100);

/// Does something that counts its work; past a second a line on standard error tells how far it is, where that is a
/// terminal. The line goes away at the end.
pub(super) fn with_progress<T>(what: &str, does: impl FnOnce(&Progress) -> T) -> T {
    let work = Progress::default();
    if !std::io::stderr().is_terminal() {
        return does(&work);
    }
    let (done, wait) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (wait, mut shown) = (wait, false);
            let mut pause = PROGRESS_DELAY;
            while wait.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let percent = work.fraction().map_or("…".to_string(), |share| format!("{}%", (share * 100.0) as u32));
                draw(&format!("{what}: {percent}"), shown);
                (shown, pause) = (true, REDRAW_INTERVAL);
            }
            if shown {
                let _ = write!(std::io::stderr().lock(), "{CLEAR_LINE_ABOVE}");
            }
        });
        let result = does(&work);
        drop(done);
        result
    })
}

/// To the start of the line above, which is cleared.
const CLEAR_LINE_ABOVE: &str = "\x1b[1A\r\x1b[K";

/// The cursor waits on the line below, so that whatever is printed when Ctrl-C ends it starts on a line of its own.
fn draw(text: &str, again: bool) {
    let up = if again { CLEAR_LINE_ABOVE } else { "" };
    let _ = writeln!(std::io::stderr().lock(), "{up}{text}");
}
