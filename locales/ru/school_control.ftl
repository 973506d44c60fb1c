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
control-silent-note = Уроки шли, а отметок и отсутствий нет две недели или дольше.
control-journals = { $n } { $n ->
    [one] журнал
    [few] журнала
   *[other] журналов
}
control-entry-title = Ни разу не входили
control-entry-note = Сейчас, по классам. Родитель детей из двух классов посчитан в каждом.
control-entry-none = Все, у кого есть логин, входили, и логин есть у всех.
control-entry-of = { $absent } из { $all } (из них без логина { $without })
control-all = Показать все строки: { $number }
control-back = Весь контроль
control-teacher = Учитель
control-journal = Журнал
control-what = Что не так
control-who = Кто
