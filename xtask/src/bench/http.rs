//! As much of an HTTP client as a measurement needs: one kept connection, requests made beforehand, answers with
//! Content-Length. It asks for no compression.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::failure::Failure;

/// The largest answer that is taken, bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// A connection that stays open.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer.
pub struct Heard<'a> {
    /// 200 …
    pub status: u16,
    /// The body as sent.
    pub body: &'a [u8],
}

impl Heard<'_> {
    /// The body, if the page was given.
    pub fn page(&self) -> Result<&str, Failure> {
        let text = std::str::from_utf8(self.body).unwrap_or("no text");
        if self.status == 200 {
            return Ok(text);
        }
        let begin: String = text.chars().take(300).collect();
        Err(Failure::Said(format!("the server answered {}: {begin}", self.status)))
    }
}

fn broken(why: &str) -> Failure {
    Failure::Said(format!("the server's answer can't be read: {why}"))
}

/// Status and length of the body, from the lines before it.
fn parse_head(head: &str) -> Result<(u16, usize), Failure> {
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    match (status, length) {
        (Some(status), Some(length)) if length <= LARGEST => Ok((status, length)),
        (Some(status @ (204 | 304)), None) => Ok((status, 0)),
        (None, _) => Err(broken("no status")),
        _ => Err(broken("no Content-Length")),
    }
}

impl Line {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await.map_err(Failure::io(address))?;
        stream.set_nodelay(true).map_err(Failure::io(address))?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a whole request and waits for the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Heard<'_>, Failure> {
        let lost = || Failure::io("the connection to the server");
        self.stream.write_all(request).await.map_err(lost())?;
        self.buffer.clear();
        let (status, start, length) = loop {
            self.more().await?;
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = self.buffer.get(..end).and_then(|head| std::str::from_utf8(head).ok());
                let (status, length) = parse_head(head.ok_or_else(|| broken("no text"))?)?;
                break (status, end + 4, length);
            }
        };
        while self.buffer.len() < start + length {
            self.more().await?;
        }
        let body = self.buffer.get(start..start + length).ok_or_else(|| broken("too short"))?;
        Ok(Heard { status, body })
    }

    async fn more(&mut self) -> Result<(), Failure> {
        self.buffer.reserve(16 * 1024);
        let read = self.stream.read_buf(&mut self.buffer).await;
        match read.map_err(Failure::io("the connection to the server"))? {
            0 => Err(Failure::Said("the server closed the connection".to_owned())),
            _ => Ok(()),
        }
    }
}

/// A GET with somebody's session.
pub fn get(path: &str, token: Option<&str>) -> Vec<u8> {
    let cookie = token.map_or_else(String::new, |token| format!("cookie: zvonok={token}\r\n"));
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n{cookie}accept: text/html\r\n\r\n").into_bytes()
}

/// Writes a POST of JSON with somebody's session, its token of forms and the account it says it is.
pub fn post(request: &mut Vec<u8>, path: &str, token: &str, csrf: &str, account: i64, body: &str) {
    use std::io::Write;
    request.clear();
    // Writing into a Vec can't fail.
    let _ = write!(
        request,
        "POST {path} HTTP/1.1\r\nhost: bench\r\ncookie: zvonok={token}\r\nx-csrf-token: {csrf}\r\nx-account: {account}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_status_and_length_of_any_case() {
        assert_eq!(parse_head("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nx: y").unwrap(), (200, 12));
        assert_eq!(parse_head("HTTP/1.1 404 Not Found\r\ncontent-length:0").unwrap(), (404, 0));
        assert!(parse_head("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked").is_err());
        assert!(parse_head("nonsense").is_err());
    }
}
