# Лишние колонки, длина темы, журнал на телефоне.
column-remove = Убрать
column-remove-one = Убрать колонку: { $what }
column-written = Колонка осталась: в ней уже есть записи.
column-first = Колонка осталась: первая колонка урока хранит посещаемость.
column-spare = Пустые добавленные колонки
column-spare-text = В них ещё ничего не записано. Если колонка добавлена по ошибке, её можно убрать.
done-column-removed = Колонка убрана
lesson-text-too-long = Здесь помещается не больше { $count } знаков. Сократите текст на { $n }.
grid-one-lesson = Отметить урок: { $day }
grid-t-keys = Что записать в клетку
grid-t-erase = Стереть
grid-t-keyboard = Клавиатура
