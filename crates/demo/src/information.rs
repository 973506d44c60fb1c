//! What school 1 tells about itself: card, news, documents, links.

use school::model::info::{Card, NewsText, Section};
use school::write::info::{self, Added, By};
use store::WriteTx;

use crate::error::{Error, Result};
use crate::place::{Place, Region};

const ADMISSION: &[u8] = include_bytes!("../../../demo/school1/documents/admission.pdf");
const DAY: &[u8] = include_bytes!("../../../demo/school1/documents/day.txt");
const ADMISSION_NAME: &str = "Правила приёма.pdf";
const DAY_NAME: &str = "Режим занятий.txt";
const MEMO_NAME: &str = "Как оформить решение.txt";
const MEMO: &str =
    "Запишите условие кратко.\nКаждое действие начинайте с новой строки.\nОтвет подчеркните.\n";
/// The demo's files are few: whatever quota is set, they have room.
const ROOM: i64 = i64::MAX;

/// Title, text, how many days ago, pinned.
const NEWS: [(&str, &str, i64, bool); 4] = [
    (
        "Родительские собрания 26 ноября",
        "В четверг, 26 ноября, в 18:00 пройдут родительские собрания 5–9 классов.\n\nВстречаемся в кабинетах классных \
         руководителей. Вопросы к администрации можно задать в 19:00 в актовом зале.",
        3,
        true,
    ),
    (
        "Школьный этап олимпиады завершён",
        "Подведены итоги школьного этапа Всероссийской олимпиады школьников. Участвовали 412 учеников, на муниципальный \
         этап приглашены 63.\n\nРасписание муниципального этапа: https://example.ru/olympiad.",
        6,
        false,
    ),
    (
        "Карантина нет, занятия идут по расписанию",
        "Число заболевших ниже порога, занятия продолжаются по обычному расписанию.\nПожалуйста, не приводите заболевших детей в школу \
         и предупреждайте классного руководителя до 8:00.",
        10,
        false,
    ),
    (
        "Сбор макулатуры",
        "Сдать бумагу можно до конца недели у спортивного зала с 8:00 до 16:00. Собранное пойдёт на новые книги для библиотеки.",
        17,
        false,
    ),
];

const LINKS: [(&str, &str); 3] = [
    ("Российская электронная школа", "https://resh.edu.ru/"),
    ("Госуслуги: запись в школу", "https://www.gosuslugi.ru/"),
    ("Телефон доверия для детей и родителей", "https://telefon-doveria.ru/"),
];

/// The documents' contents by name: whoever makes the demo puts them into the file store, where the rows find them.
#[must_use]
pub fn documents() -> [(&'static str, &'static [u8]); 3] {
    [(ADMISSION_NAME, ADMISSION), (DAY_NAME, DAY), (MEMO_NAME, MEMO.as_bytes())]
}

impl Region {
    /// Everything that one school tells, and the events of its news carried out.
    pub(crate) fn tell(&self, tx: &mut WriteTx<'_>, place: &Place) -> Result<()> {
        let may = access::system_school(place.id);
        let (_, at) = self.moment.preparation()?;
        let by = By { person: None, now: at };
        let found = registry::read::institution(tx, place.id)?;
        let staff = registry::read::staff_of(tx, place.id)?;
        let director = staff.iter().find(|(_, _, position)| position.to_lowercase() == "директор");
        let card = Card {
            name: "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 1»".to_owned(),
            short_name: found.short_name,
            locality: found.locality,
            address: found.address,
            phone: found.phone,
            site: "https://school1.example.ru".to_owned(),
            email: "school1@example.ru".to_owned(),
            head: director.map(|(_, name, _)| name.full()).unwrap_or_default(),
            inn: String::new(),
            ogrn: String::new(),
            license: "№ 12345 от 14 мая 2019 года, бессрочно".to_owned(),
        };
        info::set_card(tx, &may, &card, by)?;
        for (title, body, days, pinned) in NEWS {
            let day = self.moment.today.plus(-days);
            let text = NewsText { title: title.to_owned(), body: body.to_owned(), day, pinned };
            info::add_news(tx, &may, &text, By { now: self.moment.at(day, 9 * 60)?, ..by })?;
        }
        for ((name, content), section) in documents().into_iter().zip([Section::Orders, Section::Education]) {
            let file = kit::files::described(name, content)
                .ok_or_else(|| Error::Inconsistent(format!("{name} is no document")))?;
            let title = name.rsplit_once('.').map_or(name, |(title, _)| title);
            if info::add_document(tx, &may, title, section, &file, ROOM, by)? == Added::NoRoom {
                return Err(Error::Inconsistent(format!("{name} has no room")));
            }
        }
        for (ordinal, (title, address)) in (1..).zip(LINKS) {
            info::add_link(tx, &may, title, address, ordinal)?;
        }
        self.attach_memo(tx, place, by.now)?;
        self.carry_out(tx)
    }

    /// A file with the next homework of each algebra and mathematics journal.
    fn attach_memo(&self, tx: &mut WriteTx<'_>, place: &Place, now: kernel::Millis) -> Result<()> {
        let file = kit::files::described(MEMO_NAME, MEMO.as_bytes())
            .ok_or_else(|| Error::Inconsistent(format!("{MEMO_NAME} is no document")))?;
        for journal in registry::read::journals(tx, place.id, place.year)? {
            if matches!(journal.subject_name.as_str(), "Алгебра" | "Математика") {
                journal::write::seed::attach(
                    tx,
                    (place.id, journal.id),
                    self.moment.today,
                    &file,
                    ROOM,
                    now,
                )?;
            }
        }
        Ok(())
    }
}
