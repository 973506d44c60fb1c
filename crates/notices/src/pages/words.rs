//! Notices in words.

use kernel::Day;
use kit::{Tr, text};

use crate::error::Result;
use crate::model::{Became, Content, LessonNotice};

/// One notice as a line.
pub struct Said {
    pub href: String,
    pub icon: &'static str,
    pub title: String,
    pub hint: String,
}

/// What it says, and where it leads.
pub fn say(tr: Tr, content: &Content, today: Day) -> Result<Said> {
    let day = content.day()?;
    let on = text::weekday_and_date(tr, day, today);
    Ok(match content {
        Content::LessonTaken(of) if of.became == Became::Restored => Said {
            href: format!("/school/timetable/mine/?day={day}"),
            icon: "calendar",
            title: tr.notices_taken_back(&of.title),
            hint: place(tr, &on, of),
        },
        Content::LessonTaken(of) => Said {
            href: format!("/journal/{}/lessons/{day}/{}/", of.journal, of.number),
            icon: "users",
            title: tr.notices_taken(&of.title),
            hint: place(tr, &on, of),
        },
        Content::LessonChanged(of) => Said {
            href: format!("/journal/{}/lessons/{day}/{}/", of.journal, of.number),
            icon: "calendar",
            title: changed(tr, of),
            hint: place(tr, &on, of),
        },
        Content::DayChanged(of) => Said {
            href: format!("/diary/{}/{day}#d{}", of.child, of.day),
            icon: "calendar",
            title: tr.notices_day(&on),
            hint: of.name.clone(),
        },
    })
}

/// «вт, 24 ноября, 3-й урок, каб. 214».
fn place(tr: Tr, on: &str, of: &LessonNotice) -> String {
    let mut text = tr.notices_place(on, &of.planned.to_string());
    if !of.room.is_empty() && of.became != Became::Cancelled {
        text.push_str(", ");
        let digits = of.room.starts_with(|c: char| c.is_ascii_digit());
        text.push_str(&if digits { tr.lesson_room(&of.room) } else { of.room.clone() });
    }
    text
}

/// «Математика, 7А: ведёт Смирнова О. В.»
fn changed(tr: Tr, of: &LessonNotice) -> String {
    match of.became {
        Became::Substitute => tr.notices_became_substitute(&of.title, &of.who),
        Became::Joint => tr.notices_became_joint(&of.title, &of.who),
        Became::Cancelled => tr.notices_became_cancelled(&of.title),
        Became::Moved => tr.notices_became_moved(&of.title, &of.number.to_string()),
        Became::Room => tr.notices_became_room(&of.title, &of.room),
        Became::Restored => tr.notices_became_restored(&of.title),
    }
}
