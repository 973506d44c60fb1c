//! The migrations are compiled in: a new one is a reason to build anew, which cargo does not see by itself.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
