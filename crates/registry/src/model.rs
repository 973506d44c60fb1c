//! Persons, institutions, years, classes, journals: the types and their rules.

pub mod names;
pub mod orders;
pub mod people;
pub mod school;
pub mod standard_year;
pub mod year;

pub use names::{NameQuery, name_key};
pub use orders::*;
pub use people::*;
pub use school::*;
pub use standard_year::standard_year;
pub use year::*;

/// Declares an enumeration with its short database codes.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code of the database.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Back from the code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use codes;
