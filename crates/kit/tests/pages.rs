//! Every page this crate draws by itself, in both languages: a whole document that a strict content policy and a screen
//! reader accept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use askama::Template;
use kit::{Audience, ChildTab, ErrorPage, Locale, NavItem, Notice, NoticeKind, Shell, Tr, Trouble};

#[derive(Template)]
#[template(source = "<h1>{{ title }}</h1>", ext = "html")]
struct Main {
    title: &'static str,
}

fn whole(html: &str, locale: Locale, page: &str) {
    assert!(html.starts_with("<!doctype html>"), "{page}: no doctype");
    assert!(html.trim_end().ends_with("</html>"), "{page}: cut short");
    for once in [
        "<h1",
        "<main",
        "</main>",
        "<title>",
        "<header",
        r#"name="viewport""#,
        r#"<meta name="csrf""#,
        r##"href="#main""##,
    ] {
        let places = html.matches(once).count();
        assert!(
            places == 1 || (once == r##"href="#main""## && places > 0),
            "{page}: {once} stands {places} times"
        );
    }
    assert!(html.contains(&format!(r#"<html lang="{}">"#, locale.code())), "{page}: no language");
    assert!(html.contains(&format!(r#"<meta name="page" content="{page}">"#)), "{page}: no page name");
    assert!(!html.contains(" style=") && !html.contains("<style"), "{page}: inline style");
    assert!(
        html.matches("<script").count() == html.matches(" src=\"/assets/").count(),
        "{page}: inline script"
    );
    assert!(!html.contains("/assets/unknown"), "{page}: an asset is missing");
    for (opening, closing) in [
        ("<div", "</div>"),
        ("<section", "</section>"),
        ("<form", "</form>"),
        ("<ul", "</ul>"),
        ("<nav", "</nav>"),
    ] {
        assert_eq!(
            html.matches(opening).count(),
            html.matches(closing).count(),
            "{page}: {opening} is not closed"
        );
    }
}

fn nav(count: usize) -> Vec<NavItem> {
    let keys = ["one", "two", "three", "four", "five", "six", "seven"];
    keys.iter()
        .take(count)
        .map(|key| NavItem { key, href: format!("/{key}/"), icon: "home", label: key })
        .collect()
}

fn child(label: &str, current: bool) -> ChildTab {
    ChildTab { label: label.into(), class_name: "7А".into(), href: format!("/diary/{label}"), current }
}

fn family(tr: Tr) -> Shell<'static> {
    Shell {
        audience: Audience::Family,
        nav: nav(5),
        place: "two",
        viewer: Some("Иванова Елена"),
        children: vec![child("Мария", true), child("Пётр", false)],
        notice: Some(Notice { kind: NoticeKind::Saved, text: "<b>Готово</b>".into() }),
        kept: "",
        demo: Some("23.11.2026"),
        scripts: vec![kit::assets::APP_JS],
        ..Shell::guest(tr, "diary.week", "Дневник", "secret-token", "/diary/?a=1&b=2")
    }
}

#[test]
fn each_frame_is_a_whole_document_in_both_languages() {
    for locale in Locale::ALL {
        let tr = Tr::new(locale);
        let main = Main { title: "Дневник" };
        let staff = Shell { audience: Audience::Staff, nav: nav(7), place: "six", ..family(tr) };
        let guest = Shell::guest(tr, "diary.week", "Дневник", "", "/");
        for shell in [family(tr), staff, guest] {
            whole(&kit::shell::render(&shell, &main).unwrap(), locale, "diary.week");
        }
        whole(&kit::gallery::render(tr), locale, "dev.gallery");
        for trouble in Trouble::ALL {
            let page = ErrorPage::new(tr, trouble).trace_id("4f9a").way_out("Войти", "/login/");
            let html = kit::error_page(tr, &page);
            whole(&html, locale, trouble.page());
            assert!(
                html.contains(trouble.title(tr))
                    && html.contains("4f9a")
                    && html.contains(r#"href="/login/""#)
            );
        }
    }
}

#[test]
fn texts_are_escaped_and_forms_carry_the_token_and_the_way_back() {
    let html = kit::shell::render(&family(Tr::new(Locale::Ru)), &Main { title: "<i>" }).unwrap();
    assert!(!html.contains("<i>") && !html.contains("<b>Готово"));
    assert_eq!(
        html.matches(r#"name="csrf" value="secret-token""#).count(),
        2,
        "language switch and sign-out"
    );
    assert!(html.contains("/diary/?a=1&#38;b=2"));
    assert!(html.contains(r#"<form method="post" action="/logout/">"#));
}

#[test]
fn a_fragment_is_title_main_and_child_switch_alone() {
    let shell = Shell { fragment: true, ..family(Tr::new(Locale::Ru)) };
    let html = kit::shell::render(&shell, &Main { title: "Дневник" }).unwrap();
    assert!(html.starts_with("<title>Дневник"));
    assert!(html.ends_with("</main>"));
    assert!(
        html.contains(r#"hx-swap-oob="true""#) && html.contains(r#"data-page="diary.week" data-place="two""#)
    );
    assert!(!html.contains("<header") && !html.contains("doctype"));
}

#[test]
fn the_switch_appears_from_two_children_on_and_places_fold_from_six_on() {
    let tr = Tr::new(Locale::Ru);
    let main = Main { title: "Дневник" };
    let single = Shell { children: vec![child("Мария", true)], ..family(tr) };
    assert!(!kit::shell::render(&single, &main).unwrap().contains("class=\"children\""));
    assert!(!kit::shell::render(&family(tr), &main).unwrap().contains("class=\"fold\""));
    let staff = Shell { nav: nav(6), place: "six", ..family(tr) };
    let html = kit::shell::render(&staff, &main).unwrap();
    assert_eq!(html.matches("class=\"folded\"").count(), 2);
    assert!(html.contains(r#"<summary class="place" aria-current="true">"#));
}

#[test]
fn a_form_keeps_what_was_typed_and_names_what_to_mend() {
    #[derive(Template)]
    #[template(
        source = r#"{% import "forms.html" as f %}{{ f::summary(tr, form) }}{{ f::fields(tr, form) }}{{ f::submit("Отправить") }}"#,
        ext = "html"
    )]
    struct Page {
        tr: Tr,
        form: kit::form::Form,
    }
    let form = kit::form::Form::new(vec![
        kit::form::Field::text("login", "Логин").value("a\"b").required(),
        kit::form::Field::password("password", "Пароль")
            .error(Some("Короче восьми знаков"))
            .hint("Восемь знаков"),
        kit::form::Field::select("class", "Класс", [("1", "7А"), ("2", "7Б")]).value("2"),
    ]);
    assert!(!form.is_valid());
    let html = Page { tr: Tr::new(Locale::Ru), form }.render().unwrap();
    assert!(html.contains(r#"value="a&#34;b" required"#));
    assert!(html.contains(r##"<a href="#f-password">Пароль</a>"##));
    assert!(html.contains(r#"aria-invalid="true" aria-describedby="f-password-hint f-password-error""#));
    assert!(html.contains(r#"<option value="2" selected>7Б</option>"#));
}
