//! Documents: uploaded, replaced, removed with their history kept, erased.

use testkit::{Client, Site, both};

use crate::id_after;

const LIST: &str = "/school/info/documents/";
const NEW: &str = "/school/info/documents/new/";
const FIELDS: [(&str, &str); 2] = [("title", "Правила приёма"), ("section", "orders")];

pub(crate) fn pdf(words: &str) -> Vec<u8> {
    format!("%PDF-1.4\n{words}\n%%EOF\n").into_bytes()
}

/// Uploads a document as the administrator; returns its number.
pub(crate) async fn uploaded(admin: &mut Client, content: &[u8]) -> i64 {
    let done = admin.post_files(NEW, &FIELDS, &[("file", "Правила приёма.pdf", content)]).await;
    assert_eq!(done.location(), "/school/info/documents/?done=document-added", "{}", done.body);
    let page = admin.get(LIST).await;
    let line = page.body.split("<li>").find(|line| line.contains("Правила приёма")).unwrap().to_owned();
    id_after(&testkit::Answer { body: line, ..page }, LIST)
}

fn public(site: &Site, id: i64) -> String {
    format!("/about/{}/documents/{id}/", site.small.school)
}

both!(a_document_is_uploaded_replaced_removed_and_its_history_stays, |site| {
    let mut admin = site.signed_in("admin").await;
    let page = admin.get(NEW).await;
    assert!(page.body.contains("enctype=\"multipart/form-data\"") && page.body.contains("type=\"file\""));
    let id = uploaded(&mut admin, &pdf("первый")).await;
    let mut parent = site.signed_in("parent").await;
    let about = parent.get(&format!("/about/{}/", site.small.school)).await;
    assert!(about.body.contains(&public(&site, id)) && about.body.contains("Приказы и правила"));
    let given = parent.get(&public(&site, id)).await;
    assert_eq!((given.status, given.bytes.as_slice()), (200, pdf("первый").as_slice()));

    let edit = format!("{LIST}{id}/");
    let renamed = [("title", "Правила приёма 2027"), ("section", "education")];
    let saved = admin.post_files(&edit, &renamed, &[("file", "новые.pdf", &pdf("второй"))]).await;
    assert_eq!(saved.location(), "/school/info/documents/?done=saved");
    assert_eq!(parent.get(&public(&site, id)).await.bytes, pdf("второй"));

    // Without a file only the words change; the same once more changes nothing.
    assert_eq!(admin.post_files(&edit, &renamed, &[("file", "", b"")]).await.status, 303);
    let page = admin.get(&edit).await;
    let list = page.body.split("id=\"history\"").nth(1).unwrap();
    for words in [
        "Загружен",
        "Изменены название или раздел",
        "Заменён файл",
        "Правила приёма.pdf",
        "новые.pdf",
        "Админова",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert_eq!(list.matches("<li>").count(), 3);
});

both!(an_earlier_file_can_be_erased_and_a_removed_document_comes_back, |site| {
    let mut admin = site.signed_in("admin").await;
    let id = uploaded(&mut admin, &pdf("с фамилиями")).await;
    let edit = format!("{LIST}{id}/");
    assert_eq!(
        admin.post_files(&edit, &FIELDS, &[("file", "без фамилий.pdf", &pdf("без"))]).await.status,
        303
    );
    let page = admin.get(&edit).await;
    let files = format!("{LIST}{id}/files/");
    let all: Vec<i64> = page
        .body
        .split(&format!("href=\"{files}"))
        .skip(1)
        .map(|rest| rest.split('/').next().unwrap().parse().unwrap())
        .collect();
    let (now, earlier) = (all[0], all[1]);
    assert_eq!(admin.get(&format!("{files}{earlier}/")).await.bytes, pdf("с фамилиями"));
    assert_eq!(site.signed_in("director").await.get(&format!("{files}{earlier}/")).await.status, 200);
    assert_eq!(site.signed_in("parent").await.get(&format!("{files}{earlier}/")).await.status, 404);

    // The present file is not erased, nor that of another document.
    let mine = format!("{LIST}{}/files/{earlier}/erase/", site.small.info.document);
    for path in [format!("{files}{now}/erase/"), mine] {
        assert_eq!(admin.post_form(&path, &[]).await.status, 404, "{path}");
    }
    let erased = admin.post_form(&format!("{files}{earlier}/erase/"), &[]).await;
    assert_eq!(erased.location(), format!("{edit}?done=file-erased"));
    assert_eq!(admin.get(&format!("{files}{earlier}/")).await.status, 404);
    assert!(admin.get(&edit).await.body.contains("стёрт"));

    let mut parent = site.signed_in("parent").await;
    assert_eq!(parent.get(&public(&site, id)).await.bytes, pdf("без"));
    assert_eq!(admin.post_form(&format!("{edit}remove/"), &[]).await.status, 303);
    assert_eq!(parent.get(&public(&site, id)).await.status, 404);
    assert!(admin.get(LIST).await.body.contains("убран"));
    assert_eq!(admin.post_form(&format!("{edit}restore/"), &[]).await.status, 303);
    assert_eq!(parent.get(&public(&site, id)).await.status, 200);
});

both!(a_file_of_another_school_is_nowhere, |site| {
    let mut admin = site.signed_in("admin").await;
    let id = uploaded(&mut admin, &pdf("наш")).await;
    let page = admin.get(&format!("{LIST}{id}/")).await;
    let file = id_after(&page, &format!("{LIST}{id}/files/"));
    for login in ["otheradmin", "otherparent", "otherteacher", "newparent", "operator", "municipal"] {
        let mut client = site.signed_in(login).await;
        for path in [
            public(&site, id),
            format!("/about/{}/documents/{id}/", site.small.other_school),
            format!("{LIST}{id}/files/{file}/"),
            format!("/files/{}/{file}/", site.small.school),
        ] {
            assert_eq!(client.get(&path).await.status, 404, "{login} {path}");
        }
        let upload = client
            .post_files(&format!("{LIST}{id}/"), &FIELDS, &[("file", "чужой.pdf", &pdf("чужой"))])
            .await;
        assert_eq!(upload.status, 404, "{login}");
    }
    // Our own document under the other school's number of ours.
    assert_eq!(
        site.signed_in("parent")
            .await
            .get(&format!("/about/{}/documents/{id}/", site.small.other_school))
            .await
            .status,
        404
    );
});

both!(the_last_document_is_refused_with_a_sentence_and_none_vanishes, |site| {
    let mut admin = site.signed_in("admin").await;
    let first = uploaded(&mut admin, &pdf("первый")).await;
    let school = site.small.school.0;
    // As many as a school may show, all with the file of the first.
    let made = site.db().write(move |tx| {
        for number in 0..498 {
            let sql = format!(
                "INSERT INTO school_document (institution_id, id, title, section, file_id, version, changed_at) \
                 SELECT institution_id, {}, 'Приказ {number}', section, file_id, 1, changed_at \
                 FROM school_document WHERE institution_id = {school} AND id = {first}",
                900_000_000 + number
            );
            store::on_backend!(tx, |c| diesel::RunQueryDsl::execute(diesel::sql_query(&sql), c))?;
        }
        Ok::<_, store::Error>(())
    });
    made.await.unwrap();
    let full = admin.post_files(NEW, &FIELDS, &[("file", "ещё.pdf", &pdf("ещё"))]).await;
    assert!(full.status == 422 && full.body.contains("уберите лишние"), "{}", full.body);
    // What is removed makes room, and does not come back beyond it.
    assert_eq!(admin.post_form(&format!("{LIST}{first}/remove/"), &[]).await.status, 303);
    let more = [("title", "Последний"), ("section", "orders")];
    assert_eq!(admin.post_files(NEW, &more, &[("file", "ещё.pdf", &pdf("ещё"))]).await.status, 303);
    assert_eq!(admin.post_form(&format!("{LIST}{first}/restore/"), &[]).await.status, 422);
    let about = site.signed_in("parent").await.get(&format!("/about/{school}/")).await;
    assert!(about.body.contains("Последний") && about.body.contains("Приказ 0<"), "{}", about.body);
});
