//! Every component in every state on one page, to be looked at whenever the look changes.

use askama::Template;
use kernel::Day;

use crate::form::{Field, FieldKind, Form};
use crate::i18n::Tr;
use crate::shell::{self, Audience, Link, NavItem, Shell};

#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    tr: Tr,
    crumbs: Vec<Link>,
    empty_form: Form,
    faulty_form: Form,
    averages: Vec<(&'static str, i64)>,
    today: Day,
}

/// The gallery as a whole page.
#[must_use]
pub fn render(tr: Tr) -> String {
    let nav = [
        ("today", "home", "Сегодня"),
        ("diary", "book", "Дневник"),
        ("marks", "chart", "Оценки"),
        ("mail", "mail", "Почта"),
        ("more", "more", "Ещё"),
    ];
    let shell = Shell {
        nav: nav
            .into_iter()
            .map(|(key, icon, label)| NavItem { key, href: "#main".into(), icon, label })
            .collect(),
        place: "diary",
        audience: Audience::Family,
        viewer: Some("Иванова Елена"),
        ..Shell::guest(tr, "dev.gallery", "Gallery", "token", "/dev/gallery")
    };
    shell::render(&shell, &gallery(tr)).unwrap_or_default()
}

fn gallery(tr: Tr) -> Gallery {
    let fields = |faulty: bool| {
        let error = |text: &'static str| faulty.then_some(text);
        vec![
            Field::text("login", "Логин").autocomplete("off").required().value(if faulty {
                "ivanova"
            } else {
                ""
            }),
            Field::password("password", "Пароль")
                .autocomplete("off")
                .required()
                .error(error("Пароль короче восьми знаков")),
            Field::new("email", "Электронная почта", FieldKind::Email)
                .hint("Сюда придёт ссылка для входа")
                .error(error("В адресе нет знака @")),
            Field::new("born", "Дата рождения", FieldKind::Date).required().value("2013-05-04"),
            Field::new("count", "Мест в классе", FieldKind::Number).value("30"),
            Field::select("class", "Класс", [("1", "7А"), ("2", "7Б")]).value(if faulty { "2" } else { "" }),
            Field::radio(
                "role",
                "Кем приходитесь ребёнку",
                [("mother", "Мать"), ("father", "Отец"), ("other", "Опекун")],
            )
            .value("mother"),
            Field::new("note", "Что передать учителю", FieldKind::Area)
                .value("Мария придёт ко второму уроку."),
            Field::new("agree", "Получать письма о новых оценках", FieldKind::Checkbox).value("on"),
            Field::new("scan", "Справка", FieldKind::File).hint("PDF или снимок, до 10 МБ"),
        ]
        .into_iter()
        .map(|mut field| {
            if faulty {
                return field;
            }
            // Both forms stand on one page, so their ids must differ.
            field.name = match field.name {
                "login" => "login2",
                "password" => "password2",
                "email" => "email2",
                "born" => "born2",
                "count" => "count2",
                "class" => "class2",
                "role" => "role2",
                "note" => "note2",
                "agree" => "agree2",
                other => other,
            };
            field
        })
        .filter(|field| faulty || field.name != "scan")
        .collect()
    };
    let mut faulty_form = Form::new(fields(true));
    faulty_form.error = Some("Анкета не сохранена: в двух полях нужна правка.".into());
    Gallery {
        tr,
        crumbs: vec![Link::new("Школа № 1", "#main"), Link::new("Классы", "#main")],
        empty_form: Form::new(fields(false)),
        faulty_form,
        averages: vec![("Алгебра", 433), ("Русский язык", 480), ("Физика", 312), ("Физкультура", 240)],
        today: Day::from_number(20_261_123).unwrap_or_else(|_| Day::from_date(Default::default())),
    }
}
