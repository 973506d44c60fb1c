# Spare columns, the length of a topic, the journal on a phone.
column-remove = Remove
column-remove-one = Remove the column: { $what }
column-written = The column stays: something is written in it already.
column-first = The column stays: a lesson keeps attendance in its first column.
column-spare = Empty added columns
column-spare-text = Nothing is written in them yet. A column added by mistake can be removed.
done-column-removed = The column is removed
lesson-text-too-long = At most { $count } characters fit here. Shorten the text by { $n }.
grid-one-lesson = Mark the lesson: { $day }
grid-t-keys = What to write into the cell
grid-t-erase = Erase
grid-t-keyboard = Keyboard
