//! `/verify/`: a file or a head against what this server knows. It tells nothing to who brings neither.

use askama::Template;
use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{InstitutionId, JournalId};
use kit::{Cx, PageError, Tr};

use crate::seal::chain::Digest;
use crate::seal::export::{Export, FORMAT, Known, known};
use crate::seal::verify::{Fault, PersonMerges};

/// The largest file, bytes: a journal of a year has less than a tenth of it.
const LARGEST: usize = 8 * 1024 * 1024;

/// What was found, line by line: is it good, and the sentence.
#[derive(Default)]
struct Found {
    title: &'static str,
    good: bool,
    lines: Vec<(bool, String)>,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct Page {
    tr: Tr,
    address: String,
    head: String,
    text: String,
    error: &'static str,
    found: Option<Found>,
}

/// What was brought.
#[derive(Default)]
struct Brought {
    text: String,
    address: String,
    head: String,
    too_large: bool,
}

/// Anybody.
pub async fn show(cx: Cx) -> Result<Response, PageError> {
    draw(&cx, &Brought::default(), "", None)
}

fn draw(
    cx: &Cx,
    brought: &Brought,
    error: &'static str,
    found: Option<Found>,
) -> Result<Response, PageError> {
    let main = Page {
        tr: cx.tr,
        address: brought.address.clone(),
        head: brought.head.clone(),
        // A file of many kilobytes is not written back into the field.
        text: if brought.text.len() < 20_000 { brought.text.clone() } else { String::new() },
        error,
        found,
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page("verify", cx.tr.verify_title()).status(status).render(&main)
}

async fn read(mut form: Multipart) -> Result<Brought, PageError> {
    let broken = |_| PageError::BadRequest("a form was expected");
    let mut brought = Brought::default();
    let mut size = 0;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut content = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            size += piece.len();
            if size <= LARGEST {
                content.extend_from_slice(&piece);
            } else {
                brought.too_large = true;
                content = Vec::new();
            }
        }
        let text = String::from_utf8_lossy(&content).trim().to_owned();
        match name.as_str() {
            "file" if !text.is_empty() => brought.text = text,
            "text" if brought.text.is_empty() => brought.text = text,
            "address" => brought.address = text.chars().take(200).collect(),
            "head" => brought.head = text.chars().take(100).collect(),
            _ => {}
        }
    }
    Ok(brought)
}

/// The number of a journal in its address: «/journal/12/», «https://…/journal/12/», «12».
fn journal(address: &str) -> Option<JournalId> {
    let rest = address.split_once("/journal/").map_or(address, |(_, rest)| rest);
    rest.split('/').next()?.trim().parse().ok().map(JournalId)
}

/// `POST /verify/`: anybody. Nothing is changed, so nobody's token is asked for.
pub async fn check(cx: Cx, form: Multipart) -> Result<Response, PageError> {
    let brought = read(form).await?;
    let tr = cx.tr;
    if brought.too_large {
        return draw(&cx, &brought, tr.verify_too_large(), None);
    }
    if !brought.text.is_empty() {
        let Some(file) = parsed(brought.text.clone()).await? else {
            return draw(&cx, &brought, tr.verify_no_file(), None);
        };
        let found = of_file(&cx, file).await?;
        return draw(&cx, &brought, "", Some(found));
    }
    let (Some(journal), Ok(hash)) =
        (journal(&brought.address), brought.head.to_lowercase().parse::<Digest>())
    else {
        return draw(&cx, &brought, tr.verify_nothing(), None);
    };
    let known = cx.read(move |tx| Ok(known(tx, None, journal, hash)?)).await?;
    let found = match known {
        Some((known, _)) => {
            let mut found = Found { title: tr.verify_head_known(), good: true, lines: Vec::new() };
            server_lines(&cx, &known, &mut found);
            found
        }
        None => Found { title: tr.verify_head_unknown(), ..Found::default() },
    };
    draw(&cx, &brought, "", Some(found))
}

/// Reading and hashing a file is work for a thread that may take its time.
async fn parsed(text: String) -> Result<Option<Export>, PageError> {
    tokio::task::spawn_blocking(move || {
        serde_json::from_str::<Export>(&text).ok().filter(|file| file.format == FORMAT)
    })
    .await
    .map_err(|error| PageError::Internal(Box::new(error)))
}

fn server_lines(cx: &Cx, known: &Known, found: &mut Found) {
    let tr = cx.tr;
    match known.signed_at {
        Some(at) => {
            let (day, time) = cx.app().settings().zone.local(kernel::Millis(at));
            let when = format!("{}, {time}", kit::text::date(tr, day, cx.today));
            found.lines.push((true, tr.verify_signed_here(&when)));
        }
        None => found.lines.push((true, tr.verify_not_signed().to_owned())),
    }
    found.lines.push((
        known.in_order,
        if known.in_order { tr.verify_server_order() } else { tr.verify_server_broken() }.to_owned(),
    ));
    found.good &= known.in_order;
}

async fn of_file(cx: &Cx, file: Export) -> Result<Found, PageError> {
    let tr = cx.tr;
    let head = file.head();
    let (institution, journal) = (InstitutionId(file.institution), JournalId(file.journal));
    let here = match head {
        Some((seq, hash)) => {
            cx.read(move |tx| Ok(known(tx, Some((institution, seq)), journal, hash)?)).await?
        }
        None => None,
    };
    let merges = here.as_ref().map_or_else(PersonMerges::default, |(_, merges)| merges.clone());
    let (faults, file) = tokio::task::spawn_blocking(move || (file.faults(&merges), file))
        .await
        .map_err(|error| PageError::Internal(Box::new(error)))?;
    let count =
        |of: &dyn Fn(&Fault) -> bool| i64::try_from(faults.iter().filter(|f| of(f)).count()).unwrap_or(0);
    let mut found = Found { title: "", good: true, lines: Vec::new() };
    let mut line = |faults: i64, good: &str, bad: String| {
        let is_good = faults == 0;
        found.good &= is_good;
        found.lines.push((is_good, if is_good { good.to_owned() } else { bad }));
    };
    let broken = count(&|fault| matches!(fault, Fault::Broken { .. } | Fault::Twice(_)));
    line(broken, tr.verify_chain_good(), tr.verify_chain_bad(broken));
    let rows = count(&|fault| matches!(fault, Fault::Changed(_) | Fault::Missing(_)));
    line(rows, tr.verify_rows_good(), tr.verify_rows_bad(rows));
    let signatures = count(&|fault| matches!(fault, Fault::Signature { .. }));
    line(signatures, tr.verify_signatures_good(), tr.verify_signatures_bad(signatures));
    let loose = count(&|fault| matches!(fault, Fault::Unchained { .. }));
    if loose > 0 {
        line(loose, "", tr.verify_loose(loose));
    }
    if let (Some(last), Some((seq, _))) = (file.seals.last(), head) {
        let after = i64::from(seq) - i64::from(last.seq);
        if after > 0 {
            found.lines.push((false, tr.verify_after(after)));
        }
    } else {
        found.lines.push((true, tr.verify_not_signed().to_owned()));
    }
    match &here {
        Some((known, _)) => {
            let own = file.seals.iter().all(|seal| known.keys.contains(&seal.public_key));
            found.good &= own;
            found
                .lines
                .push((own, if own { tr.verify_key_known() } else { tr.verify_key_unknown() }.to_owned()));
            server_lines(cx, known, &mut found);
        }
        None => {
            // Whole in itself says nothing of whose it is: anybody can make a file anew and sign it with a key of his own.
            let whole = found.good;
            found.good = false;
            found.lines.push((false, tr.verify_not_here().to_owned()));
            if whole {
                found.title = tr.verify_unproven();
                return Ok(found);
            }
        }
    }
    found.title = if found.good { tr.verify_good() } else { tr.verify_bad() };
    Ok(found)
}
