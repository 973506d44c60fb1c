# The school: overview, a class, the staff.

## Overview
school-title = School
school-year = Academic year { $name }
school-no-year = No academic year yet
school-counts = Pupils: { $pupils }, classes: { $classes }, staff: { $staff }
school-classes = Classes
school-grade = Grade { $grade }
school-course = Course { $grade }
school-class = Class
school-size = Pupils
school-teacher = Teacher
school-no-teacher = none yet
school-empty = No classes yet
school-empty-text = Classes, pupils and staff appear when the school’s lists have been loaded, journals when the timetable has.
school-imports = Last imports
school-imports-none = Neither lists nor a timetable have been loaded yet.
school-import-what = What
school-import-when = When
school-import-file = File
school-import-changed = Changed
school-import-refused = Refused
school-import-roster = Lists
school-import-timetable = Timetable
school-staff-row = All staff
school-staff-hint = Positions and class teachers

## A class
school-class-title = Class { $name }
school-class-teacher = Class teacher: { $name }
school-class-no-teacher = No class teacher yet
school-class-pupils = { $count } { $count ->
    [one] pupil
   *[other] pupils
}
school-pupils = Pupils
school-pupils-none = Nobody is in this class yet
school-pupils-none-text = Pupils appear when the school’s lists have been loaded.
school-journals = Journals
school-journals-none = No journals yet: they come with the timetable.
school-week = Weekly timetable
school-week-none = No timetable yet
school-week-none-text = It appears when the school’s administrator has loaded it.
school-week-of-cycle = week { $number }
school-starts = from { $day }
school-until = until { $day }

## Staff
school-staff-title = Staff
school-staff-count = { $count } { $count ->
    [one] person
   *[other] people
}
school-staff-empty = No staff yet
school-staff-empty-text = They appear when the school’s lists have been loaded.
