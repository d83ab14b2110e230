//! A program on a pseudo-terminal of 80 columns and 24 rows, and what its screen shows.

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long anything is waited for; a test that waits longer fails, and its program is killed.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What the editor sends when it begins to read a line: bracketed paste on.
const BRACKETED_PASTE_ON: &[u8] = b"\x1b[?2004h";

/// What it sends when the line is read: bracketed paste off.
const BRACKETED_PASTE_OFF: &[u8] = b"\x1b[?2004l";

pub(super) struct Terminal {
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
}

impl Terminal {
    /// `plan repl` in a folder, its state in another; `env` comes on top.
    pub(super) fn start(folder: &Path, state: &Path, args: &[&str], env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_plan"));
        command.arg("repl");
        args.iter().for_each(|a| command.arg(a));
        command.cwd(folder);
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "PLAN_HISTORY"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("HOME", state);
        command.env("XDG_STATE_HOME", state);
        env.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            parser: vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 5_000),
            raw: Vec::new(),
        }));
        let shared = seen.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read) = reader.read(&mut buffer) {
                if read == 0 {
                    break;
                }
                let mut seen = shared.lock().unwrap();
                seen.parser.process(&buffer[..read]);
                seen.raw.extend_from_slice(&buffer[..read]);
            }
        });
        Terminal { writer, child, seen, _master: pair.master }
    }

    /// The screen, lines without blanks at their end.
    pub(super) fn screen(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    /// Everything that was printed so far, escape codes included.
    pub(super) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap().raw).into_owned()
    }

    /// The colour of the cell where a text begins on the screen.
    pub(super) fn color_of(&self, text: &str) -> Option<vt100::Color> {
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        let found = screen.rows(0, 80).enumerate().filter_map(|(row, line)| {
            let column = line.find(text).map(|at| line[..at].chars().count())?;
            Some(screen.cell(row as u16, column as u16)?.fgcolor())
        });
        found.last()
    }

    pub(super) fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen is as wanted; gives how long that took.
    pub(super) fn wait(&self, what: &str, until: impl Fn(&str) -> bool) -> Duration {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if until(&screen) {
                return start.elapsed();
            }
            assert!(start.elapsed() < TIMEOUT, "waited for {what}; the screen shows\n{screen}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the screen shows a text.
    pub(super) fn shows(&self, text: &str) -> Duration {
        self.wait(&format!("`{text}`"), |screen| screen.contains(text))
    }

    /// How often a line began to be read.
    pub(super) fn prompts(&self) -> usize {
        self.seen.lock().unwrap().raw.windows(BRACKETED_PASTE_ON.len()).filter(|w| *w == BRACKETED_PASTE_ON).count()
    }

    /// How often a line was taken, to be run.
    pub(super) fn taken(&self) -> usize {
        self.seen.lock().unwrap().raw.windows(BRACKETED_PASTE_OFF.len()).filter(|w| *w == BRACKETED_PASTE_OFF).count()
    }

    /// Waits for the first prompt.
    pub(super) fn ready(&self) {
        self.wait("the first prompt", |_| self.prompts() >= 1 && self.at_prompt());
    }

    /// Types a line, and gives what the screen shows behind it when the next prompt is there.
    pub(super) fn run(&mut self, line: &str) -> String {
        let before = self.prompts();
        self.send(&format!("{line}\r"));
        self.wait(&format!("the prompt after `{line}`"), |_| self.prompts() > before && self.at_prompt());
        let screen = self.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let last = line.lines().last().unwrap_or("");
        let typed = lines.iter().rposition(|l| l.starts_with("plan") && l.contains("> ") && l.ends_with(last));
        let end = lines.iter().rposition(|l| l.starts_with("plan")).unwrap_or(lines.len());
        lines[typed.map_or(0, |t| t + 1)..end].join("\n")
    }

    /// Whether the cursor stands behind an empty prompt.
    pub(super) fn at_prompt(&self) -> bool {
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        let (row, column) = screen.cursor_position();
        let line: String = screen.rows(0, 80).nth(row as usize).unwrap_or_default();
        let line = line.trim_end();
        (line == "plan>" || line == "plan*>") && column as usize == line.len() + 1
    }

    /// Waits for the end of the program; its exit status.
    pub(super) fn ends(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < TIMEOUT, "it does not end; the screen shows\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
