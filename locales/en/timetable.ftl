# Timetable: the grid, editing, import, substitutions.

school-nav-timetable = Timetable
school-nav-substitutions = Substitutions
nav-timetable = Timetable

## The grid
timetable-title = Timetable
timetable-kinds = Whose timetable
timetable-by-class = By class
timetable-by-teacher = By teacher
timetable-by-room = By room
timetable-choice-class = Class
timetable-choice-teacher = Teacher
timetable-choice-room = Room
timetable-of-class = Class { $name }
timetable-of-teacher = { $name }
timetable-of-room = Room { $name }
timetable-since = holds from { $day }
timetable-place = { $day }, lesson { $number }
timetable-week-of-cycle = week { $number }
timetable-weeks-all = Every week
timetable-no-room = not told
timetable-past = The timetable of a past day can't be changed: choose today or a later day.
timetable-none = No timetable yet
timetable-none-text = Upload a file from FET or aSc: journals come with the lessons. After that the timetable can be changed here.
timetable-none-look = It appears when the deputy or the administrator has made it.
timetable-sheet = Sheet of the whole school
timetable-help = To move a lesson, drag it or press Enter on it: free places light up. Arrows choose a place, Enter puts the lesson there, Esc takes it back.
timetable-log = Changes on this page

## Load
timetable-load = Lessons a week
timetable-journal = Subject
timetable-placed = Placed of
timetable-of = { $placed } of { $wanted }
timetable-unplaced = without a place: { $hours }
timetable-waiting = Without a place in the school: { $count }
timetable-put = Put
timetable-put-label = Put a lesson: { $journal }

## A lesson in the hand
timetable-held = Chosen: { $lesson }. Now choose its place.
timetable-release = Let it go
timetable-put-here = Put it here
timetable-hard = impossible
timetable-edit-lesson = Change: { $lesson }

## What stands against it
timetable-conflict-teacher = { $person } teaches at this hour: { $lesson }
timetable-conflict-pupils = Class { $class } has a lesson at this hour: { $lesson }
timetable-conflict-room = Room { $room } is taken: { $lesson }
timetable-conflict-daily = Class { $class } would have { $lessons } lessons on this day, at most { $most } are allowed
timetable-conflict-weekly = Class { $class } would have { $lessons } lessons a week, at most { $most } are allowed
timetable-conflict-day-off = { $person } is not at the school on this day

## The form of a lesson
timetable-field-weekday = Day of the week
timetable-field-number = Lesson number
timetable-field-weeks = Week
timetable-field-room = Room
timetable-field-from = Holds from
timetable-field-from-hint = Until that day lessons stay as they were.
timetable-blocked = It can't be put here:
timetable-warned = Please mind:
timetable-joint = It is one joint lesson: the same teacher, the same subject, pupils together
timetable-anyway = Put it all the same
timetable-anyway-button = Put it all the same
timetable-joint-button = It is a joint lesson
timetable-remove = Take off the timetable
timetable-remove-question = { $lesson }: { $place }. From { $day } this lesson will not take place; it stays in the list of lessons without a place.

## What became of it
done-timetable-saved = The timetable is changed
done-timetable-undone = The last change is undone
done-timetable-imported = The timetable is imported
timetable-last = Last change: { $what } ({ $when })
timetable-redo = Do it again
timetable-change-move = { $lesson }: { $from } → { $to }
timetable-change-put = { $lesson }: { $to }
timetable-change-remove = { $lesson }: { $from } – taken off
timetable-change-room = { $lesson }: { $place }, room { $room }
timetable-change-import = a file was imported
timetable-somebody = another user
timetable-refused-stale = Meanwhile { $who } changed the timetable at { $time }. Your change was not made: look at what stands there now and save again.
timetable-refused-conflicts = The lesson was not put: something stands against it.
timetable-refused-day = A change may hold from today on and until the end of the academic year.
timetable-refused-place = There is no such place in the timetable.
timetable-refused-room = The name of the room is too long.
timetable-refused-gone = This lesson does not stand at this place any more: reload the page.
timetable-refused-undo = It can't be undone: the timetable has changed since, or the change holds already.
timetable-js-taken = Taken: { $lesson }
timetable-js-own = Leave it here
timetable-js-back = The lesson is back at its place
timetable-js-refused = not made
timetable-js-failed = not sent: no connection to the server
timetable-js-reload = Reload the page
timetable-js-ask = Put the lesson here?

## Days without the teacher
timetable-days-off = When the teacher is not at the school
timetable-days-off-hint = Tick the week days

## One's own timetable
timetable-mine = My timetable
timetable-mine-count = { $count } { $count ->
    [one] lesson
   *[other] lessons
} a week
timetable-mine-none = No lessons yet
timetable-mine-none-text = They appear here when the timetable is made.

## Import
timetable-import-title = Import a timetable
timetable-import-note = First you see what would change. Nothing changes until you confirm.
timetable-import-file = File
timetable-import-hint = From FET: *_data_and_timetable.fet or *_timetable.csv; from aSc: XML. At most 8 MB.
timetable-import-look = Show what would change
timetable-import-nothing = Choose a file.
timetable-import-large = The file is larger than { $megabytes } MB and is not taken.
timetable-import-unknown = The file can't be imported yet: it has names that the school does not know.
timetable-import-unknown-title = Not in the school
timetable-import-create = Make them and show what would change
timetable-import-create-admin = The school's administrator can make them; or mend the names in the file.
timetable-import-summary = Lessons in the file: { $placed }. Added: { $added }, ended: { $ended }, moved: { $moved }, in another room: { $rooms }.
timetable-import-left = Without a place in the file: { $unplaced }, refused: { $refused }.
timetable-import-carry-out = Import
timetable-import-other = Choose another file
timetable-import-same = Nothing changes in the timetable
timetable-import-same-text = Every lesson of the file stands where it stands now.
timetable-import-added = Would be made and changed
timetable-import-refused = Could not be read
timetable-import-notes = Notes and lessons without a place
timetable-import-more = Not everything is shown: the report has more lines.
timetable-import-stale = The timetable changed meanwhile. Below is the comparison with what stands now.
timetable-preview-title = What would change

## A teacher's absence
absence-title = Mark a teacher as absent
absence-person = Who is absent
absence-first = From
absence-last = Until
absence-reason = Reason
absence-add = Mark
absence-withdraw = The teacher is here: take the mark off
absence-ill = illness
absence-trip = business trip
absence-training = training
absence-leave = leave
absence-other = another reason
absence-days-wrong = The last day is not before the first one and at most a year later.
done-absence-added = The absence is marked
done-absence-withdrawn = The mark is off; substitutions stay, undo them if they are not needed any more

## Substitutions
substitution-title = Substitutions
substitution-journal = Journal of substitutions
substitution-day = Day
substitution-previous-day = Previous day
substitution-next-day = Next day
substitution-to-today = To today
substitution-none = Everybody is here
substitution-none-text = Nobody is absent on this day and nothing was changed.
substitution-no-lessons = No lessons on this day.
substitution-others = Other changes of the day
substitution-open = undecided: { $open }
substitution-undecided = undecided
substitution-decide = Decide
substitution-decide-label = Decide what becomes of the lesson: { $lesson }
substitution-edit-label = Edit the decision on the lesson: { $lesson }
substitution-other-lesson = Change another lesson of the day
substitution-whose = Whose lesson
substitution-note = Lesson { $number }, { $day }, by the timetable { $teacher }
substitution-now = Now: { $what }
substitution-hint = lessons on this day: { $lessons }, substitutions this month: { $substitutions }
substitution-same-class = teaches this class
substitution-same-subject = Free and teach this subject
substitution-other-subject = Free, teach something else
substitution-parallel = Join with the parallel subgroup
substitution-nobody = Nobody is free at this hour.
substitution-else = Otherwise
substitution-cancel = Cancel the lesson
substitution-hour = Move to lesson { $number }
substitution-room = Only change the room
substitution-new-room = Another room
substitution-reason = Note
substitution-what-substitute = substitute: { $teacher }
substitution-what-joint = joined, taught by { $teacher }
substitution-what-cancelled = cancelled
substitution-what-moved = moved to lesson { $number }
substitution-what-room = room { $room }
substitution-is-cancelled = cancelled
substitution-is-mine = you substitute
substitution-is-taken = another teacher takes it
substitution-is-undone = undone
substitution-refused-nothing = Choose what becomes of the lesson.
substitution-refused-busy = This teacher is busy or absent at this hour: choose another one.
substitution-refused-hour = The lesson can't be moved to this hour: it is taken, or there is no such bell.
substitution-refused-room = Name the room.
substitution-refused-marks = The journal has marks for this lesson: it can't be cancelled or moved.
substitution-refused-past = This day is over, its lessons stay as they were.
done-substitution-saved = Saved: everybody concerned will hear of it
done-substitution-undone = The lesson follows the timetable again
done-substitution-kept = It can't be undone: the journal has marks for this lesson
substitution-month = Substitutions, { $period } { $year }
substitution-previous-month = Previous month
substitution-next-month = Next month
substitution-month-none = No substitutions
substitution-month-none-text = No lesson was changed in this month.
substitution-number = No.
substitution-lesson = Lesson
substitution-planned = By the timetable
substitution-what = What became of it
substitution-totals = Who took how many
substitution-ahead = Substitutions ahead
timetable-import-full = { $count } files wait already: import one of them, send the new one under the same name, or wait, they go by themselves after a day
