# People and classes: lists, cards, orders, transfers, doubles.

people-title = People
people-lists = Lists of people
people-parents = Parents
people-staff = Staff
people-transfers = Transfers
people-doubles = Duplicates

## Lists
people-search = Name or its beginning
people-found = { $count } { $count ->
    [one] person
   *[other] people
} found
people-position = { $first }–{ $last } of { $total }
people-reset = Reset
people-nobody = Nobody found
people-nobody-text = Check the name and the filters: the person may have left or be in the archive.
people-parents-none = No parents yet
people-pupils-none-text = They will appear when the school's lists are loaded.
people-name = Name
people-class = Class
people-grade = Grade
people-birth = Date of birth
people-account = Sign-in
people-account-none = none
people-account-never = never signed in
people-account-used = yes
people-state = Whom to show
people-state-present = Learn and work here
people-state-departed = Left
people-state-archived = In the archive
people-lack = What is missing
people-lack-account = Account
people-lack-sign-in = Never signed in
people-lack-snils = SNILS
people-standing = State
people-here = learns here
people-departed = left
people-archived = in the archive
people-from = from { $day }
people-until = until { $day }
people-between = { $first } – { $last }
people-phone = Phone
people-email = E-mail
people-snils = SNILS
people-children = Children
people-position-of-staff = Position

## Card
people-card = Card
people-card-of = Card: { $name }
people-parent = parent
people-transfer-waits = dismissed, waits for admission elsewhere
people-unknown = not known
people-sex = Sex
sex-female = female
sex-male = male
people-logins = Login
people-guardians = Parents and guardians
people-guardian = Parent or guardian
people-guardians-none = Nobody is named.
people-relation = Relation
relation-mother = mother
relation-father = father
relation-guardian = guardian
relation-other = another representative
guardian-end = End
guardian-end-says = { $name } will not see the diary any more. The entry stays in the card's history.
people-orders = Orders
people-changes = History of changes
moved-archive = To the archive from { $class }
moved-restore = Restored to { $class }
moved-move = Moved: { $from } → { $to }
moved-depart = Dismissed by transfer: { $place }
moved-arrive = Admitted by transfer: { $place } → { $class }
moved-return = Back in { $class }: the transfer did not happen
moved-staff-archive = Left the staff
moved-staff-restore = Back on the staff
moved-order = Order No. { $number } of { $day }

## Editing
people-edit = Edit the card
people-family = Family name
people-given = Given name
people-patronymic = Patronymic
people-snils-hint = 11 digits, for example 112-233-445 95
people-name-wrong = A name has no digits and no < or >
people-birth-wrong = This can't be a date of birth
people-snils-wrong = The number has an error: check the digits
people-phone-wrong = A Russian number: +7 and ten more digits
people-email-wrong = Looks like a typing error: an address is name@host.ru
people-now-stands = Now on the card: { $value }

## Order
order-number = Order number
order-day = Day of the order
order-last-day-work = Last day at work
order-first-day-work = First day at work
order-reason = Reason
order-reason-hint = Parents' request, a change of residence
order-to-class-hint = Needed for moving only
order-receiver = To which institution
order-day-wrong = A date is needed, for example 23.11.2026
order-day-far = The date is too far from today

## Actions
act-archive = To the archive
act-archive-do = Put into the archive
act-archive-says = The pupil leaves the class and its journals from the next day on. Marks and history stay, and the pupil can be taken back at any time.
act-move-do = Move
act-move-says = From the day of the order the pupil is on the lists of the new class, and leaves the old one the day before.
act-transfer-do = Dismiss and offer
act-transfer-says = The pupil is dismissed with the day named, and the other school sees the transfer and admits or declines. Until then it can be withdrawn.
act-restore = Restore
act-restore-do = Restore
act-restore-says = The pupil is back on the class's lists and journals from the day named.
act-guardian = Add a parent
act-guardian-says = If the school has this parent already, the pupil is linked to that entry and no second one is made.
act-staff-restore = Back on the staff
act-staff-restore-says = Roles and classes led come back as far as nobody has them now.
people-staff-edit = Editing staff
people-staff-edit-says = Tick who goes into the archive: their sign-in to the school closes, journals and marks stay.
people-tick = Tick pupils
people-tick-remove = Remove
people-tick-somebody = Tick at least one person
people-remove = Remove to the archive
people-move-ticked = Move the ticked

## Classes
class-letter = Letter or name
class-letter-hint = “А” makes 7А; a long name is written as it is
class-teacher-none = not appointed
class-teacher-wrong = Choose somebody of the staff
class-grade-wrong = A number from 0 to 11
class-edit-of = Edit: { $name }
class-edit-says = Removed pupils go into the archive: for them the order's day is the last at school, for moved ones the first in the new class. Marks stay in the journals.
class-empty-text = Move pupils here from another class, or load the lists.
class-settings = Name and teacher
class-settings-says = The new name appears on all lists at once; journals keep theirs.
class-dissolve = Dissolve
class-dissolve-says = The class goes to “Dissolved”. If it has pupils, choose the class they move to.
class-dissolve-do = Dissolve the class
classes-dissolved = Dissolved
class-dissolved = dissolved { $day }
class-dissolved-by = Order No. { $number }, from { $day }
class-restore-of = Restore { $name }

## Transfers
transfers-incoming = To us
transfers-incoming-none = Nobody is being transferred to us.
transfers-outgoing = From us
transfers-outgoing-none = We have transferred nobody.
transfer-left = { $class }, until { $day }
transfer-order = Dismissal order No. { $number }
transfer-offered = waits for an answer
transfer-accepted = admitted
transfer-declined = declined
transfer-withdrawn = withdrawn
transfer-accept = Admit
transfer-accept-do = Admit
transfer-decline = Decline
transfer-decline-do = Decline
transfer-answer = Reason
transfer-withdraw = Withdraw
transfer-withdraw-of = Withdraw the transfer: { $name }

## Doubles
doubles-says = People who seem to be written down twice. Whether to merge them is for you to decide.
doubles-none = No duplicates in sight
doubles-none-text = People with the same or a similar name and the same date of birth will appear here.
double-same = The same name and date of birth
double-near = The same date of birth, similar names
double-name = The same name, a date of birth is not known of both
double-title = One person or two?
double-says = Compare the entries. A merge moves everything to one of them and fills its empty fields from the other.
double-fact = What
double-differs = differs
double-place = Class, position
double-family = Family
double-which = Which entry stays
double-keep = { $name }
double-undo-says = A merge can be undone as long as nothing of the entry was changed.
double-do = Merge
double-leave = They are two people
moves-what = Moves:
moves-nothing = Nothing to move
moves-accounts = accounts – { $count }
moves-relations = family relations – { $count }
moves-stays = class entries – { $count }
moves-roles = roles and positions – { $count }
moves-teaching = journals and classes taught – { $count }
merges-title = Merged
merge-undone = undone
merge-undo = Undo
merge-undo-of = Undo the merge: { $name }

## Why not
refused-not-here = The school has no such person.
refused-not-present = { $name } is not on the lists now, so the order would change nothing.
refused-present = { $name } is on the lists already.
refused-leaves = { $name } leaves on { $day } already. Cancel that first or wait for it.
refused-joined = { $name } is in the present class since { $day }; the order's day must be later.
refused-left = { $name } was here until { $day }; the order's day must be later.
refused-same-class = { $name } is in this class already.
refused-elsewhere = { $name } learns elsewhere on that day ({ $place }). A transfer from there is needed.
refused-transfer-waits = { $name }: a transfer to another school waits for an answer. Withdraw it or wait.
refused-transfer-decided = This transfer has been answered already.
refused-no-receiver = Choose a school, college or kindergarten from the list.
refused-no-class = There is no such class, or it is dissolved: choose another one.
refused-class-not-empty = There { $count ->
    [one] is
   *[other] are
} { $count } { $count ->
    [one] pupil
   *[other] pupils
} in the class: choose where they move to.
refused-class-name = This year has a class of that name already, perhaps among the dissolved ones.
refused-oneself = You can't put yourself into the archive: ask another administrator.
refused-same-person = It is one and the same entry.
refused-own-row = You can't merge your own entry with another one: ask another administrator.
refused-known-elsewhere = { $name }: another institution knows this person too, so only an office above both can merge the entries.
refused-both-enrolled = The entries are in different classes at the same time. Move or archive one of them first.
refused-both-marked = Both entries have marks in one journal. To merge them is to decide which are right: mend that in the journal.
refused-related = One entry is named as the other's parent: they can't be one person.
refused-other-snils = The entries have different SNILS numbers: they are two people, or one number is wrong.
refused-changed-since = The entry was changed after the merge, so it can't be undone any more.
refused-stale = Somebody else has just changed the card. Your edits are still on the page; compare and send again.
refused-snils-taken = This SNILS is another person's. If it is the same pupil, look at “Duplicates”.

## Done
done-people-archived = Put into the archive
done-people-moved = Moved
done-people-restored = Restored
done-people-offered = Dismissed; the other school sees the transfer
done-people-admitted = Admitted
done-people-declined = The refusal was sent
done-people-withdrawn = The transfer was withdrawn, the pupil is back in the class
done-people-withdrawn-archive = The transfer was withdrawn. The class is no more, the pupil is among those who left
done-people-merged = The entries were merged
done-people-parted = The merge was undone
done-class-made = The class was made
done-class-dissolved = The class was dissolved
done-class-restored = The class was restored
