# Школа: вкладки и слова по виду организации.

school-nav-label = Разделы школы
school-nav-overview = Обзор
school-nav-staff = Сотрудники
school-nav-info = Сведения
school-nav-access = Доступ
school-nav-rosters = Загрузка списков

## Слова вида организации
words-place = { $kind ->
    [school] Школа
    [kindergarten] Детский сад
    [college] Колледж
   *[other] Организация
}
words-of-place = { $kind ->
    [school] школы
    [kindergarten] детского сада
    [college] колледжа
   *[other] организации
}
words-about = { $kind ->
    [school] О школе
    [kindergarten] О детском саде
    [college] О колледже
   *[other] Об организации
}
words-head = { $kind ->
    [school] Директор
    [kindergarten] Заведующая
    [college] Директор
   *[other] Руководитель
}
words-teacher = { $kind ->
    [school] Учитель
    [kindergarten] Воспитатель
    [college] Преподаватель
   *[other] Педагог
}
words-class = { $kind ->
    [kindergarten] Группа
    [college] Группа
    [supplementary] Объединение
   *[other] Класс
}
words-classes = { $kind ->
    [kindergarten] Группы
    [college] Группы
    [supplementary] Объединения
   *[other] Классы
}
words-pupil = { $kind ->
    [kindergarten] Ребёнок
    [college] Студент
    [supplementary] Обучающийся
   *[other] Ученик
}
words-pupils = { $kind ->
    [kindergarten] Дети
    [college] Студенты
    [supplementary] Обучающиеся
   *[other] Ученики
}
words-grade = { $kind ->
    [kindergarten] Возраст
    [college] Курс
    [supplementary] Год обучения
   *[other] Параллель
}
words-leads = { $kind ->
    [kindergarten] Ведёт группу
    [college] Куратор группы
    [supplementary] Ведёт объединение
   *[other] Ведёт класс
}
words-leader = { $kind ->
    [kindergarten] Воспитатель
    [college] Куратор
    [supplementary] Педагог
   *[other] Классный руководитель
}
words-to-class = { $kind ->
    [kindergarten] В какую группу
    [college] В какую группу
    [supplementary] В какое объединение
   *[other] В какой класс
}
words-move = { $kind ->
    [kindergarten] Перевести в группу
    [college] Перевести в группу
    [supplementary] Перевести в объединение
   *[other] Перевести в класс
}
words-transfer = { $kind ->
    [kindergarten] Перевести в другой детский сад или школу
    [college] Перевести в другую организацию
    [supplementary] Перевести в другую организацию
   *[other] Перевести в другую школу
}
words-new-class = { $kind ->
    [kindergarten] Новая группа
    [college] Новая группа
    [supplementary] Новое объединение
   *[other] Новый класс
}
words-new-class-do = { $kind ->
    [kindergarten] Создать группу
    [college] Создать группу
    [supplementary] Создать объединение
   *[other] Создать класс
}
words-edit-pupils = { $kind ->
    [kindergarten] Редактирование детей
    [college] Редактирование студентов
    [supplementary] Редактирование обучающихся
   *[other] Редактирование учеников
}
words-first-day = { $kind ->
    [kindergarten] Первый день в группе
    [college] Первый день в группе
    [supplementary] Первый день в объединении
   *[other] Первый день в классе
}
words-last-day = { $kind ->
    [kindergarten] Последний день в детском саду
    [college] Последний день в колледже
    [supplementary] Последний день занятий
   *[other] Последний день в школе
}
words-nobody = { $kind ->
    [kindergarten] Детей пока нет
    [college] Студентов пока нет
    [supplementary] Обучающихся пока нет
   *[other] Учеников пока нет
}
words-class-title = { $kind ->
    [kindergarten] Группа { $name }
    [college] Группа { $name }
    [supplementary] Объединение { $name }
   *[other] { $name } класс
}
