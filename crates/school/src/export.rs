//! What other systems take.

pub mod oneroster;
