# Lesson plans: rows, days, import, approval, “take from the plan”.

## The plan
plan-title = Lesson plan
plan-list-title = Lesson plans
plan-list-note = The plans of your journals
plan-list-none = No journals yet
plan-list-none-text = A plan appears here together with a journal that you teach.
plan-school-title = The school's plans
plan-school-none = Nothing here
plan-school-none-text = No plan is in this state now.
plan-tab-waiting = To approve
plan-tab-missing = Not submitted
plan-tab-returned = Returned
plan-tab-behind = Behind
plan-tab-approved = Approved
plan-given-of = { $given } of { $hours } hours given
plan-state = State of the plan
plan-status-none = no plan
plan-status-draft = not submitted
plan-status-submitted = to be approved
plan-status-returned = returned
plan-status-approved = approved
plan-draft-text = When the plan is ready, send it to the deputy head.
plan-submitted-text = The deputy head is looking at the plan. Withdraw it to change it.
plan-submitted-decide = The plan waits for your decision. A remark can also be left on a single row.
plan-returned-text = Mend the plan by the remarks and send it again.
plan-approved-text = The approved edition is kept. Each further change needs a reason.
plan-editions-note = The approved edition and the list of changes open with “Changes”.
plan-behind = { $count ->
    [one] { $count } lesson behind
   *[other] { $count } lessons behind
}
plan-week-note = { $hours } h a week
plan-year-note = { $count } h a year
plan-header = Programme and hours
plan-programme = Programme
plan-programme-hint = For example: federal programme “Mathematics”, basic level
plan-hours-week = Hours a week
plan-hours-year = Hours a year
plan-week-invalid = Write the hours a week as a number, for example 5 or 2,5.
plan-year-invalid = Write the hours a year as a number, for example 170.
plan-empty = The plan has no rows yet
plan-empty-text = Import a plan from a file, copy last year's, or add the first topic.
plan-empty-read = When the teacher has made the plan, it appears here.

## Rows
plan-topic = Topic
plan-section = Section
plan-hours = Hours
plan-hours-hint = 0: in the same lesson as the topic before
plan-planned = Planned
plan-given = Given
plan-days-hint = A day, or several with commas: 05.09, 07.09
plan-control = Control
plan-homework = Homework
plan-homework-short = Homework:
plan-content = Content, online resources
plan-codes = Codes
plan-column-number = Lesson №
plan-actions = Actions
plan-no-lesson = no lesson
plan-not-given = not given
plan-up = Up: { $title }
plan-down = Down: { $title }
plan-edit-row = Edit: { $title }
plan-remark-row = Remark on the row: { $title }
plan-row-remark = Remark on the row
plan-new-row = New row
plan-add-topic = Add a topic
plan-add-topic-top = Topic at the top
plan-add-topic-end = Topic at the end
plan-add-section-end = Section at the end
plan-add-section-top = Section at the top
plan-add-topic-below = Topic below
plan-add-section-below = Section below
plan-tools = Move, merge, split, add below
plan-remove = Delete
plan-merge = Merge with the next
plan-squeeze = The next one in the same lesson
plan-split = Split in two
plan-move = Move
plan-move-after = Put after the row
plan-move-top = to the top of the plan
plan-undo = Undo
plan-undo-what = Last change: { $kind }, { $what }
plan-title-missing = Write the topic.
plan-hours-invalid = Hours are a whole number from 0 to 20.
plan-day-invalid = “{ $text }” is no day. Write, for example, 05.09.
plan-day-outside = “{ $text }” is outside the school year.
plan-days-many = A row holds at most twenty days.

## Reasons and refusals
plan-reason = Reason of the change
plan-reason-words = Explanation
plan-reason-quarantine = quarantine
plan-reason-holiday = holiday
plan-reason-squeeze = topics put together
plan-reason-other = another one, explained
plan-refused-reason = The plan is approved: give the reason of the change, and explain any other reason.
plan-refused-submitted = The plan waits for approval. Withdraw it to change it.
plan-refused-stale = The plan has changed meanwhile. Nothing was written: look at it as it is now and try again.
plan-refused-empty = The plan has no topics, there is nothing to send.
plan-refused-gone = This row is not in the plan any more.
plan-refused-next = There is no next topic in this section.
plan-refused-much = That does not fit: a plan has up to 500 rows, a row up to 20 hours.
plan-refused-row = Somebody changed the row: it now says “{ $title }”, hours { $hours }, planned { $days }. Yours is still in the fields; “Save” writes it over.

## Approval
plan-submit = Send for approval
plan-withdraw = Withdraw
plan-approve = Approve
plan-return = Return with remarks
plan-remark = Remark on the plan
plan-return-empty = Write a remark: the teacher needs to know what to mend.
plan-change-header = programme and hours
plan-change-edit = rows edited
plan-change-import = imported from a table
plan-change-copy = copied from another plan
plan-change-dates = days by the timetable
plan-change-remark = remark
plan-change-undo = change undone
plan-change-submit = sent for approval
plan-change-withdraw = withdrawn
plan-change-return = returned
plan-change-approve = approved
plan-history-title = Changes
plan-history-none = No changes yet
plan-history-none-text = Every change of the plan will be here: who, when and why.
plan-editions = Approved editions
plan-edition-of = Approved { $when }
plan-edition-title = Approved edition
plan-edition-same = The plan is the same now.
plan-edition-differs = { $count ->
    [one] { $count } row differs.
   *[other] { $count } rows differ.
}
plan-edition-then = As approved
plan-edition-now = Now
plan-added = added
plan-removed = removed
plan-changed = changed
plan-when = When
plan-who = Who
plan-what = What
plan-hours-short = { $hours } h

## Plan and fact
plan-sums = Plan and fact in hours
plan-sums-note = Planned { $planned } h, given { $given } h; lessons in the year's timetable: { $lessons }.
plan-undated = { $count ->
    [one] { $count } hour has no day.
   *[other] { $count } hours have no day.
}
plan-by-section = By section
plan-by-period = By period
plan-period = Period
plan-plan = Plan
plan-fact = Fact
plan-no-section = No section

## Days
plan-dates-title = Days and shift
plan-dates-hint = Topics take the lessons of the timetable in order; holidays and cancelled lessons are passed over. What was given stays.
plan-dates-row = From the topic
plan-dates-day = From the day
plan-dates-will = What will change
plan-dates-nothing = The days are right, nothing will change.
plan-dates-apply = Save the days
plan-recount = Work out again
plan-was = Before
plan-now = After
plan-left = does not fit: { $hours } h
plan-left-all = { $count ->
    [one] The year is { $count } lesson short. Put topics together: tick below which to shorten.
   *[other] The year is { $count } lessons short. Put topics together: tick below which to shorten.
}
plan-hours-now = now { $hours } h
plan-free = Free lessons after the last topic: { $number }.
plan-spare = Put together: an hour less
plan-spare-text = A topic of two hours takes one, a topic of one hour shares the lesson of the one before.
plan-spare-label = { $label }, { $hours } h
plan-fallen = The lesson of the topic “{ $title }” ({ $days }) fell out.
plan-shift = Shift the other topics
plan-no-lessons = The timetable has no lessons
plan-no-lessons-text = Days come from the journal's timetable. Once it is there, topics can be dealt out.

## Import
plan-import-title = Import
plan-import-file = File
plan-import-file-hint = XLSX or CSV, up to 8 MB
plan-import-text = Or paste a table
plan-import-text-hint = Copy a table from Word, Excel, LibreOffice or a page and paste it here
plan-import-taken = The table of the clipboard was pasted
plan-import-next = Next: check
plan-import-waits = A table waits to be checked.
plan-import-what = Which table is needed
plan-import-what-columns = A row of headings and a column of topics; the rest as you like: number, hours, planned and actual days, control, homework, resources, codes. Any order and names of columns.
plan-import-what-sections = A section is a merged row, a row with a title alone, or a column. Days as numbers, “05.09.2026” or “05.09”.
plan-import-nothing = Choose a file or paste a table.
plan-import-large = The table is too large for a plan: leave only the plan's rows in it.
plan-import-pasted = Pasted table
plan-import-other = Another table
plan-import-will = What the plan will have
plan-import-summary = Topics: { $topics }, sections: { $sections }, hours: { $hours }.
plan-import-changes = Rows added: { $added }, changed: { $changed }, removed: { $removed }.
plan-import-same = The plan is like this already, there is nothing to import.
plan-import-faults = { $count ->
    [one] { $count } row has a fault, named beside it. Mend the table or change the columns: a plan is imported whole.
   *[other] { $count } rows have faults, named beside them. Mend the table or change the columns: a plan is imported whole.
}
plan-import-faulty = Nothing was imported: the table has rows with faults.
plan-import-doubled = The column “{ $column }” is chosen twice.
plan-import-no-topic = It is not clear which column has the topics: choose it below.
plan-import-apply = Import into the plan
plan-import-discard = Discard the table
plan-preview-title = Check of the table
plan-columns = Columns
plan-columns-hint = What the headings say is chosen already.
plan-sheet = Sheet
plan-heading = Heading
plan-samples = Samples
plan-meaning = Meaning
plan-meaning-of = What the column “{ $heading }” has
plan-ignored = leave out
plan-column = Column { $number }
plan-line = Row
plan-fault-hours = “{ $text }” is no number of hours from 0 to 20.
plan-fault-long = { $field }: at most { $count } characters.
plan-mode = What the plan has already
plan-mode-replace = replace it; what was given and remarks stay with the same topics
plan-mode-append = keep it and add the new rows at the end

## Copy
plan-copy-title = Copy
plan-copy-from = From
plan-copy-hint = { $teachers } · { $count } h
plan-copy-hint-text = Plans of your school in this subject. Topics, hours, control and homework are copied; days are dealt out afterwards.
plan-copy-none = Nothing to copy from yet
plan-copy-none-text = The school has no other plan of this subject. A plan can be imported from a file.
plan-copy-choose = Choose the plan to copy.
plan-copy-apply = Copy into the plan
plan-look = look
plan-look-at = Look at the plan: { $label }

## Topics of lessons from the plan
plan-fill-title = Fill in topics
plan-fill-hint = Empty topics and homework are taken from the plan. What you wrote stays until you choose “replace”.
plan-fill-none = Nothing to fill in
plan-fill-none-text = These days have no lessons the plan has topics for.
plan-fill-what = What to do
plan-fill-fill = fill in what is empty
plan-fill-keep = keep it, note the topic as given
plan-fill-replace = replace by the plan
plan-fill-skip = leave alone
plan-fill-apply = Carry out
plan-span = Which days
plan-span-week = This week
plan-span-period = Period until today
plan-span-year = Year until today
plan-lesson-when = { $day }, lesson { $number }
plan-by-plan = Planned
plan-by-plan-no = Planned, № { $number }
plan-in-journal = In the journal
plan-nothing-yet = nothing yet
plan-taken = taken from the plan
plan-take = Take from the plan
plan-take-replace = Replace topic and homework
plan-take-note = You wrote something else: “Take from the plan” fills only what is empty.
plan-other-topic = Another topic

done-plan-removed = The row is deleted
done-plan-undone = The last change is undone
done-plan-remarked = The remark is written
done-plan-submitted = The plan is sent for approval
done-plan-withdrawn = The plan is withdrawn
done-plan-approved = The plan is approved
done-plan-returned = The plan is returned to the teacher
done-plan-dated = The days are written
done-plan-imported = The plan is imported
done-plan-copied = The plan is copied, now deal out the days
done-plan-discarded = The table is discarded
done-plan-filled = Done: topics and days are written
done-plan-taken = Taken from the plan
done-plan-kept = The day is noted in the plan, your topic and homework stay
done-plan-closed = The period is closed: nothing changed in closed lessons
done-plan-nothing = There was nothing to change
