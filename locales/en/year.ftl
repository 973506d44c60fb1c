# The school: the academic year, bells, the way into the next year.

school-nav-year = Year

## Years
year-list = Academic years
year-current = current
year-coming = coming
year-past = past
year-begin = Begin a year
year-begin-note = This is the usual year of an institution like yours. Change what differs and save.
year-none-text = Begin one: periods, holidays and bells are proposed, only what differs has to be changed.
year-none-wait = The administrator will begin it.

## The plan of a year
year-calendar = Periods and holidays
year-calendar-note = When the border of a period moves, marks and averages follow into their period. Closed periods do not move.
year-name = Name
year-first-day = First day
year-last-day = Last day
year-whom = For whom
year-everybody = Everybody
year-grade = { $kind ->
    [school] Grade { $grade }
    [college] Course { $grade }
    [kindergarten] Age { $grade }
   *[other] Year { $grade }
}
year-kind-quarter = Quarters
year-kind-trimester = Trimesters
year-kind-half-year = Half-years
year-kind-semester = Semesters
year-periods = Periods
year-no-periods = No periods: no marks are given.
year-no-marks = no marks
year-closed = closed
year-holidays = Holidays
year-holiday-title = Title
year-holidays-hint = One day: fill in only the first. To remove a line, clear it.
year-no-holidays = No holidays.
year-weeks = School week
year-weeks-note = How many days a week each grade learns, and by which periods it is marked. Below are classes that differ.
year-week = Week
year-week-five = 5 days
year-week-six = 6 days
year-no-weeks = Not set: lessons follow the timetable.
year-differs = A class that differs
year-no-class = none
year-remarks = Worth a look

## Bells
year-bells = Bells
year-bells-note = Lessons from today on get the new times. Those that were held stay as they were.
year-main-schedule = Main bells
year-schedule = Bell schedule
year-schedule-name = Name
year-new-schedule = Add bells
year-shift = Shift
year-shift-of = Shift { $shift }
year-lessons = Lessons
year-lesson = Lesson
year-lesson-label = Lesson { $number }: { $what }
year-starts = Begins
year-ends = Ends
year-no-bells = No bells.
year-delete-question = The bells “{ $name }” will be gone. Classes that used them return to the main bells.
year-uses = Who uses which bells
year-uses-note = Who is not named uses the main bells. A single day goes before a class, a class before its grade.
year-use-main = Everybody not named elsewhere
year-use-none = none
year-use-days = Days
year-use-days-hint = Empty: the whole year. A time: 01.09.2026 – 31.12.2026. Short days as a list: 28.12.2026, 22.02.2027.
year-rule-label = Rule { $number }: { $what }
year-weekday = Week day
year-any-weekday = any

## What to mend
year-fault-day = Enter a day, for example 01.09.2026
year-fault-days = Enter a day, a time or days with commas, for example 28.12.2026, 22.02.2027
year-fault-time = Enter a time, for example 08:30
year-fault-time-order = The lesson ends before it begins
year-fault-bell-order = The lesson begins before the one before it has ended
year-fault-no-bells = Enter at least one lesson
year-fault-shift = Choose the first or the second shift
year-fault-long = Too long
year-fault-order = The last day comes before the first
year-fault-outside = The day lies outside the academic year
year-fault-overlap = The period begins while the one before it goes on
year-fault-hole = Fill in the period before it first
year-fault-holiday-twice = Other holidays begin on this day already
year-fault-too-long = The academic year is longer than a calendar year
year-fault-name-taken = This name is taken
year-fault-year-overlap = These days belong to another academic year
year-fault-closed = The period is closed: school days with marks would go to another. Open it first
year-fault-in-use = Journals are kept by these periods: leave them, or move the classes to others first
year-fault-choose = Choose from the list
year-fault-class = There is no such class, or it is named above
year-kind-closed = { $kind }: one of these periods is closed, and its marks would go to another. Open it first.

## Remarks
year-remark-gap = The school days { $days } lie in no period ({ $kind }).
year-remark-no-bells = “{ $schedule }” has no bells: no lessons will appear.
year-remark-break = A break of { $minutes } min, at least { $norm } are needed: after lesson { $number }, “{ $schedule }” ({ $source }).
year-remark-starts = Lessons must not begin before { $norm }, “{ $schedule }” ({ $source }): now at { $time }.
year-remark-ends = Lessons must end by { $norm }, “{ $schedule }” ({ $source }): now at { $time }.
year-remark-lesson = { $grade }: a lesson of { $minutes } min, at most { $norm } are allowed, “{ $schedule }” ({ $source }).
year-remark-shift-gap = { $minutes } min between the shifts, at least { $norm } are needed ({ $source }).
year-remark-second-shift = { $grade } learns in the second shift and should in the first ({ $source }).
year-remark-week = { $days } days a week: { $grade }, at most { $norm } are allowed ({ $source }).
year-remark-holidays = { $days } days of holidays, at least { $norm } are needed ({ $source }): { $title }.

## Into the next year
roll-title = Into the next year
roll-note = From { $from } into the next year. See first what comes of it; nothing changes until you carry it out.
roll-note-there = From { $from } into { $to }, which is there already. See first what comes of it; nothing changes until you carry it out.
roll-nobody = There is nobody to take along yet.
roll-empty = No classes yet
roll-empty-text = A school with a year and classes can go into the next one.
roll-order-number = Number of the order
roll-order-day = Day of the order
roll-graduation-day = Last day of the graduates
roll-fresh = New first classes
roll-fate = What becomes of the class
roll-up = Goes up
roll-graduate = Graduates
roll-stay = Stays in its grade
roll-dissolve = Dissolve
roll-name = Name in the new year
roll-teacher = Class teacher stays
roll-load = Journals and teachers
roll-repeat = { $count ->
    [0] Keep for a second year
    [one] For a second year: { $count } pupil
   *[other] For a second year: { $count } pupils
}
roll-draw = See what comes of it
roll-drawn = What comes of it
roll-counts = Classes: { $classes }, go on: { $pupils }, graduate: { $graduates }, for a second year: { $repeat }
roll-was = Was
roll-becomes = Becomes
roll-fresh-class = new
roll-carry-note = Enrolments of the new year begin on its first day; until then all stays as it is. While the new year has no lessons, this can be undone.
roll-carry = Carry out
roll-changed = Something has changed since you looked. See once more what comes of it.
roll-done-title = The school has gone into { $year }
roll-done-text = Order of { $day }, no. { $number }. Went on: { $pupils }, graduated: { $left }.
roll-undo = Undo
roll-undo-question = The classes and journals of the new year will be gone, the pupils stay in their present classes.
roll-nothing = All is done: { $there } pupils are in the new year, nobody is to be added.
roll-kept-none = There is nothing to undo.
roll-kept-enrolled = Others were enrolled into classes of the new year: take them out first, then undo.
roll-kept-left = Some pupils have left or moved since: it was not undone, put the classes right by orders.
roll-kept-written = The new year has a timetable or lessons: it was not undone.
roll-fault-choose = Choose what becomes of the class
roll-fault-name = Enter the name of the class
roll-fault-grade = The name does not begin with the number of the grade the class goes to
roll-fault-taken = Another class of the new year has this name
roll-fault-repeat = The new year has no class to stay in for a second year
roll-fault-spread = Nowhere to put the pupils: the next grade has no other classes
roll-fault-graduation = The day must lie between the beginnings of this year and the next
roll-fault-fresh = Enter a number from 0 to 12
roll-fault-year-early = The new year begins while this one goes on
done-year-begun = The academic year has begun
done-rolled-over = The school has gone into its next year
done-rolled-back = Undone
