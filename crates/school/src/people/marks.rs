//! Marks and dated lessons belong to the journal, a room above this one. It says through this trait what orders about
//! people need to know of them, and moves them in the transaction of a merge.

use std::sync::Arc;

use kernel::{Day, InstitutionId, JournalId, Millis, PersonId};
use store::{ReadTx, WriteTx};

/// The journal's part in orders about people.
pub trait JournalOfPeople: Send + Sync {
    /// The journals in which somebody has marks or absences.
    fn journals_with_marks(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        pupil: PersonId,
    ) -> Result<Vec<JournalId>, store::Error>;

    /// Makes one pupil's marks of these journals, with their history and sums, another's.
    fn move_marks(
        &self,
        tx: &mut WriteTx<'_>,
        at: InstitutionId,
        from: PersonId,
        to: PersonId,
        journals: &[JournalId],
    ) -> Result<(), store::Error>;

    /// Was a mark of this pupil put or changed in one of these journals after that instant?
    fn marked_since(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        pupil: PersonId,
        journals: &[JournalId],
        since: Millis,
    ) -> Result<bool, store::Error>;

    /// Dated lessons, absences and substitutions that name a teacher: what they are, and their numbers.
    fn teaching_of(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        teacher: PersonId,
    ) -> Result<Vec<(String, Vec<i64>)>, store::Error>;

    /// Makes these of one teacher another's.
    fn move_teaching(
        &self,
        tx: &mut WriteTx<'_>,
        at: InstitutionId,
        from: PersonId,
        to: PersonId,
        what: &[(String, Vec<i64>)],
    ) -> Result<(), store::Error>;

    /// How many dated lessons a teacher has on each day after this one, the nearest first; at most a hundred days.
    fn lessons_after(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        teacher: PersonId,
        after: Day,
    ) -> Result<Vec<(Day, usize)>, store::Error>;
}

/// As the routes carry it.
pub type Marks = Arc<dyn JournalOfPeople>;
