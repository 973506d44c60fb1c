//! Those who ask: readers of pages, and teachers who type.

use std::sync::Arc;

use serde::Deserialize;

use super::dice::Dice;
use super::facts::CellAt;
use super::http::{Heard, post};
use super::load::Client;
use super::school::token;
use crate::failure::Failure;

/// Asks for pages of a list, one chosen by chance each time.
pub struct Reader {
    requests: Arc<Vec<Vec<u8>>>,
    dice: Dice,
}

impl Reader {
    /// `number` tells the readers of one row apart.
    pub fn new(requests: &Arc<Vec<Vec<u8>>>, number: usize) -> Self {
        Self { requests: Arc::clone(requests), dice: Dice::new(u64::try_from(number).unwrap_or(0)) }
    }
}

impl Client for Reader {
    fn ask(&mut self, request: &mut Vec<u8>) {
        request.clear();
        let chosen = self.dice.below(self.requests.len());
        request.extend_from_slice(self.requests.get(chosen).map(Vec::as_slice).unwrap_or_default());
    }

    fn hear(&mut self, heard: &Heard<'_>) -> Result<(), Failure> {
        if heard.status == 200 { Ok(()) } else { heard.page().map(drop) }
    }
}

/// Who posts: the session's token and the forms' token that belongs to it.
#[derive(Clone)]
pub struct Poster {
    token: String,
    csrf: String,
    account: i64,
}

impl Poster {
    /// Of the account with this login and number (0 where nobody asks for it); `secret` is the server's.
    pub fn new(login: &str, account: i64, secret: &[u8; 32]) -> Self {
        let token = token(login);
        let csrf = kit::csrf::token(secret, &registry::token::hash(&token));
        Self { token, csrf, account }
    }

    fn post(&self, request: &mut Vec<u8>, path: &str, body: &str) {
        post(request, path, &self.token, &self.csrf, self.account, body);
    }
}

/// Posts one bare row after another.
pub struct Bare(pub Poster);

impl Client for Bare {
    fn ask(&mut self, request: &mut Vec<u8>) {
        self.0.post(
            request,
            "/bench/bare/",
            "{\"note\":\"a row of about the size that a change of a mark has\"}",
        );
    }

    fn hear(&mut self, heard: &Heard<'_>) -> Result<(), Failure> {
        if heard.status == 200 { Ok(()) } else { heard.page().map(drop) }
    }
}

/// A teacher who types one mark after another, down the columns of his journals.
pub struct Typist {
    poster: Poster,
    cells: Vec<CellAt>,
    next: usize,
    operations: u64,
    prefix: String,
    sent: Option<Typed>,
    /// Everything that was acknowledged, if it is to be remembered.
    pub acknowledged: Option<Vec<Typed>>,
}

/// One mark as it was typed.
#[derive(Debug, Clone)]
pub struct Typed {
    /// The operation's id.
    pub op: String,
    /// Pupil.
    pub pupil: i64,
    /// Column.
    pub work: i64,
    /// The version it got.
    pub version: i32,
    /// The mark.
    pub value: i16,
}

#[derive(Deserialize)]
struct Answer {
    saved: Vec<Saved>,
}

#[derive(Deserialize)]
struct Saved {
    op: String,
    cells: Vec<SavedCell>,
}

#[derive(Deserialize)]
struct SavedCell {
    v: i32,
}

impl Typist {
    /// `run` makes the operations of different runs differ.
    pub fn new(cells: Vec<CellAt>, secret: &[u8; 32], run: &str) -> Option<Self> {
        let (login, account) = cells.first().map(|cell| (cell.login.clone(), cell.account))?;
        let prefix = format!("{run}-{}", login.rsplit('-').next().unwrap_or_default());
        let poster = Poster::new(&login, account, secret);
        Some(Self { poster, cells, next: 0, operations: 0, prefix, sent: None, acknowledged: None })
    }
}

impl Client for Typist {
    fn ask(&mut self, request: &mut Vec<u8>) {
        let Some(cell) = self.cells.get(self.next) else { return };
        self.operations += 1;
        let typed = Typed {
            op: format!("{}-{}", self.prefix, self.operations),
            pupil: cell.pupil,
            work: cell.work,
            version: cell.version.saturating_add(1),
            value: if cell.value >= 5 { 2 } else { cell.value.max(1) + 1 },
        };
        let body = format!(
            "{{\"changes\":[{{\"op\":\"{}\",\"pupil\":{},\"work\":{},\"base\":{},\"text\":\"{}\"}}]}}",
            typed.op, typed.pupil, typed.work, cell.version, typed.value
        );
        self.poster.post(request, &format!("/journal/{}/cells/", cell.journal), &body);
        self.sent = Some(typed);
    }

    fn hear(&mut self, heard: &Heard<'_>) -> Result<(), Failure> {
        let text = heard.page()?;
        let wrong = || Failure::Said(format!("a mark was not saved as it was typed: {text}"));
        let answer: Answer = serde_json::from_slice(heard.body).map_err(|_| wrong())?;
        let typed = self.sent.take().ok_or_else(wrong)?;
        let saved =
            answer.saved.iter().any(|s| s.op == typed.op && s.cells.iter().any(|c| c.v == typed.version));
        if !saved {
            return Err(wrong());
        }
        if let Some(cell) = self.cells.get_mut(self.next) {
            (cell.version, cell.value) = (typed.version, typed.value);
        }
        self.next = (self.next + 1) % self.cells.len().max(1);
        if let Some(list) = &mut self.acknowledged {
            list.push(typed);
        }
        Ok(())
    }
}
