//! The server as a process of its own, and what the system knows of it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use crate::failure::Failure;

/// A server that runs. It is killed when this is dropped.
pub struct Server {
    child: Child,
    /// Kept open: the server may have more to say.
    _output: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts a command that says `… http://ADDRESS …` on its standard output once it listens.
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(Failure::io(&name))?;
        let output =
            child.stdout.take().ok_or_else(|| Failure::Said(format!("{name} has no standard output")))?;
        let mut output = BufReader::new(output);
        let mut said = String::new();
        loop {
            said.clear();
            let read = output.read_line(&mut said).map_err(Failure::io(&name))?;
            if let Some(address) = address_in(&said) {
                return Ok(Self { child, _output: output, address });
            }
            if read == 0 {
                break;
            }
        }
        let status = child.wait().map_err(Failure::io(&name))?;
        Err(Failure::Said(format!("{name} did not start: {status}")))
    }

    /// SIGKILL, without a word before.
    pub fn kill(mut self) -> Result<ExitStatus, Failure> {
        self.child.kill().map_err(Failure::io("kill"))?;
        self.child.wait().map_err(Failure::io("wait"))
    }

    /// A line of `/proc/PID/status` in MiB.
    pub fn memory(&self, line: &str) -> Result<f64, Failure> {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(&path).map_err(Failure::io(&path))?;
        let found = text.lines().find_map(|l| l.strip_prefix(line)?.strip_prefix(':'));
        let kib = found.and_then(|rest| rest.split_whitespace().next()?.parse::<u32>().ok());
        kib.map(|kib| f64::from(kib) / 1024.0).ok_or_else(|| Failure::Said(format!("{path} has no {line}")))
    }

    /// Processor time used so far, in hundredths of a second (the kernel's ticks).
    pub fn ticks(&self) -> Result<u64, Failure> {
        let path = format!("/proc/{}/stat", self.child.id());
        let text = std::fs::read_to_string(&path).map_err(Failure::io(&path))?;
        // The name in parentheses may hold anything; after it utime and stime are the 12th and 13th.
        let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        Ok(rest.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nobody to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(line: &str) -> Option<SocketAddr> {
    line.split_once("http://")?.1.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn finds_the_address_in_what_the_server_says() {
        let said = "zvonok listens on http://127.0.0.1:40123 (http://127.0.0.1:0)\n";
        assert_eq!(super::address_in(said), Some(([127, 0, 0, 1], 40123).into()));
        assert_eq!(super::address_in("migration 0001"), None);
    }
}
