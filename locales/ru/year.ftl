# Школа: учебный год, звонки, перевод в следующий год.

school-nav-year = Учебный год

## Годы
year-list = Учебные годы
year-current = идёт
year-coming = будет
year-past = прошёл
year-begin = Завести год
year-begin-note = Это обычный год для организаций вашего вида. Поправьте то, что у вас иначе, и сохраните.
year-none-text = Заведите его: четверти, каникулы и звонки уже предложены, останется поправить то, что у вас иначе.
year-none-wait = Его заведёт администратор.

## План года
year-calendar = Периоды и каникулы
year-calendar-note = Когда сдвигается граница периода, отметки и средние баллы переходят в свой период. Закрытые периоды не сдвигаются.
year-name = Название
year-first-day = Первый день
year-last-day = Последний день
year-whom = Для кого
year-everybody = Все
year-grade = { $kind ->
    [school] { $grade } класс
    [college] { $grade } курс
    [kindergarten] Возраст { $grade }
   *[other] { $grade } год обучения
}
year-kind-quarter = Четверти
year-kind-trimester = Триместры
year-kind-half-year = Полугодия
year-kind-semester = Семестры
year-periods = Периоды
year-no-periods = Периодов нет: отметки не выставляются.
year-no-marks = без отметок
year-closed = закрыт
year-holidays = Каникулы и праздники
year-holiday-title = Название
year-holidays-hint = Один день: заполните только первый. Чтобы убрать строку, очистите её.
year-no-holidays = Каникул нет.
year-weeks = Учебная неделя
year-weeks-note = Сколько дней в неделю учится каждая параллель и по каким периодам ей ставят отметки. Ниже – классы, у которых иначе.
year-week = Неделя
year-week-five = 5 дней
year-week-six = 6 дней
year-no-weeks = Не указана: уроки идут по расписанию.
year-differs = Класс, у которого иначе
year-no-class = нет
year-remarks = На что обратить внимание

## Звонки
year-bells = Звонки
year-bells-note = Уроки с сегодняшнего дня получат новое время. Проведённые остаются как были.
year-main-schedule = Основное расписание звонков
year-schedule = Расписание звонков
year-schedule-name = Название
year-new-schedule = Добавить звонки
year-shift = Смена
year-shift-of = { $shift } смена
year-lessons = Уроки
year-lesson = Урок
year-lesson-label = Урок { $number }: { $what }
year-starts = Начало
year-ends = Конец
year-no-bells = Звонков нет.
year-delete-question = Звонки «{ $name }» исчезнут. Классы, которые по ним учились, перейдут на основное расписание звонков.
year-uses = Кто по каким звонкам
year-uses-note = Кто не назван, учится по основному расписанию звонков. Отдельный день важнее класса, класс важнее параллели.
year-use-main = Все, кто не назван в других
year-use-none = нет
year-use-days = Дни
year-use-days-hint = Пусто – весь год. Срок: 01.09.2026 – 31.12.2026. Сокращённые дни списком: 28.12.2026, 22.02.2027.
year-rule-label = Правило { $number }: { $what }
year-weekday = День недели
year-any-weekday = любой

## Что исправить
year-fault-day = Введите день, например 01.09.2026
year-fault-days = Введите день, срок или дни через запятую, например 28.12.2026, 22.02.2027
year-fault-time = Введите время, например 08:30
year-fault-time-order = Урок кончается раньше, чем начинается
year-fault-bell-order = Урок начинается раньше, чем кончился предыдущий
year-fault-no-bells = Впишите хотя бы один урок
year-fault-shift = Выберите первую или вторую смену
year-fault-long = Слишком длинно
year-fault-order = Последний день раньше первого
year-fault-outside = День вне учебного года
year-fault-overlap = Период начинается, когда предыдущий ещё идёт
year-fault-hole = Сначала заполните предыдущий период
year-fault-holiday-twice = С этого дня уже начинаются другие каникулы
year-fault-too-long = Учебный год длиннее календарного
year-fault-name-taken = Такое название уже есть
year-fault-year-overlap = Эти дни уже входят в другой учебный год
year-fault-closed = Период закрыт: учебные дни с отметками перешли бы в другой. Сначала откройте его
year-fault-in-use = По этим периодам ведутся журналы: оставьте их или сначала переведите классы на другие
year-fault-choose = Выберите из списка
year-fault-class = Такого класса нет или он уже назван выше
year-kind-closed = { $kind }: один из периодов закрыт, и его отметки перешли бы в другой. Сначала откройте его.

## Замечания
year-remark-gap = Учебные дни { $days } не входят ни в один период ({ $kind }).
year-remark-no-bells = «{ $schedule }»: нет ни одного звонка, уроки не появятся.
year-remark-break = Перемена { $minutes } мин, нужно не меньше { $norm }: после { $number }-го урока, «{ $schedule }» ({ $source }).
year-remark-starts = Уроки должны начинаться не раньше { $norm }, «{ $schedule }» ({ $source }): сейчас в { $time }.
year-remark-ends = Уроки должны кончаться не позже { $norm }, «{ $schedule }» ({ $source }): сейчас в { $time }.
year-remark-lesson = { $grade }: урок { $minutes } мин, можно не больше { $norm }, «{ $schedule }» ({ $source }).
year-remark-shift-gap = Между сменами { $minutes } мин, нужно не меньше { $norm } ({ $source }).
year-remark-second-shift = { $grade } учится во вторую смену, а должен в первую ({ $source }).
year-remark-week = Дней в неделе { $days }: { $grade }, можно не больше { $norm } ({ $source }).
year-remark-holidays = Дней каникул { $days }, нужно не меньше { $norm } ({ $source }): { $title }.

## Перевод в следующий год
roll-title = Перевод в следующий год
roll-note = Из года { $from } в следующий. Сначала посмотрите, что получится; до слова «Провести» ничего не меняется.
roll-note-there = Из года { $from } в { $to }: он уже заведён. Сначала посмотрите, что получится; до слова «Провести» ничего не меняется.
roll-nobody = Переводить пока некого.
roll-empty = Классов пока нет
roll-empty-text = Перевести можно школу, в которой есть учебный год и классы.
roll-order-number = Номер приказа
roll-order-day = Дата приказа
roll-graduation-day = Последний день выпускников
roll-fresh = Новых первых классов
roll-fate = Что будет с классом
roll-up = Переходит дальше
roll-graduate = Выпускается
roll-stay = Остаётся в своей параллели
roll-dissolve = Расформировать
roll-name = Название в новом году
roll-teacher = Руководитель остаётся
roll-load = Журналы и учителя
roll-repeat = { $count ->
    [0] Оставить на второй год
    [one] На второй год: { $count } ученик
    [few] На второй год: { $count } ученика
   *[other] На второй год: { $count } учеников
}
roll-draw = Посмотреть, что получится
roll-drawn = Что получится
roll-counts = Классов: { $classes }, переходят: { $pupils }, выпускаются: { $graduates }, на второй год: { $repeat }
roll-was = Было
roll-becomes = Будет
roll-fresh-class = новый
roll-carry-note = Зачисления нового года начнутся с его первого дня, до тех пор всё остаётся как есть. Пока в новом году нет уроков, перевод можно отменить.
roll-carry = Провести
roll-changed = С тех пор, как вы смотрели, что-то изменилось. Посмотрите ещё раз, что получится.
roll-done-title = Перевод в { $year } проведён
roll-done-text = Приказ от { $day } № { $number }. Переведены: { $pupils }, выпущены: { $left }.
roll-undo = Отменить перевод
roll-undo-question = Классы и журналы нового года исчезнут, ученики останутся в нынешних классах.
roll-nothing = Всё уже сделано: в новом году { $there } учеников, добавить некого.
roll-kept-none = Отменять нечего: перевод не проводился.
roll-kept-enrolled = В классы нового года уже зачислены другие ученики: сначала отчислите их, затем отменяйте перевод.
roll-kept-left = После перевода ученики уже выбыли или сменили класс: перевод не отменён, поправьте классы приказами.
roll-kept-written = В новом году уже есть расписание или уроки: перевод не отменён.
roll-fault-choose = Выберите, что будет с классом
roll-fault-name = Введите название класса
roll-fault-grade = Название начинается не с номера той параллели, в которую переходит класс
roll-fault-taken = Так уже называется другой класс нового года
roll-fault-repeat = В новом году нет класса, где остаться на второй год
roll-fault-spread = Некуда распределить учеников: в следующей параллели нет других классов
roll-fault-graduation = День должен лежать между началом этого года и началом следующего
roll-fault-fresh = Введите число от 0 до 12
roll-fault-year-early = Новый год начинается, когда этот ещё идёт
done-year-begun = Учебный год заведён
done-rolled-over = Перевод проведён
done-rolled-back = Перевод отменён
