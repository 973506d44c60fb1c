//! СНИЛС, the number of a person's pension insurance account: nine digits and two check digits.

use std::fmt;
use std::str::FromStr;

/// Why a text is no СНИЛС.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnilsError {
    /// There are not exactly eleven digits.
    #[error("snils-length")]
    Length,
    /// The check digits don't match.
    #[error("snils-check")]
    Check,
}

/// A valid СНИЛС, kept as its eleven digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snils(u64);

impl Snils {
    /// The largest number that carries no check digits (001-001-998).
    const UNCHECKED: u64 = 1_001_998;

    /// The check digits of a nine-digit number: the weighted sum 9…1, then modulo 101, 100 as 00.
    #[must_use]
    pub fn check_digits(number: u64) -> u64 {
        let mut rest = number;
        let mut sum = 0;
        for weight in 1..=9 {
            sum += rest % 10 * weight;
            rest /= 10;
        }
        match sum % 101 {
            100 => 0,
            check => check,
        }
    }

    /// The eleven digits without signs, as stored.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:011}", self.0)
    }
}

impl FromStr for Snils {
    type Err = SnilsError;

    /// Accepts `112-233-445 95`, with any spaces and hyphens, or the bare digits.
    fn from_str(text: &str) -> Result<Self, SnilsError> {
        let mut value = 0_u64;
        let mut count = 0;
        for c in text.trim().chars() {
            match c.to_digit(10) {
                Some(d) if count < 11 => {
                    value = value * 10 + u64::from(d);
                    count += 1;
                }
                None if c == '-' || c.is_whitespace() => {}
                _ => return Err(SnilsError::Length),
            }
        }
        if count != 11 {
            return Err(SnilsError::Length);
        }
        let (number, check) = (value / 100, value % 100);
        if number > Self::UNCHECKED && Self::check_digits(number) != check {
            return Err(SnilsError::Check);
        }
        Ok(Self(value))
    }
}

impl fmt::Display for Snils {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, check) = (self.0 / 100, self.0 % 100);
        write!(f, "{:03}-{:03}-{:03} {:02}", number / 1_000_000, number / 1000 % 1000, number % 1000, check)
    }
}

impl fmt::Debug for Snils {
    /// Masked: logs must not carry personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snils(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_published_sample() {
        let snils: Snils = "112-233-445 95".parse().unwrap();
        assert_eq!(snils.to_string(), "112-233-445 95");
        assert_eq!(snils.digits(), "11223344595");
        assert_eq!("112-233-445 94".parse::<Snils>(), Err(SnilsError::Check));
        assert_eq!("112-233-445".parse::<Snils>(), Err(SnilsError::Length));
        assert_eq!(format!("{snils:?}"), "Snils(***)");
    }

    proptest::proptest! {
        #[test]
        fn one_wrong_digit_is_found_or_is_the_same_number(number in 1_001_999_u64..999_999_999, place in 0_u32..9, digit in 0_u64..10) {
            let good = format!("{number:09}{:02}", Snils::check_digits(number));
            proptest::prop_assert!(good.parse::<Snils>().is_ok());
            let power = 10_u64.pow(place);
            let changed = number - number / power % 10 * power + digit * power;
            if changed != number && changed > 1_001_998 && Snils::check_digits(changed) != Snils::check_digits(number) {
                let bad = format!("{changed:09}{:02}", Snils::check_digits(number));
                proptest::prop_assert!(bad.parse::<Snils>().is_err());
            }
        }
    }
}
