//! Files on their way in and out: what is refused and why, what lies where, how a file is given back.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::http::Request;
use kernel::{FileId, Millis};
use kit::files::{Files, Limits, signed};
use testkit::client::BOUNDARY;
use testkit::{Client, Site, both};

use crate::documents::{pdf, uploaded};

const NEW: &str = "/school/info/documents/new/";
const FIELDS: [(&str, &str); 2] = [("title", "Правила приёма"), ("section", "orders")];

/// Every file under a folder.
fn contents(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut list = Vec::new();
    for entry in entries.map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            list.extend(contents(&entry.path()));
        } else {
            list.push(entry.path());
        }
    }
    list
}

fn folder(site: &Site) -> PathBuf {
    site.fresh.folder().join("files")
}

/// The folder once the threads that tidy up have run.
async fn settled(site: &Site) -> Vec<PathBuf> {
    for _ in 0..1000 {
        let folder = folder(site);
        if tokio::task::spawn_blocking(move || contents(&folder)).await.unwrap().is_empty() {
            break;
        }
    }
    contents(&folder(site))
}

/// The same server with limits so small that a test reaches them.
fn with_limits(site: &Site, limits: Limits) -> Client {
    let files = Files::with_limits(folder(site), limits);
    let app = kit::App::with_files(site.db().clone(), site.clock.clone(), site.app.settings().clone(), files);
    Client::new(server::router(app))
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

both!(what_is_no_document_is_refused_with_a_sentence_and_what_was_typed_stays, |site| {
    let mut admin = site.signed_in("admin").await;
    let html: &[u8] = b"<!doctype html><script>fetch('/')</script>";
    for (called, content, sentence) in [
        ("план.pdf", html, "Это не документ"),
        ("план.txt", html, "Это не документ"),
        ("рисунок.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "Это не документ"),
        ("setup.exe", b"MZ\x90\x00\x03\x00", "Это не документ"),
        ("архив.zip", b"PK\x03\x04 something else", "Это не документ"),
        ("текст.txt", b"first\nsecond\x00third", "Это не документ"),
        ("фото.jpg", b"\xff\xd8\xff\xe0 cut off", "Изображение повреждено"),
        ("пустой.pdf", b"", "Файл пустой"),
        ("", b"", "Выберите файл"),
    ] {
        let refused = admin.post_files(NEW, &FIELDS, &[("file", called, content)]).await;
        assert_eq!((refused.status, refused.page()), (422, "school.info.documents.edit"), "{called}");
        assert!(refused.body.contains(sentence), "{called}: {}", refused.body);
        assert!(
            refused.body.contains("value=\"Правила приёма\"")
                && refused.body.contains("value=\"orders\" selected")
        );
    }
    let no_title = admin.post_files(NEW, &[("title", ""), ("section", "all")], &[]).await;
    for name in ["title", "section", "file"] {
        assert!(no_title.body.contains(&format!("id=\"f-{name}-error\"")), "{name}");
    }
    assert!(settled(&site).await.is_empty(), "nothing of all that was kept");
});

both!(a_file_beyond_the_limit_is_refused_and_one_far_beyond_it_is_not_even_read, |site| {
    let mut admin =
        with_limits(&site, Limits { document: 100_000, image: 20_000, media: 100_000, quota: 1_000_000 });
    admin.sign_in("admin").await;
    let large = [pdf("много"), vec![b'x'; 100_000]].concat();
    let refused = admin.post_files(NEW, &FIELDS, &[("file", "большой.pdf", &large)]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("Файл больше") && refused.body.contains("Правила приёма"));
    // Not compressible, so that it is larger than what a picture may be.
    let noise = image::RgbImage::from_fn(200, 200, |x, y| {
        let n = (x * 7919 + y * 104_729).wrapping_mul(2_654_435_761);
        let [red, green, blue, _] = n.to_be_bytes();
        image::Rgb([red, green, blue])
    });
    let mut picture = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(noise).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    assert!(picture.get_ref().len() > 20_000);
    let refused = admin.post_files(NEW, &FIELDS, &[("file", "шум.png", picture.get_ref())]).await;
    assert!(refused.status == 422 && refused.body.contains("Файл больше"));
    let huge = vec![b'x'; 2_000_000];
    let refused = admin.post_files(NEW, &FIELDS, &[("file", "огромный.pdf", &huge)]).await;
    assert_eq!((refused.status, refused.page()), (413, "error.too-large"));
    assert!(settled(&site).await.is_empty());
});

both!(the_same_content_lies_there_once_under_its_hash, |site| {
    let mut admin = site.signed_in("admin").await;
    let content = pdf("одно и то же");
    uploaded(&mut admin, &content).await;
    uploaded(&mut admin, &content).await;
    let mut other = site.signed_in("otheradmin").await;
    uploaded(&mut other, &content).await;
    let lying = contents(&folder(&site));
    assert_eq!(lying.len(), 1, "{lying:?}");
    let name = lying[0].file_name().unwrap().to_str().unwrap();
    let parts: Vec<_> = lying[0].iter().rev().take(3).map(|part| part.to_str().unwrap()).collect();
    assert_eq!((parts[1], parts[2], name.len()), (&name[2..4], &name[..2], 64));
    assert_eq!(std::fs::read(&lying[0]).unwrap(), content);
    // Each school counts what it gave.
    for school in [site.small.school, site.small.other_school] {
        let told = 26;
        let used = site.db().read(move |tx| store::files::used(tx, school)).await.unwrap();
        let own = if school == site.small.school { 2 } else { 1 };
        assert_eq!(used, told + own * i64::try_from(content.len()).unwrap());
    }
});

both!(a_school_that_used_up_its_room_is_told_so, |site| {
    let mut admin =
        with_limits(&site, Limits { document: 100_000, image: 100_000, media: 100_000, quota: 1000 });
    admin.sign_in("admin").await;
    let content = [pdf("первый"), vec![b'x'; 600]].concat();
    let id = uploaded(&mut admin, &content).await;
    let more = [pdf("второй"), vec![b'y'; 600]].concat();
    for path in [NEW.to_owned(), format!("/school/info/documents/{id}/")] {
        let refused = admin.post_files(&path, &FIELDS, &[("file", "второй.pdf", &more)]).await;
        assert_eq!(refused.status, 422, "{path}");
        assert!(
            refused.body.contains("Место для файлов школы закончилось")
                && refused.body.contains("Правила приёма")
        );
    }
});

both!(a_form_without_its_token_is_refused_before_its_file_is_read, |site| {
    let mut admin = site.signed_in("admin").await;
    let content = pdf("подделка");
    for fields in
        [vec![("csrf", ""), FIELDS[0], FIELDS[1]], vec![("csrf", "AAAAAAAAAAAAAAAAAAAAAAAA"), FIELDS[0]]]
    {
        let refused = admin.post_files(NEW, &fields, &[("file", "x.pdf", &content)]).await;
        assert_eq!((refused.status, refused.page()), (403, "error.bad-request"));
    }
    // The token after the file comes too late.
    let token = admin.csrf().to_owned();
    let part = |head: &str, content: &str| {
        format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let body = part("name=\"file\"; filename=\"x.pdf\"", "%PDF-1.4")
        + &part("name=\"csrf\"", &token)
        + &format!("--{BOUNDARY}--\r\n");
    let request = Request::post(NEW)
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin");
    assert_eq!(admin.send(request, body).await.status, 403);
    assert!(settled(&site).await.is_empty());
    // Ordinary forms go where ordinary forms go.
    assert_eq!(admin.post_form(NEW, &FIELDS).await.status, 400);
});

both!(an_upload_that_is_cut_off_leaves_nothing, |site| {
    let mut admin = site.signed_in("admin").await;
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--{BOUNDARY}\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"x.pdf\"\r\n\r\n%PDF-1.4\n",
        admin.csrf()
    );
    // More than one part of what is written at once, so that something lies there when the network goes.
    let chunks = (0..30).map(move |number| {
        Ok(Bytes::from(if number == 0 { head.clone().into_bytes() } else { vec![b'x'; 64 * 1024] }))
    });
    let broken = std::iter::once(Err(std::io::Error::other("the network went away")));
    let whole = chunks.chain(broken);
    let request = Request::post(NEW)
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .header("sec-fetch-site", "same-origin");
    let body = Body::from_stream(futures_util::stream::iter(whole));
    let answer = admin.send_body(request, 0, body).await;
    assert_eq!(answer.status, 400);
    assert!(settled(&site).await.is_empty());
});

both!(a_file_is_given_back_so_that_nothing_in_it_runs_whole_or_in_part, |site| {
    let mut admin = site.signed_in("admin").await;
    let content = pdf(&"0123456789".repeat(300));
    let id = uploaded(&mut admin, &content).await;
    let path = format!("/about/{}/documents/{id}/", site.small.school);
    let mut parent = site.signed_in("parent").await;
    parent.headers.push(("accept-encoding".to_owned(), "gzip, br".to_owned()));
    let whole = parent.get(&path).await;
    assert_eq!((whole.status, whole.bytes.len()), (200, content.len()));
    assert_eq!(whole.header("content-type"), "application/pdf");
    assert!(whole.header("content-disposition").starts_with("attachment; filename=\""));
    assert!(whole.header("content-disposition").contains("filename*=UTF-8''%D0%9F%D1%80"));
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    assert!(whole.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    assert_eq!(whole.header("content-encoding"), "", "ranges name the bytes that lie there");
    assert_eq!(whole.header("cache-control"), "private, no-cache");
    let tag = whole.header("etag").to_owned();
    assert_eq!(tag.len(), 66);

    let ask = |name: &str, value: &str| Request::get(path.as_str()).header(name, value);
    let known = parent.send(ask("if-none-match", &tag), String::new()).await;
    assert_eq!((known.status, known.bytes.len()), (304, 0));
    let part = parent.send(ask("range", "bytes=10-19"), String::new()).await;
    assert_eq!((part.status, part.bytes.as_slice()), (206, &content[10..20]));
    assert_eq!(part.header("content-range"), format!("bytes 10-19/{}", content.len()));
    assert_eq!(part.header("content-length"), "10");
    let tail = parent.send(ask("range", "bytes=-5"), String::new()).await;
    assert_eq!(tail.bytes, content[content.len() - 5..]);
    let changed =
        parent.send(ask("range", "bytes=10-19").header("if-range", "\"other\""), String::new()).await;
    assert_eq!((changed.status, changed.bytes.len()), (200, content.len()));
    let beyond = parent.send(ask("range", "bytes=999999-"), String::new()).await;
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, format!("bytes */{}", content.len()).as_str())
    );
});

both!(a_picture_is_drawn_anew_and_named_after_what_it_is, |site| {
    let mut admin = site.signed_in("admin").await;
    // A scan called a PDF, with something hidden behind its end.
    let given = [png(30, 20), b"<script>hidden()</script>".to_vec()].concat();
    let done = admin.post_files(NEW, &FIELDS, &[("file", "скан.pdf", &given)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = admin.get("/school/info/documents/").await;
    assert!(page.body.contains("PNG, "), "{}", page.body);
    let lying = contents(&folder(&site));
    assert_eq!(lying.len(), 1);
    let drawn = std::fs::read(&lying[0]).unwrap();
    assert!(!drawn.windows(6).any(|w| w == b"hidden"));
    assert_eq!(image::load_from_memory(&drawn).unwrap().width(), 30);
});

both!(content_that_nobody_needs_is_swept_after_a_day, |site| {
    let mut admin = site.signed_in("admin").await;
    let files = site.app.files();
    let kept = uploaded(&mut admin, &pdf("нужный")).await;
    // A refused form: the file came whole, but the title was missing.
    let refused =
        admin.post_files(NEW, &[("section", "orders")], &[("file", "ничей.pdf", &pdf("ничей"))]).await;
    assert_eq!(refused.status, 422);
    // A killed process.
    std::fs::write(folder(&site).join("incoming").join("0198#1"), b"half").unwrap();
    assert_eq!(contents(&folder(&site)).len(), 3);

    let now = SystemTime::now();
    let swept = files.sweep(site.db(), now).await.unwrap();
    assert_eq!((swept.contents, swept.unfinished), (0, 0), "their rows may still come");
    let swept = files.sweep(site.db(), now + Duration::from_secs(25 * 3600)).await.unwrap();
    assert_eq!((swept.contents, swept.unfinished), (1, 1));
    let path = format!("/about/{}/documents/{kept}/", site.small.school);
    assert_eq!(site.signed_in("parent").await.get(&path).await.bytes, pdf("нужный"));

    // Replaced and erased: another school's row still needs the same content, then nobody does.
    let mut other = site.signed_in("otheradmin").await;
    uploaded(&mut other, &pdf("нужный")).await;
    let school = site.small.school;
    let ids: Vec<FileId> = (1..400).map(FileId).collect();
    let own = site.db().read(move |tx| store::files::files(tx, school, &ids)).await.unwrap();
    let file = own.iter().find(|file| file.name.starts_with("Правила")).unwrap().id;
    let at = testkit::NOW;
    assert!(site.db().write(move |tx| store::files::remove(tx, school, file, at)).await.unwrap());
    assert_eq!(site.signed_in("parent").await.get(&path).await.status, 404);
    let later = now + Duration::from_secs(50 * 3600);
    assert_eq!(files.sweep(site.db(), later).await.unwrap().contents, 0);
    let elsewhere = site.small.other_school;
    let ids: Vec<FileId> = (1..400).map(FileId).collect();
    let others = site.db().read(move |tx| store::files::files(tx, elsewhere, &ids)).await.unwrap();
    let file = others.iter().find(|file| file.name.starts_with("Правила")).unwrap().id;
    assert!(site.db().write(move |tx| store::files::remove(tx, elsewhere, file, at)).await.unwrap());
    assert_eq!(files.sweep(site.db(), later).await.unwrap().contents, 1);
    assert!(contents(&folder(&site)).is_empty());
});

both!(a_signed_link_opens_one_file_until_its_end, |site| {
    let mut admin = site.signed_in("admin").await;
    let id = uploaded(&mut admin, &pdf("по ссылке")).await;
    let page = admin.get(&format!("/school/info/documents/{id}/")).await;
    let file = FileId(crate::id_after(&page, &format!("/school/info/documents/{id}/files/")));
    let until = Millis(testkit::NOW.0 + 60_000);
    let link = signed::link(&site.app, site.small.school, file, until);
    let mut guest = site.client();
    assert_eq!(guest.get(&link).await.bytes, pdf("по ссылке"));
    for forged in [
        link.replace(&format!("/{file}/"), &format!("/{}/", site.small.info.file)),
        link.replace(&until.0.to_string(), &(until.0 + 1).to_string()),
        link.split("&key=").next().unwrap().to_owned(),
        link.split('?').next().unwrap().to_owned(),
    ] {
        assert_eq!(guest.get(&forged).await.status, 404, "{forged}");
    }
    let long = signed::link(&site.app, site.small.school, file, Millis(i64::MAX));
    site.clock.advance(60_001);
    assert_eq!(guest.get(&link).await.status, 404, "it is over");
    assert_eq!(guest.get(&long).await.status, 200);
    site.clock.advance(24 * 3_600_000);
    assert_eq!(guest.get(&long).await.status, 404, "no link lives longer than a day");
});
