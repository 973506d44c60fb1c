//! Who can sign in.

/// The password of every demo sign-in.
pub const PASSWORD: &str = "demo";

const SIGN_INS: [(&str, &str); 16] = [
    ("teacher", "учитель математики, 5 классов школы № 1"),
    ("classteacher", "классный руководитель 7А школы № 1"),
    ("parent", "мать двоих детей: 7А школы № 1 и 3Б школы № 2"),
    ("newparent", "житель города, детей в системе ещё нет"),
    ("pupil", "ученица 7А школы № 1"),
    ("student", "студент колледжа"),
    ("admin", "администратор школы № 1"),
    ("deputy", "заместитель директора школы № 1"),
    ("director", "директор школы № 1"),
    ("canteen", "заведующая столовой школы № 1"),
    ("librarian", "библиотекарь школы № 1"),
    ("guard", "охранник школы № 1"),
    ("kindergarten", "заведующая детским садом № 1"),
    ("municipal", "муниципальное управление образования"),
    ("department", "региональный департамент образования"),
    ("operator", "оператор системы"),
];

/// Login and who it is, in Russian; all with [`PASSWORD`].
#[must_use]
pub fn sign_ins() -> &'static [(&'static str, &'static str)] {
    &SIGN_INS
}
