# One new person: a pupil, a member of staff; what a dismissed teacher leaves; different people.
new-pupil-title = { $kind ->
    [kindergarten] New child
    [college] New student
    [supplementary] New learner
   *[other] New pupil
}
new-pupil-says = Admission by an order. If the person is in the lists already, you are told before anything is written.
new-pupil-order = Where to and by which order
new-pupil-parent-says = May be left empty and added later on the card. The phone and e-mail here are the parent’s.
new-pupil-do = Admit
new-pupil-link = { $kind ->
    [kindergarten] Add a child
    [college] Add a student
    [supplementary] Add a learner
   *[other] Add a pupil
}
new-staff-title = New member of staff
new-staff-says = Sign-in details are given out separately, under “Access”.
new-staff-person = Who it is
new-staff-place = Position
new-staff-roles = Roles
new-staff-roles-says = What the person sees depends on the roles. None has to be chosen.
new-staff-do = Take on
new-staff-link = Add a member of staff
new-alike = This person seems to be here already
new-alike-says = Choose: the same person, or another one with a similar name.
new-alike-same = Already here: { $name }
new-alike-other = Another person, write down a new one
done-people-hired = Taken on
moved-admit = Admission to { $class }

## What stays behind
leaves-title = What stays without a teacher
leaves-says = Nothing of this is deleted. Check it and send again, or hand the load over first.
leaves-journals = Journals:
leaves-weekly = { $title }, { $count } { $count ->
    [one] lesson
   *[other] lessons
} a week
leaves-shared = has another teacher
leaves-classes = Class leadership:
leaves-days = Lessons by day that will need substitutions:
leaves-more = and more days: { $count }
leaves-again = Archive all the same
leaves-load = The teacher’s load
leaves-gone = left { $day }

## Different people
apart-title = Different people
apart-says = Somebody has said that these are not doubles.
apart-undo = Back to the doubles
apart-undo-of = Back to the doubles: { $name }
done-people-apart = Remembered: these are different people
done-people-together = The pair is among the doubles again

## Why not
refused-year-not-begun = { $class } is a class of the next year: the order’s day must not be before { $day }.
refused-year-over = { $class } learns until { $day }: for a later day choose a class of the next year.
refused-kinds-apart = There are no transfers between such institutions: from a school or college to a school or college, from a kindergarten to a kindergarten or school. If the pupil goes elsewhere, use the archive.
refused-learns-elsewhere = The pupil with this SNILS learns in another institution: ask it for a transfer to you.
refused-own-place = Nobody takes himself on or gives himself roles: ask another administrator.
refused-archived = { $name } is in the archive. Open the card and bring the person back by an order.
card-transfers = To the transfers
