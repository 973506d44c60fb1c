# Words shared by every page: shell, actions, dates, errors.

-brand = Zvonok

## Shell
shell-brand = { -brand }
shell-skip = Skip to content
shell-places = Sections
shell-more = More
shell-home = Go to the main page
shell-children = Whose diary
shell-account = Account
shell-language = Language
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-search = Class, pupil, page
shell-search-label = Search
shell-search-none = Nothing found
shell-search-failed = Search does not answer now. Press Enter to open it as a page.
shell-offline = No network. You see what has been loaded; the rest comes when the connection is back.
shell-online = Connection is back.
shell-demo = Demo with invented people
shell-password-show = show
shell-password-hide = hide
shell-sending = Sending…

## Actions
common-save = Save
common-cancel = Cancel
common-delete = Delete
common-edit = Edit
common-add = Add
common-close = Close
common-back = Back
common-next = Next
common-open = Open
common-undo = Undo
common-retry = Try again
common-search = Find
common-print = Print
common-download = Download
common-yes = Yes
common-no = No
common-all = All
common-none = None
common-optional = optional
common-required = required
common-saved = Saved
common-saving = Saving…
common-waiting = Waiting for network
common-loading = Loading…
common-sure = Please confirm
common-previous-page = Previous page
common-next-page = Next page
common-pages = Pages
common-path = Path to this page
common-week = Week
common-previous-week = Previous week
common-next-week = Next week
common-this-week = This week
common-choose = Choose

## Forms
form-summary = Check these fields
form-field-empty = Fill in this field
form-field-long = Too long: { $count } { $count ->
    [one] character
   *[other] characters
} at most
form-kept = What you typed is kept on the page.

## Diary: shared words
lesson-topic = Topic
lesson-homework = Homework
lesson-room = room { $room }
lesson-cancelled = lesson cancelled
mark-average = Average { $value }
mark-one = one
mark-two = two
mark-three = three
mark-four = four
mark-five = five
mark-absent = absent
mark-ill = ill
mark-excused = absent with a valid reason
mark-late = late
mark-due = mark is due
mark-weight = weight { $value }

## Days and time
weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday
weekday-mon-short = Mon
weekday-tue-short = Tue
weekday-wed-short = Wed
weekday-thu-short = Thu
weekday-fri-short = Fri
weekday-sat-short = Sat
weekday-sun-short = Sun
month-jan = January
month-feb = February
month-mar = March
month-apr = April
month-may = May
month-jun = June
month-jul = July
month-aug = August
month-sep = September
month-oct = October
month-nov = November
month-dec = December
day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
ago-now = just now
ago-minutes = { $count } { $count ->
    [one] minute
   *[other] minutes
} ago
ago-hours = { $count } { $count ->
    [one] hour
   *[other] hours
} ago
ago-days = { $count } { $count ->
    [one] day
   *[other] days
} ago

## Error pages
error-code = Reference: { $id }
error-code-why = Quote it when you write to support: it leads to what happened.
error-not-found-title = There is no such page
error-not-found-text = The address is mistyped, the page was removed, or it is not open to you.
error-not-found-next = Check the address or start from the main page. The page may open if you sign in under another name.
error-broken-title = The page did not open
error-broken-text = A failure on our side. Everything saved before is in place.
error-broken-next = Open the page again in a minute. If you were sending something, see whether it arrived before you send it again.
error-too-many-title = Too many requests
error-too-many-text = Very many requests came in a row from your account or network. Nothing is lost.
error-too-many-next = Wait and open the page again.
error-too-many-wait = Wait { $count } { $count ->
    [one] second
   *[other] seconds
} and open the page again.
error-unavailable-title = Maintenance
error-unavailable-text = { -brand } has stopped for a short while. Everything saved is in place.
error-unavailable-next = It usually takes a few minutes. Open the page later.
error-too-large-title = The file is too large
error-too-large-text = What you sent is larger than this page accepts. Nothing was written.
error-too-large-next = Go back and attach a smaller file: compress it or split it into parts.
error-wrong-method-title = This page does not open this way
error-wrong-method-text = This address only takes filled-in forms, or, the other way round, only shows a page. Nothing was written.
error-wrong-method-next = Go back to the page with the form and send it with its button, or start from the main page.
error-wrong-kind-title = Not what the page expects
error-wrong-kind-text = The page takes a filled-in form, and something else arrived. Nothing was written.
error-wrong-kind-next = Go back to the page with the form, reload it and send again.
error-bad-request-title = The request was not understood
error-bad-request-text = The page is out of date or was sent incompletely. Nothing was written.
error-bad-request-next = Go back, reload the page and send again.
error-offline-title = No network
error-offline-text = This page has not been opened on your device yet, so it can't be shown without a connection.
error-offline-next = Check the connection and try again. Pages opened before are still available.

## Places
nav-journals = Journals
nav-school = School
nav-kindergarten = Kindergarten
nav-staff = Staff
nav-system = System
nav-diary = Diary
nav-marks = Marks
nav-children = Children
nav-me = About me

## What was done (shown once after a change)
done-saved = Saved
done-signed-out = You have signed out
done-session-ended = The session has ended
done-sessions-ended = The other sessions have ended
done-password = Password changed, the other sessions have ended

## Why a journal cell was refused
cell-two-marks = Two marks in one cell: add a second column to the lesson
cell-sign = Marks have no plus or minus: enter 1–5
cell-out-of-scale = A mark is from 1 to 5
cell-two-codes = A lesson has one code: н, б, уп or оп
cell-unknown = Enter 1–5, н, б, уп or оп here

## Passwords
password-too-short = The password is shorter than eight characters
password-too-long = The password is too long
password-too-common = Everybody tries that password first: choose another
password-too-known = The password contains your login, name or e-mail: choose another
password-failed = The password could not be saved, try again
