# Notices.

notices-title = Notices
notices-none = No notices yet
notices-none-text = What you should know appears here: substitutions, changes of the timetable.
notices-new = new
notices-unread = Unread: { $count }
notices-all-read = All read
notices-read-all = Mark all as read
done-notices-read = All marked as read
notices-newer = Newer
notices-older = Older
notices-place = { $day }, lesson { $number }
notices-taken = You substitute: { $lesson }
notices-taken-back = Substitution withdrawn: { $lesson }
notices-became-substitute = { $lesson }: substitute teacher { $who }
notices-became-joint = { $lesson }: groups joined, taught by { $who }
notices-became-cancelled = { $lesson }: cancelled
notices-became-moved = { $lesson }: moved to lesson { $number }
notices-became-room = { $lesson }: in room { $room }
notices-became-restored = { $lesson }: as in the timetable again
notices-day = The timetable of { $day } has changed
