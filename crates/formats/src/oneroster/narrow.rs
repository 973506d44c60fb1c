//! What a version can say.

use std::collections::HashMap;

use super::records::plain_roles;
use super::{Role, RoleKind, Roster, Sex, Version};

impl Roster {
    /// The roster as a package of that version tells it: 1.2 says everything. In 1.1 a person keeps the role that comes first among
    /// his main ones, in all organisations where he has it; heads and administrators become administrators, counselors
    /// aides; days of roles, the main organisation and the sexes beyond two are lost.
    #[must_use]
    pub fn narrowed(&self, version: Version) -> Self {
        let mut out = self.clone();
        if version == Version::V1_2 {
            return out;
        }
        let mut by_user: HashMap<&str, Vec<&Role>> = HashMap::new();
        for role in &self.roles {
            by_user.entry(&role.user).or_default().push(role);
        }
        out.roles = Vec::new();
        for user in &mut out.users {
            user.primary_org = String::new();
            let own = by_user.get(user.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let Some(main) = own.iter().find(|role| role.primary).or(own.first()) else { continue };
            let kind = narrow(main.kind);
            let orgs = own.iter().filter(|role| narrow(role.kind) == kind).map(|role| role.org.clone());
            out.roles.extend(plain_roles(&user.id, kind, orgs.collect()));
        }
        for person in &mut out.demographics {
            person.sex = person.sex.filter(|sex| matches!(sex, Sex::Male | Sex::Female));
        }
        out
    }
}

fn narrow(kind: RoleKind) -> RoleKind {
    match kind {
        RoleKind::Principal
        | RoleKind::SiteAdministrator
        | RoleKind::DistrictAdministrator
        | RoleKind::SystemAdministrator => RoleKind::SiteAdministrator,
        RoleKind::Counselor => RoleKind::Aide,
        other => other,
    }
}
