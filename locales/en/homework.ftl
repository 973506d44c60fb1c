# Homework: on the lesson's page, in its form, in the diary.
homework-title = Homework
homework-due-here = Due at this lesson
homework-given-here = Given at this lesson
homework-none = Nothing was given at this lesson.
homework-add = Add homework
homework-change = Change
homework-new = New homework
homework-edit = Homework
homework-back = To the lesson
homework-to-diary = To the diary
homework-text = What to do
homework-due-label = Due at the lesson
homework-due = due: { $day }
homework-given = given { $day }
homework-minutes = { $count } min
homework-minutes-label = Minutes it takes
homework-minutes-fault = Give the time in minutes, 0 to 600
homework-audience = For whom
homework-for-all = Everybody
homework-for-one-subgroup = Subgroup: { $name }
homework-for-some = Some pupils
homework-for-subgroup = for a subgroup
homework-for-chosen = { $count ->
    [one] for { $count } pupil
   *[other] for { $count } pupils
  }
homework-pupils = Choose pupils
homework-audience-fault = Choose for whom it is: open the list of pupils and tick at least one
homework-solution = to be handed in
homework-solution-label = A solution must be handed in
homework-files = Files
homework-files-add = Add files
homework-files-count = { $count ->
    [one] { $count } file
   *[other] { $count } files
  }
homework-files-hint = Up to 10 files. A document up to { $count } MB, a picture up to { $n } MB, sound and video up to { $number } MB
homework-file-drop = remove
homework-files-again = Choose the files again: the browser does not keep them until the form is accepted
homework-most-files = Homework may have at most { $count } files
homework-no-attachment = Such a file is not taken. Documents (PDF, DOCX, XLSX, PPTX, ODT, TXT and others), pictures JPEG, PNG, WebP, sound MP3, M4A, OGG, WAV and video MP4, MOV, WebM are
homework-empty = Write what is to be done, or attach a file
homework-due-fault = Choose a day on which the class has this lesson
homework-stale = The homework was changed while you were writing. It now says: “{ $text }”. Your text is still in the form: check it and save again
homework-removed = The homework is removed
homework-removed-text = The homework is removed, pupils do not see it. It can be brought back.
homework-restore = Bring it back
homework-remove = Remove the homework
homework-remove-question = Pupils and parents will not see it any more. It can be brought back on this page.
homework-history = History of changes
homework-load = What the class has to do already
homework-over = Over the norm of { $count } min a day
homework-day-minutes = homework { $count } min
homework-more = More
done-homework-saved = The homework is saved
done-homework-removed = The homework is removed
done-homework-restored = The homework is back
done-homework-closed = The period is closed: the homework was not changed

# The roll.
attendance-title = Who is there
attendance-all = Everybody is there
attendance-present = there
attendance-absent = absent
attendance-excused = absent, excused
attendance-ill = ill
attendance-late = late
attendance-minutes = min
attendance-minutes-label = How many minutes late
attendance-hint = “Everybody is there” takes the codes of absence and lateness off everybody. Marks stay.
attendance-called = The roll was called: { $when }
