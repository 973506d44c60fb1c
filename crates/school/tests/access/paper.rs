//! What an access sheet is to the people who get it: words on paper, a login, a code, an own password.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use testkit::{Client, Site};

/// The words of a PDF as poppler finds them.
pub fn words(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils; ./test installs it");
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap()
}

/// Gives codes by a form, waits for the task, fetches its file; nothing when nothing was printed.
pub async fn issue(site: &Site, client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Option<String> {
    let answer = client.post_form(path, fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let task = answer.location().to_owned();
    assert!(client.get(&task).await.text().contains("Ждёт очереди"));
    assert_eq!(site.work().await, 1);
    let page = client.get(&task).await;
    assert!(page.text().contains("Готово"), "{}", page.body);
    if !page.text().contains("files/0/") {
        return None;
    }
    let file = client.get(&format!("{task}files/0/")).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.header("content-disposition").starts_with("attachment"));
    Some(words(&file.bytes))
}

/// Login and code of each name on strips.
pub fn slips(text: &str) -> BTreeMap<String, (String, Option<String>)> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut found = BTreeMap::new();
    for (place, _) in lines.iter().enumerate().filter(|(_, line)| **line == "Логин") {
        let code = (lines.get(place + 2) == Some(&"Одноразовый код")).then(|| lines[place + 3].to_owned());
        found.insert(lines[place - 2].to_owned(), (lines[place + 1].to_owned(), code));
    }
    found
}

/// Tries to sign in.
pub async fn try_in(site: &Site, login: &str, password: &str) -> (Client, u16, String) {
    let mut client = site.client();
    let answer = client.post_form("/login/", &[("login", login), ("password", password)]).await;
    let to = answer.location().to_owned();
    (client, answer.status, to)
}

/// Pupils and parents, on strips.
pub const BOTH: [(&str, &str); 4] =
    [("pupils", "on"), ("parents", "on"), ("whose", "nobody"), ("look", "strips")];
/// The password people choose.
pub const OWN: &str = "ромашка-и-лев";

/// Chooses an own password after the first sign-in.
pub async fn choose_password(client: &mut Client) {
    let page = client.get("/cabinet/password/").await;
    assert!(!page.text().contains("name=\"current\""), "there is no present password to ask for");
    let short = client.post_form("/cabinet/password/", &[("new", "коротк"), ("again", "коротк")]).await;
    assert_eq!(short.status, 422);
    assert!(!short.text().contains("name=\"current\""));
    let done = client.post_form("/cabinet/password/", &[("new", OWN), ("again", OWN)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}
