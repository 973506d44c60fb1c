//! Scripts that import each other. They name each other by file (`'./journal-cell.js'`); a browser gets the hashed address,
//! so whatever changes in a module changes the names of all that use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::assets::{file_name, hash, hashed, text};

/// The script that works between pages and network. It is served at an address of its own and knows all the others.
const WORKER: &str = "sw.js";
/// What a page of the staff needs without a network, besides the scripts these import.
const KEPT: [&str; 8] = [
    "app.css",
    "staff.css",
    "icons.svg",
    "favicon.svg",
    "htmx.min.js",
    "app.js",
    "journal.js",
    "journal-lesson.js",
];

/// Adds the scripts and the `words` to the files that are there.
pub fn add(
    paths: &[PathBuf],
    words: Vec<(String, String)>,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), String> {
    let mut sources: BTreeMap<String, String> = words.into_iter().collect();
    for path in paths {
        sources.insert(file_name(path)?, text(path)?);
    }
    let worker = sources.remove(WORKER);
    let mut done: BTreeMap<String, (String, String)> = BTreeMap::new();
    for name in sources.keys() {
        finish(name, &sources, &mut done, &mut Vec::new())?;
    }
    if let Some(worker) = worker {
        let worker = with_list(&worker, files, &sources, &done);
        files.push((WORKER.to_owned(), worker.into_bytes()));
    }
    files.extend(done.into_iter().map(|(name, (_, source))| (name, source.into_bytes())));
    Ok(())
}

/// Both ways a name can be quoted.
fn quoted(name: &str) -> [String; 2] {
    [format!("'./{name}'"), format!("\"./{name}\"")]
}

/// Puts the addresses of what it imports into a script, after theirs are known; gives its own.
fn finish(
    name: &str,
    sources: &BTreeMap<String, String>,
    done: &mut BTreeMap<String, (String, String)>,
    under: &mut Vec<String>,
) -> Result<String, String> {
    if let Some((address, _)) = done.get(name) {
        return Ok(address.clone());
    }
    if under.iter().any(|one| one == name) {
        return Err(format!("{name} imports itself: {}", under.join(" → ")));
    }
    let Some(source) = sources.get(name) else { return Err(format!("no script {name}")) };
    let mut source = source.clone();
    under.push(name.to_owned());
    for other in sources.keys() {
        for quoted in quoted(other) {
            if source.contains(&quoted) {
                let address = finish(other, sources, done, under)?;
                source = source.replace(&quoted, &format!("'{address}'"));
            }
        }
    }
    under.pop();
    if let Some((_, rest)) = source.split_once("'./") {
        let missing: String = rest.chars().take_while(|sign| *sign != '\'').collect();
        return Err(format!("{name} imports {missing}, which is not there"));
    }
    let address = format!("/assets/{}", hashed(name, source.as_bytes()));
    done.insert(name.to_owned(), (address.clone(), source));
    Ok(address)
}

/// The worker with the list of what it keeps before it, and a name for this list.
fn with_list(
    worker: &str,
    files: &[(String, Vec<u8>)],
    sources: &BTreeMap<String, String>,
    done: &BTreeMap<String, (String, String)>,
) -> String {
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = KEPT.to_vec();
    while let Some(name) = open.pop() {
        if !wanted.insert(name) {
            continue;
        }
        let Some(source) = sources.get(name) else { continue };
        open.extend(
            sources
                .keys()
                .filter(|other| quoted(other).iter().any(|quoted| source.contains(quoted.as_str())))
                .map(String::as_str),
        );
    }
    let mut list = String::new();
    for name in wanted {
        let own = files.iter().find(|(other, _)| other == name);
        let address = own
            .map(|(_, bytes)| format!("/assets/{}", hashed(name, bytes)))
            .or_else(|| done.get(name).map(|(address, _)| address.clone()));
        if let Some(address) = address {
            let _ = write!(list, "'{address}',");
        }
    }
    format!("const VERSION = '{}';\nconst KEPT = [{list}];\n{worker}", hash(list.as_bytes()))
}
