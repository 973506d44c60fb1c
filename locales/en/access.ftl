# Access sheets: logins, one-time codes.

access-login-hint = First time: the one-time code of your access sheet
access-title = Access
access-table = Who has a way in
access-tally = { $people } in all, { $logins } with a login, { $never } have never signed in, a code waits for { $waiting }
access-empty = No classes yet
access-empty-text = Logins and codes are given to the pupils and parents of classes: import the school's rosters first.
access-pupils = Pupils
access-parents = Parents
access-staff = Staff
access-all = All
access-without = No login
access-never = Never signed in
access-waiting = Code waits
access-issue = Give access
access-issue-school = Tick the classes in the table above. Codes are printed once; the server keeps only their fingerprints.
access-once = Codes are printed once: the server keeps only their fingerprints and can't show a code again, only give a new one.
access-nobody = Tick who is to be given access
access-no-class = Tick at least one class
access-whose = Who gets a code
access-whose-nobody = Those without a login
access-whose-never = Also those who have never signed in (their old codes stop working)
access-look = Layout
access-strips = Strips to cut, with a QR code
access-list = A list of the class
access-english = Add instructions in English
access-separate = A file for each class (a ZIP archive)
access-submit = Give and print
access-staff-title = Access of the staff
access-class-title = Access: { $class }
access-people = Logins
access-nobody-here = Nobody is here yet
access-nobody-here-text = Pupils, parents and staff appear when the school's rosters are imported.
access-pupil = pupil
access-relation = { $relation ->
    [mother] mother
    [father] father
    [guardian] guardian
   *[other] parent
}
access-parent-of = parent: { $children }
access-state-none = no login
access-state-waiting = code until { $day }
access-state-expired = code has run out
access-state-never = never signed in
access-state-used = signed in { $day }
access-state-locked = locked
access-give = Give
access-give-to = Give access: { $name }
access-new-code = New code
access-new-code-for = New code: { $name }
access-new-code-question = { $name }: the old code and password stop working at once, open sessions end. Only the new code will sign in.
access-new-code-yes = Give a new code
access-task-school = Access sheets: the school
access-task-class = Access sheets: { $class }
access-task-staff = Access sheets: the staff
access-kept = This sign-in is used at another school too: its owner changes the password himself, and if it is forgotten the operator of the system gives a new code
access-kept-class = This sign-in is used beyond this class too: its owner changes the password himself, and if it is forgotten the administrator of the school gives a new code or, with several schools, the operator of the system
access-kept-line = { $name }: this sign-in is used elsewhere too, its owner changes the password himself; if it is forgotten, the operator of the system helps
class-teacher-oneself = Nobody gives himself a class: ask another administrator
