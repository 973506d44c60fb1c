//! Runs the real FET on a file.

use std::path::Path;
use std::process::Command;

/// What FET makes of a file.
#[derive(Debug)]
pub enum Verdict {
    /// Solved: its `*_data_and_timetable.fet`.
    Solved(Vec<u8>),
    /// Understood and begun, but not finished in time.
    TimeExceeded,
    /// Not accepted: what it said.
    Refused(String),
}

/// `None` only where the environment allows to do without FET.
pub fn judge(text: &str, seconds: u32) -> Option<Verdict> {
    if Command::new("fet-cl").arg("--version").output().is_err() {
        assert!(
            std::env::var_os("ZVONOK_WITHOUT_FET").is_some_and(|value| value == "1"),
            "fet-cl is not installed: install the Debian package «fet», or set ZVONOK_WITHOUT_FET=1 to go without its judgement"
        );
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("plan.fet");
    std::fs::write(&input, text).unwrap();
    let mut command = Command::new("fet-cl");
    command.arg(format!("--inputfile={}", input.display()));
    command.arg(format!("--outputdir={}", folder.path().display()));
    command.arg(format!("--timelimitseconds={seconds}"));
    command.args(["--htmllevel=0", "--exportcsv=false", "--language=ru"]);
    for (at, seed) in ["10", "11", "12", "20", "21", "22"].iter().zip(1..) {
        command.arg(format!("--randomseeds{at}={seed}"));
    }
    let output = command.output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    // The exit code is 0 also when the time ran out.
    let log = std::fs::read_to_string(folder.path().join("logs/result.txt")).unwrap_or_default();
    let last = log.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Some(if last.contains("successful") && output.status.success() {
        let solved = folder.path().join("timetables/plan/plan_data_and_timetable.fet");
        Verdict::Solved(read(&solved))
    } else if last.contains("Time exceeded") {
        Verdict::TimeExceeded
    } else {
        Verdict::Refused(format!("{said}\n{log}"))
    })
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
