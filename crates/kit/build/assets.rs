//! Turns `assets/` into the files that are served: a stylesheet for everybody and one more for the staff, one icon sprite, scripts, pictures; each named by the
//! hash of its content and compressed beforehand with brotli and gzip.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::scripts;

/// Writes the compressed files and `assets.rs` into `out`; `words` are scripts made of `locales/`, by name.
pub fn generate(sources: &Path, out: &Path, words: Vec<(String, String)>) -> Result<(), String> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    files.push(("app.css".into(), stylesheet(&sources.join("css"))?));
    files.push(("staff.css".into(), stylesheet(&sources.join("css").join("staff"))?));
    files.push(("icons.svg".into(), sprite(&sources.join("icons"))?));
    for (folder, endings) in [("vendor", &["js"][..]), ("img", &["svg", "png", "ico"][..])] {
        for path in list(&sources.join(folder), endings)? {
            files.push((file_name(&path)?, read(&path)?));
        }
    }
    scripts::add(&list(&sources.join("js"), &["js"])?, words, &mut files)?;
    let folder = out.join("assets");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;

    let mut table = Vec::new();
    let mut constants = String::new();
    let mut urls = String::new();
    for (name, bytes) in &files {
        let hash = hash(bytes);
        let hashed = hashed(name, bytes);
        let constant: String = name
            .chars()
            .map(|sign| if sign.is_ascii_alphanumeric() { sign.to_ascii_uppercase() } else { '_' })
            .collect();
        write(&folder.join(name), bytes)?;
        write(&folder.join(format!("{name}.br")), &brotli(bytes)?)?;
        write(&folder.join(format!("{name}.gz")), &gzip(bytes)?)?;
        let _ = writeln!(
            constants,
            "/// Address of `{name}`.\npub const {constant}: &str = \"/assets/{hashed}\";"
        );
        let _ = writeln!(urls, "{name:?} => {constant},");
        let packed = is_packed(name);
        let file =
            |ending: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/{name}{ending}\"))");
        let maybe = |ending: &str| if packed { "None".to_owned() } else { format!("Some({})", file(ending)) };
        table.push((
            hashed.clone(),
            format!(
                "Asset {{ name: {hashed:?}, mime: {:?}, bytes: {}, brotli: {}, gzip: {}, etag: \"\\\"{hash}\\\"\" }},\n",
                mime(name),
                file(""),
                maybe(".br"),
                maybe(".gz")
            ),
        ));
    }
    table.sort();
    let rows: String = table.into_iter().map(|(_, row)| row).collect();
    let code = format!(
        "{constants}\nfn address(name: &str) -> &'static str {{ match name {{ {urls} _ => \"/assets/unknown\" }} }}\n\
         /// Every file, sorted by its hashed name.\npub static ASSETS: &[Asset] = &[\n{rows}];\n"
    );
    write(&out.join("assets.rs"), code.as_bytes())
}

/// The name a file is served under: `app.1a2b3c4d5e.css`.
pub fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = hash(bytes);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => format!("{name}.{hash}"),
    }
}

fn stylesheet(folder: &Path) -> Result<Vec<u8>, String> {
    let mut css = String::new();
    for path in list(folder, &["css"])? {
        css.push_str(&text(&path)?);
        css.push('\n');
    }
    Ok(crate::css::squeeze(&css).into_bytes())
}

/// One `<symbol>` per icon file, so that a page names an icon with `<use href="…#name">`.
fn sprite(folder: &Path) -> Result<Vec<u8>, String> {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for path in list(folder, &["svg"])? {
        let source = text(&path)?;
        let name = file_name(&path)?;
        let stem = name.trim_end_matches(".svg");
        let start = source.find("<svg").and_then(|at| source.get(at..)).and_then(|svg| svg.split_once('>'));
        let inner = start.and_then(|(_, rest)| rest.rsplit_once("</svg>"));
        let Some((inner, _)) = inner else {
            return Err(format!("{}: not an SVG icon", path.display()));
        };
        let inner: String = inner.lines().map(str::trim).collect();
        let _ = write!(
            sprite,
            "<symbol id=\"{stem}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">{}</symbol>",
            inner.replace(" />", "/>")
        );
    }
    sprite.push_str("</svg>");
    Ok(sprite.into_bytes())
}

fn list(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| endings.contains(&ending))
        })
        .collect();
    paths.sort();
    Ok(paths)
}

pub fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut hash = String::new();
    for byte in digest.iter().take(5) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packed = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22);
        writer.write_all(bytes).map_err(|error| error.to_string())?;
    }
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).and_then(|()| writer.finish()).map_err(|error| error.to_string())
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}

/// Pictures that are compressed already gain nothing from a second compression.
fn is_packed(name: &str) -> bool {
    name.ends_with(".png") || name.ends_with(".ico")
}

pub fn file_name(path: &Path) -> Result<String, String> {
    path.file_name()
        .and_then(|name| name.to_str())
        .map(str::to_owned)
        .ok_or_else(|| format!("{}: the name is not readable", path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

pub fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
