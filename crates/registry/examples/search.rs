//! How long a search as you type takes over a whole region: makes 325 000 people in a temporary database and prints the
//! times of typical questions. `cargo run --release -p registry --example search [people]`; with `ZVONOK_DATABASE` set to
//! the address of an empty migrated database it uses that one instead of a file of its own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a measuring program fails loudly"
)]

use std::time::{Duration, Instant};

use kernel::{Day, Millis, PersonName};
use registry::read::{Scope, search_people};
use registry::write::add_persons;
use registry::{NameQuery, NewPerson};
use store::{Db, Options, Url};

const PEOPLE: usize = 325_000;
const FIRST: [&str; 24] = [
    "Ива", "Пет", "Сид", "Куз", "Смир", "Поп", "Вас", "Мих", "Нов", "Фёд", "Мор", "Вол", "Алек", "Лебе",
    "Семё", "Его", "Пав", "Коз", "Степ", "Ник", "Ор", "Анд", "Мака", "Заха",
];
const MIDDLE: [&str; 20] = [
    "но", "ро", "до", "не", "ти", "ли", "ви", "хай", "ка", "са", "ле", "ме", "гу", "бо", "че", "шу", "ля",
    "ря", "зи", "фа",
];
const LAST: [&str; 8] = ["в", "нов", "рин", "ский", "енко", "чук", "лев", "дин"];
const GIVEN: [&str; 30] = [
    "Александр",
    "Мария",
    "Дмитрий",
    "Анна",
    "Иван",
    "София",
    "Артём",
    "Виктория",
    "Максим",
    "Дарья",
    "Михаил",
    "Полина",
    "Кирилл",
    "Алиса",
    "Тимофей",
    "Варвара",
    "Матвей",
    "Ксения",
    "Егор",
    "Вероника",
    "Илья",
    "Елизавета",
    "Роман",
    "Арина",
    "Никита",
    "Милана",
    "Глеб",
    "Таисия",
    "Лев",
    "Ульяна",
];

/// A small generator of numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % 1_000_003).unwrap() % sides
    }
}

fn person(dice: &mut Dice) -> NewPerson {
    // A third has one of the frequent families, the others one of some ten thousand.
    let family = if dice.roll(3) == 0 {
        format!("{}нов", FIRST[dice.roll(FIRST.len())])
    } else {
        let (a, b, c) = (dice.roll(FIRST.len()), dice.roll(MIDDLE.len()), dice.roll(MIDDLE.len()));
        format!("{}{}{}{}", FIRST[a], MIDDLE[b], MIDDLE[c], LAST[dice.roll(LAST.len())])
    };
    let given = GIVEN[dice.roll(GIVEN.len())];
    let patronymic = format!("{}ович", GIVEN[dice.roll(15) * 2]);
    NewPerson {
        name: PersonName::new(&family, given, Some(&patronymic)).unwrap(),
        birth_day: Day::new(2010, 1, 1).ok().map(|day| day.plus(i64::try_from(dice.roll(4000)).unwrap())),
        sex: None,
        snils: None,
        phone: None,
        email: None,
    }
}

fn fill(db: &Db, people: usize) -> Duration {
    let began = Instant::now();
    let mut dice = Dice(20_261_123);
    let mut left = people;
    while left > 0 {
        let batch: Vec<NewPerson> = (0..left.min(5000)).map(|_| person(&mut dice)).collect();
        left -= batch.len();
        db.write_blocking(move |tx| add_persons(tx, &batch, Millis(0)).map(drop)).unwrap();
    }
    began.elapsed()
}

fn main() {
    let people = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(PEOPLE);
    let folder = tempfile::tempdir().unwrap();
    let url: Url = match std::env::var("ZVONOK_DATABASE") {
        Ok(address) => address.parse().unwrap(),
        Err(_) => Url::Sqlite(folder.path().join("search.sqlite")),
    };
    store::migrate::run(&url).unwrap();
    let db = Db::open(&url, Options { readers: 1, ..Options::default() }).unwrap();
    let took = fill(&db, people);
    println!("{people} people in {:.1} s", took.as_secs_f64());
    println!("{:<28} {:>6} {:>10} {:>10}", "typed", "found", "median ms", "worst ms");
    let mut worst_of_all = Duration::ZERO;
    for typed in [
        "и",
        "ив",
        "ива",
        "иван",
        "иванов",
        "иванов мар",
        "иванов мария дмит",
        "мария иванов",
        "дмитриевич анна куз",
        "петнов александр",
        "фёдоров",
        "ник соф илья",
        "bdfyjd",
        "иваонв",
        "ивнаов мария",
        "узнов артем",
        "смирнав михаил",
        "мария мария мария",
        "лев лев",
        "нетникакого",
        "ъъъ",
        "ива нетникакого",
    ] {
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..15 {
            let query = NameQuery::parse(typed).unwrap();
            let began = Instant::now();
            let list = db.read_blocking(move |tx| search_people(tx, Scope::Region, &query, 20)).unwrap();
            times.push(began.elapsed());
            found = list.len();
        }
        times.sort_unstable();
        let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
        worst_of_all = worst_of_all.max(worst);
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!("{typed:<28} {found:>6} {:>10.2} {:>10.2}", ms(median), ms(worst));
    }
    println!("worst of all: {:.2} ms", worst_of_all.as_secs_f64() * 1000.0);
}
