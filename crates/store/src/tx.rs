//! The two transactions a room sees.

use std::ops::{Deref, DerefMut};

use crate::conn::{Backend, Conn, Kind};

/// One consistent snapshot. Questions take `&mut ReadTx`.
pub struct ReadTx<'a> {
    conn: &'a mut Conn,
}

impl<'a> ReadTx<'a> {
    pub(crate) fn new(conn: &'a mut Conn) -> Self {
        Self { conn }
    }

    /// For [`crate::on_backend!`].
    pub fn backend(&mut self) -> Backend<'_> {
        self.conn.backend()
    }

    /// Which database it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.conn.kind()
    }
}

/// A transaction that may change. Commands take `&mut WriteTx`; questions can be asked in it as well.
pub struct WriteTx<'a> {
    read: ReadTx<'a>,
}

impl<'a> WriteTx<'a> {
    pub(crate) fn new(conn: &'a mut Conn) -> Self {
        Self { read: ReadTx::new(conn) }
    }
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;
    fn deref(&self) -> &ReadTx<'a> {
        &self.read
    }
}

impl<'a> DerefMut for WriteTx<'a> {
    fn deref_mut(&mut self) -> &mut ReadTx<'a> {
        &mut self.read
    }
}
