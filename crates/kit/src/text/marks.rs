//! Marks, weights and averages: their words, classes and widths.

use std::borrow::Cow;

use kernel::Weight;

use super::{Given, decimal_sign};
use crate::i18n::Tr;

/// A weight as it stands beside a mark: «3», «1,5», nothing for the usual one. Whole weights cost no allocation.
pub fn weight(tr: impl Given<Tr>, weight: impl Given<Weight>) -> Cow<'static, str> {
    let tenths = weight.given().tenths();
    let whole = match tenths {
        10 => "",
        20 => "2",
        30 => "3",
        40 => "4",
        50 => "5",
        60 => "6",
        70 => "7",
        80 => "8",
        90 => "9",
        100 => "10",
        _ => return format!("{}{}{}", tenths / 10, decimal_sign(tr.given()), tenths % 10).into(),
    };
    whole.into()
}

/// Is this weight written at a mark? Neither an empty one nor «1» is.
pub fn shows_weight(weight: impl AsRef<str>) -> bool {
    !matches!(weight.as_ref(), "" | "1")
}

/// What a screen reader says for a mark: «пятёрка, контрольная, вес 3». `kind` may be empty; a weight of one is not said.
pub fn mark_label(
    tr: impl Given<Tr>,
    value: impl AsRef<str>,
    kind: impl AsRef<str>,
    weight: impl AsRef<str>,
) -> String {
    let tr = tr.given();
    let value = value.as_ref();
    let mut label = match value {
        "1" => tr.mark_one(),
        "2" => tr.mark_two(),
        "3" => tr.mark_three(),
        "4" => tr.mark_four(),
        "5" => tr.mark_five(),
        "н" => tr.mark_absent(),
        "б" => tr.mark_ill(),
        "уп" => tr.mark_excused(),
        "оп" => tr.mark_late(),
        "•" => tr.mark_due(),
        other => other,
    }
    .to_owned();
    if let Some((first, again)) = value.split_once('→') {
        label = tr.marks_resit_label(&mark_label(tr, again, "", ""), &mark_label(tr, first, "", ""));
    }
    if !kind.as_ref().is_empty() {
        label.push_str(", ");
        label.push_str(kind.as_ref());
    }
    let weight = weight.as_ref();
    if shows_weight(weight) {
        label.push_str(", ");
        label.push_str(&tr.mark_weight(weight));
    }
    label
}

/// The class that colours a mark or attendance code: `m5` … `m1`, `mn` for «н», `ma` for the other codes.
pub fn mark_class(value: impl AsRef<str>) -> &'static str {
    match value.as_ref() {
        "5" => "m5",
        "4" => "m4",
        "3" => "m3",
        "2" => "m2",
        "1" => "m1",
        "н" => "mn",
        "•" => "due",
        // «2→4»: a re-sit, in the colour of the new mark.
        again if again.contains('→') => mark_class(again.rsplit('→').next().unwrap_or_default()),
        _ => "ma",
    }
}

/// The class that colours an average given in hundredths, by the mark it rounds to.
pub fn average_class(hundredths: impl Given<i64>) -> &'static str {
    match hundredths.given() {
        450.. => "m5",
        350..450 => "m4",
        250..350 => "m3",
        _ => "m2",
    }
}

/// How much of the scale from 1 to 5 an average fills, in hundredths of the bar: 433 → 83.
pub fn average_width(hundredths: impl Given<i64>) -> i64 {
    (hundredths.given().clamp(100, 500) - 100) / 4
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::Locale;

    const RU: Tr = Tr::new(Locale::Ru);
    const EN: Tr = Tr::new(Locale::En);

    #[test]
    fn marks_are_said_in_words() {
        assert_eq!(mark_label(RU, "5", "контрольная", "3"), "пятёрка, контрольная, вес 3");
        assert_eq!(mark_label(RU, "4", "", "1"), "четвёрка");
        assert_eq!(mark_label(EN, "н", "", ""), "absent");
        assert_eq!(mark_class("оп"), "ma");
        assert_eq!(weight(RU, Weight::whole(1)), "");
        assert_eq!(weight(RU, Weight::whole(3)), "3");
        assert_eq!(weight(RU, Weight::from_tenths(15).unwrap()), "1,5");
        assert_eq!(weight(EN, Weight::from_tenths(5).unwrap()), "0.5");
    }

    #[test]
    fn an_average_is_coloured_by_the_mark_it_rounds_to() {
        assert_eq!(average_class(450_i64), "m5");
        assert_eq!(average_class(449_i64), "m4");
        assert_eq!(average_class(249_i64), "m2");
        assert_eq!(average_width(100_i64), 0);
        assert_eq!(average_width(500_i64), 100);
        assert_eq!(average_width(9_000_i64), 100);
    }
}
