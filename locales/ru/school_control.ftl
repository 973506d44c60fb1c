# Контроль ведения журналов.
school-nav-control = Контроль
control-title = Контроль
control-note = Журналы { $period }. Строка ведёт туда, где это исправляют.
control-span = За сколько дней
control-days = { $n } { $n ->
    [one] день
    [few] дня
   *[other] дней
}
control-no-year-text = Контролировать пока нечего: сначала заведите учебный год.
control-topics-title = Уроки без темы
control-topics-none = У всех прошедших уроков записана тема.
control-topics = { $n } { $n ->
    [one] урок
    [few] урока
   *[other] уроков
}
control-of = { $missing } из { $lessons }
control-no-teacher = Учитель не назначен
control-silent-title = Журналы без записей
control-silent-none = Во всех журналах есть свежие отметки или отсутствия.
control-silent-since = последняя запись { $day }
control-silent-always = записей ещё не было
control-tests-title = Много контрольных
control-tests-note = Эта и следующая неделя. Рекомендуется не больше одной контрольной в день и трёх в неделю.
control-tests-none = Перегрузки нет.
control-tests-day = { $count } за день, { $day }
control-tests-week = { $count } за неделю { $week }
