//! The binary with nobody at the other end of its standard output.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

fn zvonok(arguments: &[&str], data: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zvonok"));
    command.args(arguments).arg("--data").arg(data);
    for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("ZVONOK_")) {
        command.env_remove(key);
    }
    command.current_dir(data).stdin(Stdio::null());
    command
}

/// Standard output is a pipe whose reader has gone.
fn unheard(mut command: Command) -> Child {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child
}

#[test]
fn a_server_nobody_listens_to_serves_on() {
    let data = tempfile::tempdir().unwrap();
    let mut command = zvonok(&["serve", "--demo"], data.path());
    command.env("ZVONOK_LISTEN", "127.0.0.1:0");
    let mut child = unheard(command);
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = log.by_ref().map(Result::unwrap).find(|line| line.contains("address=")).expect("it listens");
    let address = line.split("address=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();

    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    let rest: Vec<String> = log.map(Result::unwrap).collect();
    assert!(child.wait().unwrap().success(), "{rest:?}");
}

#[test]
fn a_command_nobody_listens_to_does_its_work() {
    let data = tempfile::tempdir().unwrap();
    let done = unheard(zvonok(&["migrate"], data.path())).wait_with_output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(data.path().join("zvonok.sqlite").exists());
}
