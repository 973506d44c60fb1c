//! What the school's pages share: the tabs under their heading, and the words that follow the institution's kind.
//!
//! A page puts `nav: nav::tabs(tr, "people", manages)` into its template struct and draws it with
//! `{% import "school_nav.html" as n %}{{ n::school_nav(tr, nav) }}`. A new tab is one line of [`TABS`].

use kit::Tr;
use registry::InstitutionKind;

/// One tab of the school's pages.
#[derive(Debug, Clone, Copy)]
pub struct Tab {
    /// Where it leads.
    pub href: &'static str,
    /// One or two words.
    pub label: &'static str,
    /// Is it the page one is on?
    pub current: bool,
}

/// Where a tab's words are found.
type Label = fn(&Tr) -> &'static str;

/// Key, address, label, and whether only those who manage the school have it; in the order they are shown: overview,
/// people, year, periods, load, timetable, access, information, control.
const TABS: &[(&str, &str, Label, bool)] = &[
    ("overview", "/school/", Tr::school_nav_overview, false),
    ("people", "/school/people/pupils/", Tr::people_title, false),
    ("year", "/school/year/", Tr::school_nav_year, false),
    ("periods", "/school/periods/", Tr::school_nav_periods, false),
    ("load", "/school/load/", Tr::school_nav_load, false),
    ("timetable", "/school/timetable/", Tr::school_nav_timetable, false),
    ("substitutions", "/school/substitutions/", Tr::school_nav_substitutions, false),
    ("rosters", "/school/rosters/", Tr::school_nav_rosters, true),
    ("access", "/school/access/", Tr::school_nav_access, true),
    ("marks", "/school/marks/", Tr::marks_nav, false),
    ("info", "/school/info/", Tr::school_nav_info, false),
    ("plans", "/school/plans/", Tr::plan_list_title, false),
    ("control", "/school/control/", Tr::school_nav_control, false),
];

/// The tabs of somebody who sees the school; `manages` adds those of its administrator.
#[must_use]
pub fn tabs(tr: Tr, current: &str, manages: bool) -> Vec<Tab> {
    TABS.iter()
        .filter(|(.., managers_only)| manages || !managers_only)
        .map(|(key, href, label, _)| Tab { href, label: label(&tr), current: *key == current })
        .collect()
}

/// The words of an institution's kind: a kindergarten has groups and children, a college courses and students.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    tr: Tr,
    kind: &'static str,
}

/// The words for a kind of institution.
#[must_use]
pub const fn words(tr: Tr, kind: InstitutionKind) -> Words {
    Words { tr, kind: kind.code() }
}

impl Words {
    /// «Школа», «Детский сад», «Колледж», «Организация».
    #[must_use]
    pub fn place(&self) -> String {
        self.tr.words_place(self.kind)
    }

    /// «школы», «детского сада»: whose.
    #[must_use]
    pub fn of_place(&self) -> String {
        self.tr.words_of_place(self.kind)
    }

    /// «О школе», «О детском саде».
    #[must_use]
    pub fn about(&self) -> String {
        self.tr.words_about(self.kind)
    }

    /// «Директор», «Заведующая», «Руководитель».
    #[must_use]
    pub fn head(&self) -> String {
        self.tr.words_head(self.kind)
    }

    /// «Класс», «Группа».
    #[must_use]
    pub fn class(&self) -> String {
        self.tr.words_class(self.kind)
    }

    /// «Классы», «Группы».
    #[must_use]
    pub fn classes(&self) -> String {
        self.tr.words_classes(self.kind)
    }

    /// «Ученик», «Ребёнок», «Студент».
    #[must_use]
    pub fn pupil(&self) -> String {
        self.tr.words_pupil(self.kind)
    }

    /// «Ученики», «Дети», «Студенты».
    #[must_use]
    pub fn pupils(&self) -> String {
        self.tr.words_pupils(self.kind)
    }

    /// «Параллель», «Возраст», «Курс».
    #[must_use]
    pub fn grade(&self) -> String {
        self.tr.words_grade(self.kind)
    }

    /// «Ведёт класс», «Ведёт группу».
    #[must_use]
    pub fn leads(&self) -> String {
        self.tr.words_leads(self.kind)
    }

    /// «Классный руководитель», «Куратор».
    #[must_use]
    pub fn leader(&self) -> String {
        self.tr.words_leader(self.kind)
    }

    /// «В какой класс», «В какую группу».
    #[must_use]
    pub fn to_class(&self) -> String {
        self.tr.words_to_class(self.kind)
    }

    /// «7А класс», «Группа ИС-1».
    #[must_use]
    pub fn class_title(&self, name: &str) -> String {
        self.tr.words_class_title(self.kind, name)
    }

    /// «Перевести в класс», «Перевести в группу».
    #[must_use]
    pub fn move_to_class(&self) -> String {
        self.tr.words_move(self.kind)
    }

    /// «Перевести в другую школу».
    #[must_use]
    pub fn transfer(&self) -> String {
        self.tr.words_transfer(self.kind)
    }

    /// «Новый класс», «Новая группа».
    #[must_use]
    pub fn new_class(&self) -> String {
        self.tr.words_new_class(self.kind)
    }

    /// «Создать класс», «Создать группу».
    #[must_use]
    pub fn new_class_do(&self) -> String {
        self.tr.words_new_class_do(self.kind)
    }

    /// «Редактирование учеников», «Редактирование детей».
    #[must_use]
    pub fn edit_pupils(&self) -> String {
        self.tr.words_edit_pupils(self.kind)
    }

    /// «Первый день в классе», «Первый день в группе».
    #[must_use]
    pub fn first_day(&self) -> String {
        self.tr.words_first_day(self.kind)
    }

    /// «Последний день в школе», «Последний день в колледже».
    #[must_use]
    pub fn last_day(&self) -> String {
        self.tr.words_last_day(self.kind)
    }

    /// «Учеников пока нет», «Детей пока нет».
    #[must_use]
    pub fn nobody(&self) -> String {
        self.tr.words_nobody(self.kind)
    }

    /// «Учитель», «Воспитатель», «Преподаватель».
    #[must_use]
    pub fn teacher(&self) -> String {
        self.tr.words_teacher(self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::Locale;

    #[test]
    fn words_follow_the_kind_and_an_office_has_general_ones() {
        let tr = Tr { locale: Locale::Ru };
        let about = |kind| words(tr, kind).about();
        assert_eq!(about(InstitutionKind::School), "О школе");
        assert_eq!(about(InstitutionKind::Kindergarten), "О детском саде");
        assert_eq!(about(InstitutionKind::College), "О колледже");
        assert_eq!(about(InstitutionKind::Municipality), "Об организации");
        assert_eq!(words(Tr { locale: Locale::En }, InstitutionKind::Kindergarten).classes(), "Groups");
    }

    #[test]
    fn one_tab_is_the_current_one() {
        let list = tabs(Tr { locale: Locale::Ru }, "info", true);
        let current: Vec<_> = list.iter().filter(|tab| tab.current).map(|tab| tab.href).collect();
        assert_eq!(current, ["/school/info/"]);
    }
}
