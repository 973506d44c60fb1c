//! Writes the gallery, sample pages of both audiences and the error pages as HTML files into the folder given as
//! argument, with the assets beside them: `cargo run -p kit --example preview -- FOLDER`, then serve that folder.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use askama::Template;
use kit::{Audience, ChildTab, ErrorPage, Locale, NavItem, Notice, NoticeKind, Shell, Tr, Trouble};

struct Lesson {
    number: &'static str,
    time: &'static str,
    subject: &'static str,
    place: &'static str,
    state: &'static str,
    topic: &'static str,
    homework: &'static str,
    marks: Vec<(&'static str, &'static str, &'static str)>,
}

struct Day {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    lessons: Vec<Lesson>,
}

#[derive(Template)]
#[template(
    source = r##"{%- import "components.html" as c -%}
{% call c::head("Дневник", "Иванова Мария, 7А") %}{% endcall %}
{{ c::week_switch(tr, "23–28 ноября", "#main", "#main", "") }}
<div class="days">
{% for day in days %}{% call c::day_card(day.id, day.title, day.note, !day.note.is_empty()) %}
{% for l in day.lessons %}{% call c::lesson(l.number, l.time, l.subject, l.place, "", l.state) %}{% if !l.marks.is_empty() %}<span class="marks">{% for (value, kind, weight) in l.marks %}{{ c::mark(value, "", weight, kit::text::mark_label(tr, value, kind, weight)) }}{% endfor %}</span>{% endif %}{% if !l.topic.is_empty() %}{{ c::topic(l.topic) }}{% endif %}{% if !l.homework.is_empty() %}{{ c::homework(tr, l.homework) }}{% endif %}{% endcall %}{% else %}<li class="none">Уроков нет</li>{% endfor %}
{% endcall %}{% endfor %}
</div>"##,
    ext = "html"
)]
struct Week {
    tr: Tr,
    days: Vec<Day>,
}

#[derive(Template)]
#[template(
    source = r##"{%- import "components.html" as c -%}
{% call c::head("Мои журналы", "Первая четверть закончилась, идёт вторая") %}{{ c::link_button("#", "Печать", "", "print") }}{% endcall %}
<ul class="rows">
{% for (class, subject, average) in journals %}{% call c::row("#", "journal", class, subject) %}{{ c::average(tr, average) }}{% endcall %}{% endfor %}
</ul>
<section class="card"><h2>Ученики 7А</h2>
{% call c::table("Ученики 7А", "") %}<thead><tr><th scope="col">Ученик</th><th scope="col">Отметки</th><th scope="col" class="num">Средний</th></tr></thead><tbody>
{% for (pupil, average) in pupils %}<tr><th scope="row">{{ pupil }}</th><td><span class="marks">{{ c::mark("5", "", "1", "пятёрка") }}{{ c::mark("4", "", "3", "четвёрка, вес 3") }}{{ c::mark("н", "", "", "не был") }}</span></td><td class="num">{{ c::average(tr, average) }}</td></tr>{% endfor %}
</tbody>{% endcall %}{{ c::pager(tr, "1–4 из 28", "", "#main") }}</section>"##,
    ext = "html"
)]
struct Journals {
    tr: Tr,
    journals: Vec<(&'static str, &'static str, i64)>,
    pupils: Vec<(&'static str, i64)>,
}

#[derive(Template)]
#[template(
    source = r##"{%- import "forms.html" as f -%}<h1>Вход</h1><form class="card" method="post" action="/login/">{{ f::csrf("t") }}{{ f::summary(tr, form) }}{{ f::fields(tr, form) }}{{ f::submit("Войти") }}<a href="#main">Забыли пароль?</a></form>"##,
    ext = "html"
)]
struct Login {
    tr: Tr,
    form: kit::form::Form,
}

fn week(tr: Tr) -> Week {
    let lesson = |number, time, subject, place, state, topic, homework, marks| Lesson {
        number,
        time,
        subject,
        place,
        state,
        topic,
        homework,
        marks,
    };
    Week {
        tr,
        days: vec![
            Day {
                id: "d23",
                title: "Понедельник, 23 ноября",
                note: "сегодня",
                lessons: vec![
                    lesson(
                        "1",
                        "08:30–09:15",
                        "Алгебра",
                        "каб. 214",
                        "",
                        "Линейные уравнения с двумя переменными",
                        "§ 14, № 214, 215 (а, в)",
                        vec![("5", "контрольная", "3"), ("4", "ответ", "1")],
                    ),
                    lesson(
                        "2",
                        "09:25–10:10",
                        "Русский язык",
                        "каб. 118",
                        "",
                        "Деепричастный оборот",
                        "Упр. 96",
                        vec![("3", "диктант", "2")],
                    ),
                    lesson(
                        "3",
                        "10:30–11:15",
                        "Английский язык, группа 2",
                        "каб. 305",
                        "now",
                        "Present Perfect",
                        "",
                        vec![],
                    ),
                    lesson("4", "11:25–12:10", "История", "каб. 301", "", "", "", vec![]),
                    lesson("5", "12:20–13:05", "Физическая культура", "спортзал", "off", "", "", vec![]),
                ],
            },
            Day {
                id: "d24",
                title: "Вторник, 24 ноября",
                note: "",
                lessons: vec![
                    lesson(
                        "1",
                        "08:30–09:15",
                        "Геометрия",
                        "каб. 214",
                        "",
                        "",
                        "Выучить признаки равенства треугольников",
                        vec![],
                    ),
                    lesson("2", "09:25–10:10", "Физика", "каб. 220", "", "", "", vec![]),
                    lesson(
                        "3",
                        "10:30–11:15",
                        "Литература",
                        "каб. 118",
                        "",
                        "",
                        "Прочитать «Тараса Бульбу», главы 1–4; записать в тетрадь, чем Остап отличается от Андрия",
                        vec![],
                    ),
                ],
            },
            Day {
                id: "d25",
                title: "Среда, 25 ноября",
                note: "",
                lessons: vec![
                    lesson("1", "08:30–09:15", "Биология", "каб. 307", "", "", "", vec![("н", "", "")]),
                    lesson(
                        "2",
                        "09:25–10:10",
                        "Алгебра",
                        "каб. 214",
                        "",
                        "",
                        "",
                        vec![("2", "самостоятельная", "1"), ("5", "исправление", "1"), ("уп", "", "")],
                    ),
                ],
            },
            Day { id: "d26", title: "Четверг, 26 ноября", note: "", lessons: vec![] },
        ],
    }
}

fn nav(items: &[(&'static str, &'static str, &'static str)]) -> Vec<NavItem> {
    items
        .iter()
        .map(|&(key, icon, label)| NavItem { key, href: format!("/{key}.html"), icon, label })
        .collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder to write to")?);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in kit::assets::ASSETS {
        fs::write(folder.join("assets").join(asset.name), asset.bytes)?;
    }
    let tr = Tr::new(Locale::Ru);
    let save = |name: &str, html: String| fs::write(folder.join(name), html);

    save("gallery.html", kit::gallery::render(tr))?;
    save("gallery-en.html", kit::gallery::render(Tr::new(Locale::En)))?;

    let child = |label: &str, class_name: &str, current| ChildTab {
        label: label.into(),
        class_name: class_name.into(),
        href: "#main".into(),
        current,
    };
    let family = Shell {
        audience: Audience::Family,
        nav: nav(&[
            ("family", "home", "Сегодня"),
            ("diary", "book", "Дневник"),
            ("marks", "chart", "Оценки"),
            ("mail", "mail", "Почта"),
            ("more", "more", "Ещё"),
        ]),
        place: "diary",
        viewer: Some("Иванова Елена"),
        children: vec![child("Мария", "7А", true), child("Пётр", "3Б", false)],
        kept: "",
        demo: Some("Сегодня понедельник, 23 ноября 2026, 10:40."),
        ..Shell::guest(tr, "diary.week", "Дневник", "token", "/diary/")
    };
    save("family.html", kit::shell::render(&family, &week(tr))?)?;
    let fragment = Shell { fragment: true, ..family.clone() };
    save("fragment.txt", kit::shell::render(&fragment, &week(tr))?)?;

    let staff = Shell {
        audience: Audience::Staff,
        nav: nav(&[
            ("journal", "journal", "Журналы"),
            ("timetable", "calendar", "Расписание"),
            ("classes", "users", "Классы"),
            ("people", "school", "Школа"),
            ("reports", "chart", "Отчёты"),
            ("mail", "mail", "Почта"),
            ("settings", "settings", "Настройки"),
        ]),
        place: "journal",
        viewer: Some("Орлов Дмитрий"),
        notice: Some(Notice {
            kind: NoticeKind::Saved, text: "Отметки за урок сохранены.".into()
        }),
        ..Shell::guest(tr, "journal.list", "Мои журналы", "token", "/journal/")
    };
    let journals = Journals {
        tr,
        journals: vec![("7А", "Алгебра", 412), ("7Б", "Алгебра", 368), ("9В", "Геометрия", 455)],
        pupils: vec![
            ("Абрамов Кирилл", 433),
            ("Васильева-Дмитриевская Александра", 480),
            ("Иванова Мария", 349),
            ("Яковлев Тимофей", 233),
        ],
    };
    save("staff.html", kit::shell::render(&staff, &journals)?)?;

    let form = kit::form::Form {
        error: Some("Логин или пароль не подошли. Проверьте раскладку клавиатуры.".into()),
        ..kit::form::Form::new(vec![
            kit::form::Field::text("login", "Логин").autocomplete("username").required().value("parent"),
            kit::form::Field::password("password", "Пароль").autocomplete("current-password").required(),
        ])
    };
    save(
        "login.html",
        kit::shell::render(&Shell::guest(tr, "cabinet.login", "Вход", "t", "/login/"), &Login { tr, form })?,
    )?;

    for trouble in Trouble::ALL {
        let page =
            ErrorPage::new(tr, trouble).trace_id("4f9a-22c1").retry_after(40).way_out("Войти", "/login/");
        save(&format!("{}.html", trouble.page()), kit::error_page(tr, &page))?;
    }
    let inside = ErrorPage::new(tr, Trouble::NotFound);
    save("error-inside.html", kit::shell::render(&family, &inside)?)?;
    Ok(())
}
