# Школа: вкладки и слова по виду организации.

school-nav-label = Разделы школы
school-nav-overview = Обзор
school-nav-staff = Сотрудники
school-nav-info = Сведения

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
words-class = { $kind ->
    [school] Класс
   *[other] Группа
}
words-classes = { $kind ->
    [school] Классы
   *[other] Группы
}
words-pupil = { $kind ->
    [school] Ученик
    [kindergarten] Ребёнок
    [college] Студент
   *[other] Учащийся
}
words-pupils = { $kind ->
    [school] Ученики
    [kindergarten] Дети
    [college] Студенты
   *[other] Учащиеся
}
words-teacher = { $kind ->
    [school] Учитель
    [kindergarten] Воспитатель
    [college] Преподаватель
   *[other] Педагог
}
