//! Why an order can't be carried out, as a sentence with a way out.

use kernel::PersonName;
use kit::{Cx, PageError, Tr, text};
use registry::{Refusal, Verdict};
use store::WriteTx;

/// A refusal with the name of who it is about.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    refusal: Refusal,
    name: Option<PersonName>,
}

impl Refused {
    /// A refusal found without a command, with the name of who it is about.
    pub(super) const fn about(refusal: Refusal, name: Option<PersonName>) -> Self {
        Self { refusal, name }
    }

    /// Absent, or another school's: the same page that is not there.
    pub(super) fn is_absent(&self) -> bool {
        self.refusal == Refusal::NotHere
    }

    /// The reason itself.
    pub(super) fn reason(&self) -> &Refusal {
        &self.refusal
    }

    /// The sentence.
    pub(super) fn sentence(&self, tr: Tr) -> String {
        let name = self.name.as_ref().map(PersonName::listed).unwrap_or_default();
        let name = name.as_str();
        match &self.refusal {
            Refusal::NotHere => tr.refused_not_here().to_owned(),
            Refusal::NotPresent(_) => tr.refused_not_present(name),
            Refusal::Present(_) => tr.refused_present(name),
            Refusal::Leaves(_, day) => tr.refused_leaves(name, &text::day_full(*day)),
            Refusal::Joined(_, day) => tr.refused_joined(name, &text::day_full(*day)),
            Refusal::Left(_, day) => tr.refused_left(name, &text::day_full(*day)),
            Refusal::SameClass(_) => tr.refused_same_class(name),
            Refusal::Elsewhere(_, place) => tr.refused_elsewhere(name, place),
            Refusal::TransferWaits(_) => tr.refused_transfer_waits(name),
            Refusal::TransferDecided => tr.refused_transfer_decided().to_owned(),
            Refusal::NoReceiver => tr.refused_no_receiver().to_owned(),
            Refusal::NoClass => tr.refused_no_class().to_owned(),
            Refusal::YearNotBegun(class, day) => tr.refused_year_not_begun(class, &text::day_full(*day)),
            Refusal::YearOver(class, day) => tr.refused_year_over(class, &text::day_full(*day)),
            Refusal::KindsApart(..) => tr.refused_kinds_apart().to_owned(),
            Refusal::LearnsElsewhere => tr.refused_learns_elsewhere().to_owned(),
            Refusal::OwnPlace => tr.refused_own_place().to_owned(),
            Refusal::Archived(_) => tr.refused_archived(name),
            Refusal::ClassNotEmpty(count) => {
                tr.refused_class_not_empty(i64::try_from(*count).unwrap_or(i64::MAX))
            }
            Refusal::ClassNameTaken => tr.refused_class_name().to_owned(),
            Refusal::Oneself => tr.refused_oneself().to_owned(),
            Refusal::OwnRow => tr.refused_own_row().to_owned(),
            Refusal::SamePerson => tr.refused_same_person().to_owned(),
            Refusal::KnownElsewhere(_) => tr.refused_known_elsewhere(name),
            Refusal::BothEnrolled => tr.refused_both_enrolled().to_owned(),
            Refusal::BothMarked => tr.refused_both_marked().to_owned(),
            Refusal::Related => tr.refused_related().to_owned(),
            Refusal::OtherSnils => tr.refused_other_snils().to_owned(),
            Refusal::ChangedSince => tr.refused_changed_since().to_owned(),
            Refusal::Stale => tr.refused_stale().to_owned(),
            // Whose it is may be another school's affair.
            Refusal::SnilsTaken(_) => tr.refused_snils_taken().to_owned(),
        }
    }
}

/// Runs a command that may refuse, in one transaction; what belongs to nobody here is not found.
pub(super) async fn run<T, F>(cx: &Cx, mut command: F) -> Result<Result<T, Refused>, PageError>
where
    F: FnMut(&mut WriteTx<'_>) -> Result<Verdict<T>, PageError> + Send + 'static,
    T: Send + 'static,
{
    let done = cx
        .write(move |tx| {
            Ok(match command(tx)? {
                Ok(value) => Ok(value),
                Err(refusal) => {
                    let name = match refusal.person() {
                        Some(who) => {
                            registry::read::cards(tx, &[who])?.into_iter().next().map(|card| card.name)
                        }
                        None => None,
                    };
                    Err(Refused { refusal, name })
                }
            })
        })
        .await?;
    match done {
        Err(refused) if refused.is_absent() => Err(PageError::NotFound),
        other => Ok(other),
    }
}
