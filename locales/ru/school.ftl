# Школа: обзор, класс, сотрудники.

## Обзор
school-title = Школа
school-year = Учебный год { $name }
school-no-year = Учебного года ещё нет
school-counts = Учеников: { $pupils }, классов: { $classes }, сотрудников: { $staff }
school-classes = Классы
school-grade = { $grade } класс
school-course = { $grade } курс
school-class = Класс
school-size = Учеников
school-teacher = Руководитель
school-no-teacher = не назначен
school-empty = Классов пока нет
school-empty-text = Классы, ученики и сотрудники появятся, когда загрузят списки школы, а журналы – когда загрузят расписание.
school-imports = Последние загрузки
school-imports-none = Списки и расписание ещё не загружали.
school-import-what = Что
school-import-when = Когда
school-import-file = Файл
school-import-changed = Изменено
school-import-refused = Отклонено
school-import-roster = Списки
school-import-timetable = Расписание
school-staff-row = Все сотрудники
school-staff-hint = Должности и классное руководство

## Класс
school-class-title = { $name } класс
school-class-teacher = Классный руководитель: { $name }
school-class-no-teacher = Классный руководитель не назначен
school-class-pupils = { $count } { $count ->
    [one] ученик
    [few] ученика
   *[other] учеников
}
school-pupils = Ученики
school-pupils-none = В классе пока никого нет
school-pupils-none-text = Ученики появятся, когда загрузят списки школы.
school-journals = Журналы
school-journals-none = Журналов пока нет: они появятся вместе с расписанием.
school-week = Расписание на неделю
school-week-none = Расписания пока нет
school-week-none-text = Оно появится, когда его загрузит администратор школы.
school-week-of-cycle = { $number }-я неделя
school-starts = с { $day }
school-until = до { $day }

## Сотрудники
school-staff-title = Сотрудники
school-staff-count = { $count } { $count ->
    [one] человек
    [few] человека
   *[other] человек
}
school-staff-empty = Сотрудников пока нет
school-staff-empty-text = Они появятся, когда загрузят списки школы.
