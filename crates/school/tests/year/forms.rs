//! Forms as a browser sends them: what stands in the page, with what somebody changes.

use testkit::{Answer, Client};

/// The fields of a page's form with their values: inputs, ticked boxes, chosen options.
pub fn fields(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let main = html.split("<main").nth(1).unwrap_or(html);
    let mut select: Option<String> = None;
    for tag in main.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split('"').next().map(|value| value.replace("&quot;", "\"").replace("&#38;", "&"))
        };
        if tag.starts_with("select ") {
            select = attribute("name");
        } else if tag.starts_with("/select") {
            select = None;
        } else if tag.starts_with("option ")
            && let Some(name) = &select
        {
            // The first option is chosen unless another says so.
            let value = attribute("value").unwrap_or_default();
            let known = found.iter().position(|(known, _): &(String, String)| known == name);
            match known {
                None => found.push((name.clone(), value)),
                Some(at) if tag.ends_with(" selected") => found[at].1 = value,
                Some(_) => {}
            }
        } else if tag.starts_with("input ") {
            let box_ = tag.contains("type=\"checkbox\"");
            if let Some(name) = attribute("name").filter(|name| name != "csrf")
                && (!box_ || tag.ends_with(" checked"))
            {
                found.push((name, attribute("value").unwrap_or_default()));
            }
        }
    }
    found
}

/// Opens a form, changes fields, sends it.
pub async fn fill(client: &mut Client, path: &str, changes: &[(&str, &str)]) -> Answer {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    send(client, path, &page.body, changes).await
}

/// Sends the form of a page with changes.
pub async fn send(client: &mut Client, path: &str, html: &str, changes: &[(&str, &str)]) -> Answer {
    let mut list = fields(html);
    for (name, value) in changes {
        match list.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = (*value).to_owned(),
            None => list.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    let list: Vec<(&str, &str)> = list.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    client.post_form(path, &list).await
}
