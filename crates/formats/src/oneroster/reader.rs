//! File by file, each after those it refers to.

use std::collections::HashSet;

use super::lines::{Faults, Ids, Lines};
use super::manifest::Manifest;
use super::{
    FileKind, Mode, Package, PackageError, Reason, Roster, User, Version, package, parents, records,
};
use crate::{FileError, RowEffect};

/// Reads a package: the archive as it was uploaded.
///
/// A row with a fault is left out and named in [`Package::faults`], as are the rows that refer to it; only a link to an unknown
/// parent or child costs no more than the link. In the records that remain every reference leads to a record, unless the file
/// it leads to is `delta` or `absent`.
///
/// # Errors
/// No archive, no manifest, a promised file that is absent, wrong headings, another encoding than UTF-8, beyond the limits.
pub fn read(bytes: &[u8]) -> Result<Package, FileError> {
    read_files(&package::unpack(bytes)?)
}

/// Reads a package whose files have been unpacked: name and content of each.
///
/// # Errors
/// As [`read`].
pub fn read_files(files: &[(String, Vec<u8>)]) -> Result<Package, FileError> {
    let manifest = Manifest::read(files)?;
    let mut reading = Reading { files, manifest: &manifest, faults: Faults::default(), deleted: Vec::new() };
    let roster = reading.roster()?;
    let (mut faults, deleted) = (reading.faults, reading.deleted);
    faults.check()?;
    faults.0.sort_by_key(|fault| (fault.file, fault.line));
    Ok(Package {
        version: manifest.version,
        system: manifest.system,
        modes: manifest.modes,
        roster,
        deleted,
        faults: faults.0,
    })
}

struct Reading<'a> {
    files: &'a [(String, Vec<u8>)],
    manifest: &'a Manifest,
    faults: Faults,
    deleted: Vec<(FileKind, String)>,
}

impl Reading<'_> {
    /// The rows of a file; `None` where the manifest says that it is absent.
    fn lines(&self, file: FileKind) -> Result<Option<Lines>, FileError> {
        let mode = self.manifest.modes.iter().find(|(kind, _)| *kind == file).map(|(_, mode)| *mode);
        let Some(mode @ (Mode::Bulk | Mode::Delta)) = mode else { return Ok(None) };
        let bytes = package::find(self.files, file.name())?;
        let bytes = bytes.ok_or(PackageError::MissingFile { file: file.name() })?;
        Lines::read(file, self.manifest.version, mode, bytes).map(Some)
    }

    fn file<T>(
        &mut self,
        file: FileKind,
        build: impl Fn(&mut super::lines::Line<'_>, String) -> Option<T>,
    ) -> Result<(Vec<(u32, T)>, Ids), FileError> {
        match self.lines(file)? {
            Some(lines) => lines.records(&mut self.faults, &mut self.deleted, build),
            None => Ok((Vec::new(), Ids::default())),
        }
    }

    fn roster(&mut self) -> Result<Roster, FileError> {
        let version = self.manifest.version;
        let (orgs, mut org_ids) = self.file(FileKind::Orgs, records::org)?;
        let orgs = self.children(FileKind::Orgs, orgs, &mut org_ids, |org| (&org.id, &org.parent));
        let (sessions, mut session_ids) = self.file(FileKind::AcademicSessions, records::session)?;
        let sessions =
            self.children(FileKind::AcademicSessions, sessions, &mut session_ids, |s| (&s.id, &s.parent));
        let (courses, course_ids) =
            self.file(FileKind::Courses, |line, id| records::course(line, id, &org_ids, &session_ids))?;
        let (classes, class_ids) = self.file(FileKind::Classes, |line, id| {
            records::class(line, id, &org_ids, &session_ids, &course_ids)
        })?;
        let (users, mut user_ids) = self.file(FileKind::Users, |line, id| {
            let roles = match version {
                Version::V1_1 => records::roles_of_user(line, &id, &org_ids),
                Version::V1_2 => Some(Vec::new()),
            };
            records::user(line, id, &org_ids).zip(roles)
        })?;
        let (of_file, _) =
            self.file(FileKind::Roles, |line, id| records::role(line, id, &org_ids, &user_ids))?;
        let mut roles: Vec<_> = of_file.into_iter().map(|(_, role)| role).collect();
        let mut people: Vec<(u32, User)> = Vec::new();
        for (line, (user, own)) in users {
            roles.extend(own);
            people.push((line, user));
        }
        if version == Version::V1_2 && self.is_whole(FileKind::Users) && self.is_whole(FileKind::Roles) {
            let with_role: HashSet<&str> = roles.iter().map(|role| role.user.as_str()).collect();
            people.retain(|(line, user)| {
                let has = with_role.contains(user.id.as_str());
                if !has {
                    user_ids.refuse(&user.id);
                    self.faults.add(FileKind::Users, *line, "", Reason::NoRole, RowEffect::RowRefused);
                }
                has
            });
        }
        self.agents(&mut people, &user_ids);
        let (enrollments, _) = self.file(FileKind::Enrollments, |line, id| {
            records::enrollment(line, id, &org_ids, &class_ids, &user_ids)
        })?;
        let (demographics, _) = self
            .file(FileKind::Demographics, |line, id| records::demographics(line, id, version, &user_ids))?;
        Ok(Roster {
            orgs,
            sessions,
            courses: plain(courses),
            classes: plain(classes),
            users: plain(people),
            roles,
            enrollments: plain(enrollments),
            demographics: plain(demographics),
        })
    }

    fn is_whole(&self, file: FileKind) -> bool {
        self.manifest.modes.contains(&(file, Mode::Bulk))
    }

    /// Leaves out records whose parent does not stand.
    fn children<T>(
        &mut self,
        file: FileKind,
        records: Vec<(u32, T)>,
        ids: &mut Ids,
        names: impl Fn(&T) -> (&String, &String),
    ) -> Vec<T> {
        let pairs: Vec<(&str, &str)> = records
            .iter()
            .map(|(_, record)| {
                let (id, parent) = names(record);
                (id.as_str(), parent.as_str())
            })
            .collect();
        let verdicts = parents::judge(file, ids, &pairs);
        let mut out = Vec::new();
        for ((line, record), verdict) in records.into_iter().zip(verdicts) {
            match verdict {
                None => out.push(record),
                Some(reason) => {
                    ids.refuse(names(&record).0);
                    self.faults.add(file, line, "parentSourcedId", reason, RowEffect::RowRefused);
                }
            }
        }
        out
    }

    /// Takes off links to people who are not there; the person stays.
    fn agents(&mut self, people: &mut [(u32, User)], ids: &Ids) {
        for (line, user) in people {
            user.agents.retain(|agent| match ids.fault(FileKind::Users, agent) {
                None => true,
                Some(reason) => {
                    let effect = RowEffect::CellIgnored;
                    self.faults.add(FileKind::Users, *line, "agentSourcedIds", reason, effect);
                    false
                }
            });
        }
    }
}

fn plain<T>(records: Vec<(u32, T)>) -> Vec<T> {
    records.into_iter().map(|(_, record)| record).collect()
}
