# Final marks, locks of periods, history, the seal of journals.

school-nav-periods = Results

## Final marks of a journal
periods-title = Final marks
periods-all = All periods
periods-year = Year
periods-exam = Exam
periods-final = Certificate
periods-closed = closed
periods-none = There are no grading periods
periods-none-text = They appear once the year has quarters, trimesters or half-years.
periods-year-closed = The year is closed: marks of the year and for the certificate stay as they are.
periods-average = Average
periods-count = Marks
periods-proposal = Proposed
periods-mark = Mark
periods-reason = Why not as proposed
periods-field = { $pupil }: final mark
periods-reason-field = { $pupil }: why the mark is not as proposed
periods-reason-wanted = Proposed: { $proposed }. Write beside it why the mark is another one, and save again.
periods-reason-test = Final test
periods-reason-better = Better towards the end
periods-reason-ill = Long illness
periods-accept = Accept the proposals
periods-preview = Empty fields are filled with the proposals and not saved yet. Look them over and save.
periods-few = too few marks, { $wanted ->
    [one] { $wanted } wanted
   *[other] { $wanted } wanted
}
periods-incomplete = some marks are missing
periods-not-here = The pupil is not in the journal in this period
periods-hint = 1–5, н/а (not attested), осв (exempt), зач (pass), нз (fail). Tab leads to the next pupil, Enter saves.
periods-note = Proposed by the average: 5 from { $five }, 4 from { $four }, 3 from { $three }. The teacher decides.
periods-note-year = Proposed from the marks of the periods. The teacher decides.
periods-value-na = not attested
periods-value-exempt = exempt
periods-value-pass = pass
periods-value-fail = fail
period-mark-unknown = It can be 1–5, н/а, осв, зач, нз
cell-period-closed-kept = The period is closed. The mark was handed to the deputy; see “Late marks” for the decision

## Summary sheet
summary-title = { $class }: summary sheet
summary-open = Summary sheet
summary-none = Nothing to sum up yet
summary-none-text = The class has no pupils or no journals.
summary-progress = Passing, %
summary-quality = Good and excellent, %
summary-learned = Learning index, %
summary-average = Average
summary-excellent = excellent
summary-good = good
summary-failing = failing
summary-count-excellent = Excellent
summary-count-good = Good
summary-count-failing = Failing

## Closing periods
unlock-title = Closing periods
unlock-locked = closed on { $day }
unlock-over = over, not closed
unlock-going = going on
unlock-coming = to come
unlock-lock = Close the period
unlock-lock-question = { $period }: once it is closed nobody can change its marks, topics and weights. The deputy can open one journal or class for a while.
unlock-lock-yes = Close for the whole school
unlock-missing = Without a final mark: { $count ->
    [one] { $count } cell
   *[other] { $count } cells
}
unlock-missing-pupils = { $count ->
    [one] { $count } pupil
   *[other] { $count } pupils
}
unlock-days = Close by itself so many days after the period’s end
unlock-days-hint = 0 to 60. Empty: the deputy closes it.
unlock-days-wrong = It can be 0 to 60 days. The setting was left as it was.
unlock-leave = Open for changes
unlock-leave-text = One journal or one class, until the hour you name. It closes by itself.
unlock-open = Open for changes
unlock-period = Period
unlock-year = Year, exams, certificate
unlock-which-class = Class
unlock-class-hint = A single journal is opened from its page “Final marks”.
unlock-class = Class { $class }
unlock-until-day = Until the day
unlock-until-hour = Until the hour
unlock-reason = Reason
unlock-period-wanted = Choose a period
unlock-class-wanted = Choose a class
unlock-until-wrong = It must lie ahead, at most a month
unlock-reason-wanted = Write the reason
unlock-leaves = Opened for changes
unlock-until = open until { $moment }
unlock-ended = closed { $moment }
unlock-end = Close now
unlock-end-of = { $what }: close now
done-period-locked = The period is closed
done-period-unlocked = Opened for changes

## Late marks
late-title = Late marks
late-text = They were typed on a device without a network and came when the period was closed.
late-own-title = Late marks
late-own-text = Marks that came after the period was closed, and what the deputy decided.
late-none = There are no late marks
late-none-text = Everything came in time.
late-typed = Typed
late-stands = now in the journal
late-note = Typed { $typed }, { $who }. Came { $received }.
late-answer = Answer: { $answer }
late-waiting = waits
late-accepted = written
late-declined = declined
late-accept = Write it
late-accept-one = { $pupil }: write it
late-decline = Decline
late-reason = Why it is declined
late-reason-of = { $pupil }: why it is declined
late-reason-wanted = Write why the mark is declined: the teacher will read it.
late-before = This mark was decided before.
late-changed = The cell changed while you were looking. See what stands in the journal now.

## Rules
rules-title = Rules of marks
rules-note = Final marks are proposed by them. Earlier rules stay for what was marked by them.
rules-from = In force from
rules-from-hint = The first day of the school’s own rule.
rules-from-wrong = Choose a day
rules-five = “5” from the average
rules-four = “4” from the average
rules-three = “3” from the average
rules-threshold-wrong = Numbers like 4.5, going down from five, between 2 and 5
rules-shown = In the pupil’s favour: compare the average as it is shown
rules-shown-hint = 4.495 is shown as 4.50 and counts as 4.50.
rules-minimums = How many marks are wanted
rules-minimums-hint = 3; 1.5: 5; 3.5: 7 means three marks, five from one and a half hours a week, seven from three and a half.
rules-minimums-wrong = Write it like 3; 1.5: 5; 3.5: 7
rules-absent = Missed more than, %
rules-absent-hint = Who missed more and has too few marks is proposed as not attested.
rules-absent-wrong = A number from 0 to 100
rules-formulas = Year and certificate
rules-mean = mean of: { $sources }
rules-grade = grade { $grade }
rules-grades = grades { $first }–{ $last }
rules-with-exam = , who took the exam
rules-source-periods = periods
rules-source-year = year
rules-source-exam = exam
rules-source-earlier-periods = periods of the year before
rules-source-earlier-year = year before

## History
history-title = History
history-cell = History of the cell
history-kinds = What changed
history-marks = Marks
history-finals = Final marks
history-who = Who
history-when = When
history-place = Where
history-change = Change
history-from = From
history-to = To
history-show = Show
history-all-pupils = All pupils
history-everybody = Everybody
history-none = No changes
history-none-text = Every change will be here: who, when, and what stood there before.
history-lesson = { $day }, lesson { $number }
history-proposed = proposed { $sign }
history-from-grid = in the journal
history-from-form = on the lesson’s page
history-from-column = another kind of work
history-from-import = imported
history-from-late = late, accepted by the deputy
history-from-finals = on the page of final marks

## The seal of journals
seal-title = Seal of journals
seal-note = Every change of a mark enters a chain. Closing the year signs it with the school’s key: any change after that is seen.
seal-close = Close the year and sign the journals
seal-question = Marks of the year and for the certificate will stay as they are, the journals get the school’s signature. What changes later will be seen.
seal-yes = Close the year
seal-closed = closed on { $day }
seal-refused-open = Close every period of the year first.
seal-refused-busy = The journals are still being written. Try again in a minute.
seal-heads = Signed journals
seal-journal = Journal
seal-signed = Signed
seal-link = Link
seal-hash = Code
seal-file = File
seal-file-of = { $journal }: the journal’s file
seal-export = The journal’s file
seal-keys = Public keys of the school
seal-keys-text = Signatures are checked with them. The secret half lies in a file on the server.
done-year-closed = The year is closed, the journals are signed

## Checking
verify-title = Checking a journal
verify-note = Tells whether marks were changed after the signature. No sign-in, the file is not kept.
verify-by-file = By its file
verify-by-head = By address and code
verify-file = The journal’s file
verify-text = Or what is in it
verify-address = Address of the journal
verify-head = Code from the list of signed journals
verify-check = Check
verify-too-large = The file is larger than 8 MB. A journal of a year is far smaller: see whether it is the right one.
verify-no-file = This is no journal’s file. Take the one from the page “Final marks” or “Seal of journals”.
verify-nothing = Choose a file, or write the journal’s address and the code of 64 signs.
verify-good = The journal is whole
verify-bad = The journal is not confirmed
verify-sign-good = in order
verify-sign-bad = not in order
verify-chain-good = The chain is unbroken
verify-chain-bad = The chain is broken: { $count ->
    [one] { $count } link
   *[other] { $count } links
}
verify-rows-good = Every entry is as it was written
verify-rows-bad = Changed or removed: { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
verify-signatures-good = The signatures hold
verify-signatures-bad = Signatures that do not hold: { $count ->
    [one] { $count }
   *[other] { $count }
}
verify-loose = Outside the chain: { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
verify-after = Added after the signature: { $count ->
    [one] { $count } link
   *[other] { $count } links
}
verify-key-known = Signed with this school’s key
verify-key-unknown = The key of the signature is not this school’s
verify-unproven = The file is whole in itself, but whose it is can’t be confirmed
verify-not-here = This server does not have the journal: whose key it is can’t be told
verify-not-signed = This link is not signed
verify-signed-here = Signed { $moment }
verify-server-order = The journal on the server is in order
verify-server-broken = The journal on the server is damaged
verify-head-known = The journal had this code
verify-head-unknown = This journal has no such signed code

## Diary
diary-finals = Marks of periods and the year
