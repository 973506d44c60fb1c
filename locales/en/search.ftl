# Other words people look for a page with, separated by commas. The key is search-words- and the name of the place.
search-words-journal = journal, gradebook, marks, grades, lessons, timetable, topics, homework, attendance, absences, columns
search-words-school = school, classes, pupils, students, rosters, timetable, import
search-words-staff = staff, teachers, colleagues
search-words-system = system, jobs, queue, database, status
search-words-diary = diary, timetable, schedule, homework, lessons
search-words-marks = marks, grades, average
search-words-children = children, family
search-words-me = about me, profile, account, settings
search-words-password = password, change password, security
search-words-sessions = sessions, devices, sign-ins, security
search-words-language = language, russian, english
search-words-sign-out = sign out, log out, exit
