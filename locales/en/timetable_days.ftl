# The timetable day by day: one's own week, days without lessons, decisions about lessons.

timetable-mine-absent = you are absent: { $reason }
timetable-mine-instead = substitution: for { $teacher }
timetable-mine-joint = together with the group of { $teacher }
timetable-mine-moved = moved from lesson { $number }
timetable-mine-room = in another room
timetable-mine-open = Open the lesson: { $subject }, { $groups }

## Days without lessons
days-off-note = Days without lessons in this week: { $days }
days-off-day = { $day } – { $title }
days-off-lesson-cancelled = cancelled: { $title }
days-off-falling-title = Lessons of these days will be cancelled
days-off-falling-text = Something is written for them already. It is kept, but the lessons will be marked as cancelled; they come back when the free day is removed.
days-off-falling-more = And more lessons: { $count }
days-off-falling-lesson = { $day }, lesson { $number }: { $title }
days-off-falling-topic = topic
days-off-falling-homework = homework
days-off-falling-marks = { $count } { $count ->
    [one] mark
   *[other] marks
}
days-off-falling-works = works are planned
days-off-falling-decided = a decision about a substitution
days-off-falling-save = Save and cancel these lessons

## Absences and decisions
absence-twice = Noted already: { $reason }, { $days }. Withdraw that note if the reason is another one.
absence-too-old = An absence may begin at most { $days } days before today.
done-absence-extended = The absence noted before is now longer
done-substitution-already = This decision has been undone already: the lesson is as in the timetable
done-substitution-past = This day is over, its lessons stay as they were
substitution-room-unknown = The timetable knows no room “{ $room }”.
substitution-room-anyway = Write this room down all the same
substitution-nobody-teaches = Lessons without a teacher
substitution-nobody-note = The teacher has left or nobody is assigned
school-undecided-title = Undecided lessons
school-undecided-day = undecided: { $count }

## Changing the timetable
timetable-hold-gone = The chosen lesson is no longer at this place: choose it again.
timetable-refused-stale-self = While you were changing it, you changed the timetable yourself in another tab at { $time }. This change was not made: look at what stands there now and save again.
timetable-recent = Changes of the last hour
timetable-recent-undone = undone
timetable-undo-to = Undo back to here
timetable-undo-to-label = Undo this and later changes: { $what }
timetable-sheet-bells = Bells
