//! Marks belong to the journal, a room above this one. It says through this trait what a merge of two persons needs to
//! know of them, and moves them in the merge's own transaction.

use std::sync::Arc;

use kernel::{InstitutionId, JournalId, Millis, PersonId};
use store::{ReadTx, WriteTx};

/// The journal's part in a merge.
pub trait PupilMarks: Send + Sync {
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
}

/// As the routes carry it.
pub type Marks = Arc<dyn PupilMarks>;
