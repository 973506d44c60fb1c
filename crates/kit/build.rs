//! Makes, before `kit` is compiled, the typed words from `locales/` and the hashed, precompressed assets from `assets/`.

#[path = "build/assets.rs"]
mod assets;
#[path = "build/css.rs"]
mod css;
#[path = "build/i18n.rs"]
mod i18n;
#[path = "build/scripts.rs"]
mod scripts;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    match make() {
        Ok(()) => ExitCode::SUCCESS,
        Err(errors) => {
            for error in errors {
                eprintln!("{error}");
                println!("cargo:error={}", error.replace('\n', " "));
            }
            ExitCode::FAILURE
        }
    }
}

fn make() -> Result<(), Vec<String>> {
    let dir = |name: &str| {
        std::env::var_os(name).map(PathBuf::from).ok_or_else(|| vec![format!("cargo did not set {name}")])
    };
    let here = dir("CARGO_MANIFEST_DIR")?;
    let out = dir("OUT_DIR")?;
    let locales = here.join("../../locales");
    let sources = here.join("assets");

    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed={}", locales.display());
    println!("cargo:rerun-if-changed={}", sources.display());

    let words = i18n::generate(&locales, &out.join("i18n.rs"))?;
    assets::generate(&sources, &out, words).map_err(|error| vec![error])
}
