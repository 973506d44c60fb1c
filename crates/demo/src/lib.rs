//! The demo region.
