//! What each lesson was about and what it was marked for.

use journal::write::seed::SeedWork;

use crate::topics::Topic;

/// How a lesson is marked: the sign of its kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An answer in the lesson: the kind every lesson begins with.
    Answer,
    Homework,
    Independent,
    Check,
    Control,
    Test,
    Dictation,
    Essay,
    Laboratory,
    Credit,
}

impl Kind {
    /// The sign of the journal's kind of work.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Answer => "О",
            Self::Homework => "ДЗ",
            Self::Independent => "СР",
            Self::Check => "ПР",
            Self::Control => "КР",
            Self::Test => "Т",
            Self::Dictation => "Д",
            Self::Essay => "С",
            Self::Laboratory => "ЛР",
            Self::Credit => "З",
        }
    }

    /// Which share of the pupils present gets a mark. A subject of one hour a week asks everybody more often.
    pub(crate) const fn share(self, weekly: usize) -> f64 {
        match self {
            Self::Answer if weekly <= 1 => 0.5,
            Self::Answer => 0.26,
            Self::Homework => 0.36,
            Self::Control => 0.97,
            Self::Independent | Self::Check | Self::Laboratory => 0.91,
            Self::Test | Self::Dictation | Self::Essay | Self::Credit => 0.94,
        }
    }

    /// Harder (below nought) or easier than an answer in the lesson.
    pub(crate) const fn ease(self) -> f64 {
        match self {
            Self::Control | Self::Dictation => -0.3,
            Self::Test | Self::Check | Self::Independent => -0.15,
            Self::Homework | Self::Laboratory => 0.2,
            Self::Answer | Self::Essay | Self::Credit => 0.05,
        }
    }
}

/// A lesson that was given.
pub(crate) struct Column {
    pub(crate) work: SeedWork,
    pub(crate) topic: String,
    pub(crate) homework: String,
    pub(crate) kind: Kind,
}

const AGAIN: [&str; 3] = ["Закрепление", "Практическая часть", "Обобщение"];
const THEN: [&str; 4] = [
    "повторить конспект, закончить работу, начатую в классе",
    "выполнить задания в рабочей тетради по теме",
    "повторить правило, подготовиться к устному ответу",
    "подготовить вопросы по теме",
];
const CONTROL: (&str, &str) = ("Контрольная работа по изученному материалу", "");

/// Subjects where pupils do something rather than write about it.
pub(crate) const PRACTICAL: [&str; 5] = [
    "Физическая культура",
    "Музыка",
    "Изобразительное искусство",
    "Труд (технология)",
    "Основы безопасности и защиты Родины",
];

/// Goes through the lessons with the topics in order. Where lessons are more than topics, a topic takes several. In a
/// `practical` subject there are credits now and then, and nothing written.
pub(crate) fn columns(works: Vec<SeedWork>, topics: &[Topic], weekly: usize, practical: bool) -> Vec<Column> {
    let count = works.len();
    let mut last_topic = None;
    let mut since_control = 0;
    let mut repeats = 0;
    let mut made = Vec::with_capacity(count);
    for (number, work) in works.into_iter().enumerate() {
        let at = if count <= topics.len() { number } else { number * topics.len() / count };
        repeats = if last_topic == Some(at) { repeats + 1 } else { 0 };
        last_topic = Some(at);
        let (mut title, mut homework) = match topics.get(at) {
            Some(topic) => (topic.title.clone(), topic.homework.clone()),
            None => (String::new(), String::new()),
        };
        let mut kind = kind_of(&title);
        if repeats > 0 && !title.is_empty() {
            let next =
                |list: &[&str]| list.get((at + repeats) % list.len()).copied().unwrap_or_default().to_owned();
            title = match kind {
                Some(_) => "Анализ работы. Работа над ошибками".to_owned(),
                None => format!("{}. {}", title.trim_end_matches('.'), next(&AGAIN)),
            };
            homework = next(&THEN);
            kind = None;
        }
        since_control += 1;
        // Subjects of one hour a week get by with answers.
        if kind.is_none()
            && !practical
            && weekly >= 2
            && since_control > 10
            && number % 10 == 8
            && !title.is_empty()
        {
            (title, homework) = (CONTROL.0.to_owned(), CONTROL.1.to_owned());
            kind = Some(Kind::Control);
        }
        let kind = kind.unwrap_or(match number % 9 {
            5 if practical => Kind::Credit,
            _ if practical => Kind::Answer,
            4 => Kind::Independent,
            2 | 7 if weekly >= 2 => Kind::Homework,
            _ => Kind::Answer,
        });
        if kind == Kind::Control {
            since_control = 0;
        }
        made.push(Column { work, topic: title, homework, kind });
    }
    made
}

/// What a topic's title says about how it is marked.
fn kind_of(title: &str) -> Option<Kind> {
    let title = title.to_lowercase();
    if title.starts_with("анализ") || title.contains("работа над ошибками") {
        return None;
    }
    let word = |wanted: &str| title.split(|c: char| !c.is_alphabetic()).any(|word| word == wanted);
    let begins =
        |wanted: &str| title.split(|c: char| !c.is_alphabetic()).any(|word| word.starts_with(wanted));
    if begins("контрольн") {
        Some(Kind::Control)
    } else if begins("провероч") {
        Some(Kind::Check)
    } else if begins("лабораторн") {
        Some(Kind::Laboratory)
    } else if title.starts_with("практическая работа") {
        Some(Kind::Independent)
    } else if word("диктант") {
        Some(Kind::Dictation)
    } else if word("сочинение") || word("изложение") {
        Some(Kind::Essay)
    } else if word("тест") {
        Some(Kind::Test)
    } else if word("зачёт") {
        Some(Kind::Credit)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Day, Weight, WorkId, WorkKindId};

    use super::*;

    fn works(count: i64) -> Vec<SeedWork> {
        let first = Day::new(2026, 9, 1).unwrap();
        let work = |n| SeedWork {
            work: WorkId(n),
            day: first.plus(n),
            number: 1,
            kind: WorkKindId(1),
            weight: Weight::whole(1),
        };
        (0..count).map(work).collect()
    }

    fn topic(title: &str) -> Topic {
        Topic { title: title.to_owned(), homework: "§ 1".to_owned() }
    }

    #[test]
    fn titles_tell_the_kind() {
        assert_eq!(kind_of("Контрольный диктант по теме «Причастие»"), Some(Kind::Control));
        assert_eq!(kind_of("Сочинительные союзы"), None);
        assert_eq!(kind_of("Сочинение-описание по картине"), Some(Kind::Essay));
        assert_eq!(kind_of("Анализ контрольной работы. Работа над ошибками"), None);
        assert_eq!(kind_of("Учение Ч. Дарвина о естественном отборе"), None);
    }

    #[test]
    fn few_topics_are_stretched_in_order() {
        let topics = [topic("Первая"), topic("Контрольная работа № 1")];
        let made = columns(works(4), &topics, 3, false);
        let titles: Vec<&str> = made.iter().map(|c| c.topic.as_str()).collect();
        let expected = [
            "Первая",
            "Первая. Практическая часть",
            "Контрольная работа № 1",
            "Анализ работы. Работа над ошибками",
        ];
        assert_eq!(titles, expected);
        assert_eq!(made[2].kind, Kind::Control);
        assert_ne!(made[3].kind, Kind::Control);
    }
}
