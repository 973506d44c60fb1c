//! Orders (приказы) and what they do to people, and why one can't be carried out.

use kernel::{ClassId, Day, InstitutionId, Millis, PersonId};

use super::{InstitutionKind, codes};

codes! {
    /// What became of somebody (движение).
    MovementKind {
        /// Put into the archive («Удалить»).
        Archive = "archive",
        /// Taken back from the archive.
        Restore = "restore",
        /// Moved to another class.
        Move = "move",
        /// Dismissed to another school.
        Depart = "depart",
        /// Admitted from another school.
        Arrive = "arrive",
        /// Back in the class: the other school declined, or the dismissal was withdrawn.
        Return = "return",
        /// A member of staff left.
        StaffArchive = "staff_archive",
        /// A member of staff came back.
        StaffRestore = "staff_restore",
    }
}

codes! {
    /// What became of an offered transfer (перевод в другую организацию).
    TransferStatus {
        /// The sender has dismissed, the receiver has not answered.
        Offered = "offered",
        /// Admitted.
        Accepted = "accepted",
        /// Refused by the receiver.
        Declined = "declined",
        /// Taken back by the sender.
        Withdrawn = "withdrawn",
    }
}

/// An order as it is typed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// «12-у».
    pub number: String,
    /// The day from which it holds: the last day at school for who leaves, the first in the class for who comes.
    pub day: Day,
    /// Reason (основание), may be empty.
    pub reason: String,
}

/// Who does something, and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// The person.
    pub who: PersonId,
    /// The instant.
    pub at: Millis,
    /// The day there.
    pub today: Day,
}

/// Why an order about people can't be carried out. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody of this institution.
    NotHere,
    /// Is no pupil (or member of staff) now.
    NotPresent(PersonId),
    /// Is one now already.
    Present(PersonId),
    /// Leaves on that day already.
    Leaves(PersonId, Day),
    /// The day must be after this one, the first in the present class.
    Joined(PersonId, Day),
    /// The day must be after this one, the last at school.
    Left(PersonId, Day),
    /// Is in that class already.
    SameClass(PersonId),
    /// Is a pupil of another institution on that day.
    Elsewhere(PersonId, String),
    /// A transfer waits for its answer.
    TransferWaits(PersonId),
    /// The transfer was answered or withdrawn before.
    TransferDecided,
    /// Transfers go to another institution with pupils.
    NoReceiver,
    /// The class is dissolved, or of nowhere.
    NoClass,
    /// The class is of a year that begins on this day only.
    YearNotBegun(String, Day),
    /// The class is of a year that ends with this day.
    YearOver(String, Day),
    /// Pupils don't go from one kind of institution to the other.
    KindsApart(InstitutionKind, InstitutionKind),
    /// Is known by the СНИЛС, and learns in another institution.
    LearnsElsewhere,
    /// Nobody gives himself a place and roles.
    OwnPlace,
    /// Was dismissed, and can be taken back.
    Archived(PersonId),
    /// So many pupils are in the class.
    ClassNotEmpty(usize),
    /// A class of this year has this name.
    ClassNameTaken,
    /// Nobody can put himself into the archive.
    Oneself,
    /// Nobody merges his own row: he would get what the other one may do.
    OwnRow,
    /// The two are one row already.
    SamePerson,
    /// Another institution knows one of the two: only an office above both can tell.
    KnownElsewhere(PersonId),
    /// Both are in different classes at the same time.
    BothEnrolled,
    /// Both have marks in a journal.
    BothMarked,
    /// One is the other's guardian.
    Related,
    /// Both have a СНИЛС, and not the same.
    OtherSnils,
    /// What the merge made was changed since.
    ChangedSince,
    /// The card was changed by somebody else meanwhile.
    Stale,
    /// The СНИЛС is another person's.
    SnilsTaken(PersonId),
}

impl Refusal {
    /// Who is meant, when it is about somebody.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::NotPresent(who)
            | Self::Present(who)
            | Self::Leaves(who, _)
            | Self::Joined(who, _)
            | Self::Left(who, _)
            | Self::SameClass(who)
            | Self::Elsewhere(who, _)
            | Self::TransferWaits(who)
            | Self::KnownElsewhere(who)
            | Self::Archived(who)
            | Self::SnilsTaken(who) => Some(*who),
            _ => None,
        }
    }
}

/// What an order comes to: done, or a reason why not.
pub type Verdict<T> = std::result::Result<T, Refusal>;

/// A pupil's days in a class of an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Institution.
    pub institution: InstitutionId,
    /// Class.
    pub class: ClassId,
    /// First day.
    pub first: Day,
    /// Last day; none while it goes on.
    pub last: Option<Day>,
}

impl Stay {
    /// Does it go on after the day before this one: is the pupil there on `day` or later?
    #[must_use]
    pub fn reaches(&self, day: Day) -> bool {
        self.last.is_none_or(|last| last >= day)
    }
}
