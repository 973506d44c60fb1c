//! Words for the terminal. Whoever read them may have gone (a closed pipe, a service manager): that stops no work, so
//! errors of the terminal itself are passed over. `println!` would end the program there.

use std::fmt::Display;
use std::io::Write;

/// One line on standard output.
pub fn line(text: impl Display) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// One line on standard error.
pub fn complaint(text: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
