# Sign-in, main page, «About me», children, operator's page.

## Main page
start-title = School in one place
start-note = Diary, marks and journals. Sign in to see yours.
start-family = Parents, pupils, students
start-family-note = Timetable, homework, marks
start-staff = Staff
start-staff-note = Journals, classes, running a school
start-demo = Look at an example
start-demo-note = The people are invented. Choose who to be; everybody’s password is demo
demo-teacher = Teacher of mathematics
demo-classteacher = Class teacher of 7А
demo-parent = Mother of two
demo-newparent = Parent, no children yet
demo-pupil = Pupil of 7А
demo-student = College student
demo-admin = School administrator
demo-deputy = Deputy head
demo-director = Head of school
demo-canteen = Canteen
demo-librarian = Librarian
demo-guard = Guard
demo-kindergarten = Head of a kindergarten
demo-municipal = Municipal education office
demo-department = Regional department
demo-operator = Operator of the system

## Sign-in
login-title = Sign in
login-staff-title = Staff sign-in
login-login = Login
login-login-hint = A phone number or e-mail will do as well
login-password = Password
login-submit = Sign in
login-wrong = Login or password did not match. Check the keyboard layout and Caps Lock.
login-help = No login, or forgot the password? The school gives them out: ask the class teacher. If one sign-in serves several schools, the operator of the system gives a new code: the school knows how to ask.
login-staff-help = No login, or forgot the password? Ask the system’s administrator at your institution.
login-to-staff = Staff sign-in
login-to-family = Sign-in for parents, pupils, students
logout-title = Sign out?
logout-text = This device will ask for login and password again. Your other sessions go on.

## About me
me-title = About me
me-login = Login
me-roles = What I do
me-children = Children
me-all-children = More about the children
me-no-children = My children are not here
me-no-children-hint = What to do to see them
me-language = Language
me-security = Sign-in and security
me-password = Change password
me-password-hint = Your other sessions will end
me-sessions = My sessions
me-sessions-note = Devices on which your account is open. End one you don’t know and change the password.
session-here = this session
session-end = End
session-end-one = End session: { $agent }
session-end-others = End the others
session-end-others-question = Every other device will ask for login and password again. This session goes on.
session-since = signed in: { $time }
session-seen = last active: { $time }
agent-unknown = Unknown browser
agent-program = A program
agent-yandex = Yandex Browser
agent-samsung = Samsung Internet

## Roles
role-teacher = Teacher
role-deputy = Deputy head
role-director = Head
role-admin = System administrator of the institution
role-canteen = Canteen
role-librarian = Librarian
role-guard = Guard
role-kindergarten-head = Head of kindergarten
role-municipal = Municipal education office
role-department = Regional department
role-operator = Operator of the system
role-pupil = I learn here

## Change of password
password-title = Change password
password-must = You were given this password. Choose your own to go on: nobody else will know it.
password-current = Present password
password-new = New password
password-new-hint = Eight characters or more. Best are several words easy for you to remember and hard for others to guess.
password-again = New password once more
password-submit = Change password
password-current-wrong = The present password did not match
password-differ = The passwords differ: type it again
password-same = The new password is the same as the present one
password-effect = Your other devices will have to sign in again.

## Children
children-title = Children
children-diary = Diary
children-marks = Marks
children-teacher = Class teacher: { $name }
children-nowhere = Learns nowhere at present
children-none = The school has not linked you to a child yet
children-none-text = Once the school confirms that you are a parent or guardian, the child appears here by itself. Ask the class teacher or the school office: they need your login and a document that names you and the child.

## Operator’s page
system-title = System
system-database = Database
system-database-sqlite = SQLite, inside the program
system-database-postgres = PostgreSQL
system-outbox = Events waiting to be sent
system-institutions = Institutions
system-institutions-more = Only the first { $count ->
    [one] { $count } is
   *[other] { $count } are
} counted here; there are more.
system-all = All
system-kind-school = Schools
system-kind-kindergarten = Kindergartens
system-kind-college = Colleges
system-kind-supplementary = Supplementary education
system-kind-municipality = Municipal offices
system-kind-department = Departments
system-kind-operator = Operators
system-jobs = Jobs
system-jobs-note = Open ones first, { $count } at most
system-jobs-none = No jobs yet
system-jobs-none-text = Work put off for later shows here: what waits, what runs, what failed.
system-job-attempts = Attempts
system-job-done = done
system-job-running = running
system-job-failed = failed
system-job-retry = will be repeated
system-job-waiting = waiting
