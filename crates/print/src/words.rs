//! The words of access sheets, in Russian and, where wished, in English below.

/// Where one signs in, and until when the code is good.
pub(crate) struct Words<'a> {
    pub(crate) address: &'a str,
    pub(crate) until: &'a str,
}

impl Words<'_> {
    /// What to do with the strip.
    pub(crate) fn steps(&self) -> String {
        format!(
            "Наведите камеру телефона на рисунок или откройте {}. Введите логин и код, затем придумайте свой пароль.",
            self.address
        )
    }

    /// How long, and what not to do.
    pub(crate) fn validity(&self) -> String {
        format!("Код одноразовый, действует до {}. Не показывайте его другим.", self.until)
    }

    /// The same in English.
    pub(crate) fn english(&self) -> String {
        format!(
            "Scan the picture or open {}. Enter the login (Логин) and the code (Код), then choose your own password. The code works once.",
            self.address
        )
    }

    /// For somebody who needs no code.
    pub(crate) fn has_account(&self) -> String {
        format!(
            "У вас уже есть вход: {}, логин и пароль прежние. Забыли пароль – обратитесь в школу.",
            self.address
        )
    }
}
