//! `manifest.csv`.

use std::collections::HashMap;

use super::package::{find, rows};
use super::{FileKind, Mode, PackageError, Version};
use crate::FileError;
use crate::text::shorten;

const NAME: &str = "manifest.csv";

/// What the manifest says.
pub(super) struct Manifest {
    pub(super) version: Version,
    pub(super) system: String,
    pub(super) modes: Vec<(FileKind, Mode)>,
}

impl Manifest {
    pub(super) fn read(files: &[(String, Vec<u8>)]) -> Result<Self, FileError> {
        let bytes = find(files, NAME)?.ok_or(PackageError::NoManifest)?;
        let mut rows = rows(NAME, bytes)?.into_iter();
        let header = rows.next();
        for (at, needed) in ["propertyName", "value"].into_iter().enumerate() {
            if header.as_ref().is_none_or(|row| row.cell(at) != needed) {
                let headers = format!("«{needed}»");
                return Err(PackageError::MissingHeader { file: NAME, headers }.into());
            }
        }
        let properties: HashMap<String, String> =
            rows.map(|row| (row.cell(0).to_owned(), row.cell(1).to_owned())).collect();
        let value = |property: &str| properties.get(property).map(String::as_str).unwrap_or_default();
        let wrong = |property: &str, allowed: &'static str| PackageError::Manifest {
            property: property.to_owned(),
            value: shorten(value(property), 40),
            allowed,
        };
        if value("manifest.version") != "1.0" {
            return Err(wrong("manifest.version", "«1.0»").into());
        }
        let version = match value("oneroster.version") {
            "1.1" => Version::V1_1,
            "1.2" => Version::V1_2,
            _ => return Err(wrong("oneroster.version", "«1.1» или «1.2»").into()),
        };
        let mut modes = Vec::new();
        for file in FileKind::ALL {
            let property = file.property();
            let mode = match value(&property) {
                // Roles came with 1.2.
                _ if file == FileKind::Roles && version == Version::V1_1 => Mode::Absent,
                "bulk" => Mode::Bulk,
                "delta" => Mode::Delta,
                "absent" | "" => Mode::Absent,
                _ => return Err(wrong(&property, "«bulk», «delta» или «absent»").into()),
            };
            modes.push((file, mode));
        }
        let mode = |file| modes.iter().find(|(kind, _)| *kind == file).map(|(_, mode)| *mode);
        if version == Version::V1_2
            && mode(FileKind::Users) == Some(Mode::Bulk)
            && mode(FileKind::Roles) == Some(Mode::Absent)
        {
            return Err(PackageError::MissingFile { file: FileKind::Roles.name() }.into());
        }
        if modes.iter().all(|(_, mode)| *mode == Mode::Absent) {
            return Err(FileError::NoData {
                what: "в наборе OneRoster нет ни школ, ни людей, ни классов"
            });
        }
        Ok(Self { version, system: value("source.systemName").to_owned(), modes })
    }
}
