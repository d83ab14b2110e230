//! Ctrl-C while ranges are sampled, on a terminal.
#![cfg(unix)]

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long anything is waited for.
const TIMEOUT: Duration = Duration::from_secs(120);

/// More samples than any machine gets through while somebody waits.
fn endless() -> String {
    let mut out = String::from("plan big \"Big\" { edition: 2026; rank_by: rice; samples: 1000000 }\n");
    for i in 0..3000 {
        let _ = writeln!(
            out,
            "initiative i{i} \"Initiative {i}\" {{\n  rice {{ reach: {} to {} users/month; impact: high; confidence: 50%; effort: 1 to 3 person-weeks }}\n}}",
            i % 37 + 1,
            i % 37 + 9,
        );
    }
    out
}

#[test]
fn progress_shows_and_ctrl_c_ends_with_130() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("big.plan"), endless()).unwrap();
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_plan"));
    command.arg("rank");
    command.cwd(folder.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let (send, read) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count) = reader.read(&mut buffer) {
            if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    // The line on how far it is tells that sampling has begun.
    let mut seen = String::new();
    while !seen.contains('%') {
        match read.recv_timeout(TIMEOUT) {
            Ok(bytes) => seen += &String::from_utf8_lossy(&bytes),
            Err(_) => {
                let _ = child.kill();
                panic!("no progress shows: {seen:?}");
            }
        }
    }
    assert!(seen.contains("drawing 1000000 samples of 3000 initiatives: "), "{seen:?}");
    writer.write_all(b"\x03").unwrap();
    writer.flush().unwrap();
    let mut killer = child.clone_killer();
    let (done, wait) = channel();
    std::thread::spawn(move || done.send(child.wait()));
    let status = wait.recv_timeout(TIMEOUT).inspect_err(|_| drop(killer.kill()));
    assert_eq!(status.expect("Ctrl-C ends it").unwrap().exit_code(), 130);
}
