# How journals are kept.
school-nav-control = Control
control-title = Control
control-note = Journals { $period }. A line leads to where it is mended.
control-span = For how many days
control-days = { $n } { $n ->
    [one] day
   *[other] days
}
control-no-year-text = There is nothing to look after yet: set up the academic year first.
control-topics-title = Lessons without a topic
control-topics-none = Every past lesson has its topic.
control-topics = { $n } { $n ->
    [one] lesson
   *[other] lessons
}
control-of = { $missing } of { $lessons }
control-no-teacher = No teacher
control-silent-title = Journals without entries
control-silent-none = Every journal has recent marks or absences.
control-silent-since = last entry { $day }
control-silent-always = no entries yet
control-tests-title = Many tests
control-tests-note = This week and the next. Recommended: at most one test a day and three a week.
control-tests-none = No overload.
control-tests-day = { $count } in one day, { $day }
control-tests-week = { $count } in the week { $week }
control-silent-note = There were lessons, and no marks or absences for two weeks or longer.
control-journals = { $n } { $n ->
    [one] journal
   *[other] journals
}
control-entry-title = Never signed in
control-entry-note = As of now, by class. A parent with children in two classes is counted in each.
control-entry-none = Everybody has a login and has used it.
control-entry-of = { $absent } of { $all } (without a login: { $without })
control-all = Show all lines: { $number }
control-back = The whole control
control-teacher = Teacher
control-journal = Journal
control-what = What is the matter
control-who = Who
