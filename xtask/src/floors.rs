//! `cargo xtask floors`: the floors of the house, checked from the manifests.
//!
//! A crate may use only crates on lower floors. On the floor of the rooms some stand in an order and may use those before
//! them. Dependencies of tests are free.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::failure::Failure;

/// Who lives on which floor, from the ground up.
const FLOORS: [&[&str]; 9] = [
    &["kernel"],
    &["store", "formats", "print"],
    &["registry"],
    &["access"],
    &["kit"],
    &[
        "notices",
        "cabinet",
        "school",
        "journal",
        "diary",
        "learning",
        "admissions",
        "activities",
        "card",
        "mail",
        "reports",
    ],
    &["connect", "compat"],
    &["server", "demo"],
    &["zvonok"],
];

/// Which neighbours on its own floor a room may use.
const NEIGHBOURS: [(&str, &[&str]); 4] = [
    ("journal", &["notices", "school"]),
    ("diary", &["school", "journal"]),
    ("learning", &["school", "journal"]),
    ("reports", &["school", "journal"]),
];

/// Crates for developers and tests; the house must not use them, they may use anything.
const OUTSIDE: [&str; 3] = ["browser", "testkit", "xtask"];

/// What matters of a crate's manifest.
#[derive(Debug)]
struct Manifest {
    path: String,
    name: String,
    uses: Vec<String>,
}

impl Manifest {
    fn parse(path: &str, text: &str) -> Result<Self, Failure> {
        let bad = |why: &str| Failure::Said(format!("{path}: {why}"));
        let manifest: toml::Table = text.parse().map_err(|error: toml::de::Error| bad(error.message()))?;
        let name = manifest.get("package").and_then(|p| p.get("name")).and_then(toml::Value::as_str);
        let name = name.ok_or_else(|| bad("no package.name"))?.to_owned();
        let mut uses = Vec::new();
        collect(&manifest, &mut uses);
        if let Some(targets) = manifest.get("target").and_then(toml::Value::as_table) {
            for target in targets.values().filter_map(toml::Value::as_table) {
                collect(target, &mut uses);
            }
        }
        uses.sort_unstable();
        uses.dedup();
        Ok(Self { path: path.to_owned(), name, uses })
    }
}

/// Adds the packages of the tables that end up in the built crate.
fn collect(table: &toml::Table, uses: &mut Vec<String>) {
    for kind in ["dependencies", "build-dependencies"] {
        for (key, value) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            uses.push(renamed.unwrap_or(key).to_owned());
        }
    }
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|crates| crates.contains(&name))
}

/// One line an arrow that must not be there.
fn violations(manifests: &[Manifest]) -> Vec<String> {
    let mut lines = Vec::new();
    for Manifest { path, name, uses } in manifests {
        if OUTSIDE.contains(&name.as_str()) {
            continue;
        }
        let Some(own) = floor(name) else {
            lines.push(format!("{path}: {name} is on no floor; give it one in xtask/src/floors.rs"));
            continue;
        };
        for used in uses {
            if OUTSIDE.contains(&used.as_str()) {
                lines.push(format!("{path}: {name} may use {used} only in tests (dev-dependencies)"));
                continue;
            }
            // Crates of others stand on no floor.
            let Some(theirs) = floor(used) else { continue };
            let neighbour =
                NEIGHBOURS.iter().any(|(room, before)| room == name && before.contains(&used.as_str()));
            if theirs > own {
                lines.push(format!(
                    "{path}: {name} (floor {own}) must not use {used} (floor {theirs}): it runs up"
                ));
            } else if theirs == own && !neighbour {
                lines.push(format!("{path}: {name} must not use {used}: both are on floor {own}"));
            }
        }
    }
    lines
}

/// Reads `crates/*/Cargo.toml` and prints what runs up or sideways.
pub fn run() -> Result<ExitCode, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(Failure::io(folder.display()))? {
        let path = entry.map_err(Failure::io(folder.display()))?.path().join("Cargo.toml");
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    let mut manifests = Vec::with_capacity(paths.len());
    for path in &paths {
        let text = std::fs::read_to_string(path).map_err(Failure::io(path.display()))?;
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default().display();
        manifests.push(Manifest::parse(&format!("crates/{folder}/Cargo.toml"), &text)?);
    }
    let lines = violations(&manifests);
    for line in &lines {
        eprintln!("{line}");
    }
    if lines.is_empty() {
        println!("floors: {} crates, no arrow runs up or sideways", manifests.len());
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("floors: {} arrows must go", lines.len());
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(name: &str, rest: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n{rest}");
        violations(&[Manifest::parse(&format!("crates/{name}/Cargo.toml"), &text).unwrap()])
    }

    #[test]
    fn lower_floors_and_crates_of_others_are_free() {
        assert!(
            found("kit", "[dependencies]\naccess.workspace = true\nkernel.workspace = true\naxum = \"0.8\"")
                .is_empty()
        );
        assert!(found("zvonok", "[dependencies]\nserver.workspace = true\ndemo.workspace = true").is_empty());
    }

    #[test]
    fn an_arrow_up_is_one_line_that_names_both_ends() {
        let lines = found("registry", "[dependencies]\njournal.workspace = true\nkernel.workspace = true");
        assert_eq!(
            lines,
            ["crates/registry/Cargo.toml: registry (floor 2) must not use journal (floor 5): it runs up"]
        );
    }

    #[test]
    fn rooms_use_only_those_before_them() {
        for (room, used) in
            [("journal", "school"), ("diary", "journal"), ("reports", "school"), ("learning", "journal")]
        {
            assert!(
                found(room, &format!("[dependencies]\n{used}.workspace = true")).is_empty(),
                "{room} → {used}"
            );
        }
        let sideways = [
            ("school", "journal"),
            ("journal", "diary"),
            ("diary", "reports"),
            ("cabinet", "school"),
            ("mail", "journal"),
            ("compat", "connect"),
            ("demo", "server"),
            ("store", "formats"),
        ];
        for (name, used) in sideways {
            assert_eq!(
                found(name, &format!("[dependencies]\n{used}.workspace = true")).len(),
                1,
                "{name} → {used}"
            );
        }
    }

    #[test]
    fn no_way_of_writing_a_dependency_hides_it() {
        for text in [
            "[dependencies.server]\nworkspace = true",
            "[dependencies]\nroof = { package = \"server\", path = \"../server\" }",
            "[build-dependencies]\nserver.workspace = true",
            "[target.'cfg(unix)'.dependencies]\nserver.workspace = true",
            "[dependencies]\nserver = { workspace = true, optional = true }",
        ] {
            assert_eq!(found("journal", text).len(), 1, "{text}");
        }
    }

    #[test]
    fn tests_may_use_anything_and_the_house_no_test_crates() {
        assert!(
            found("kernel", "[dev-dependencies]\nserver.workspace = true\ntestkit.workspace = true")
                .is_empty()
        );
        assert_eq!(found("journal", "[dependencies]\ntestkit.workspace = true").len(), 1);
        assert!(found("testkit", "[dependencies]\nserver.workspace = true").is_empty());
    }

    #[test]
    fn a_crate_without_a_floor_is_an_error() {
        assert!(found("attic", "").first().is_some_and(|line| line.contains("on no floor")));
    }
}
