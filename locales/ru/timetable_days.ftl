# Расписание по дням: своя неделя, дни без уроков, решения по урокам.

timetable-mine-absent = вы отсутствуете: { $reason }
timetable-mine-instead = замена: вместо { $teacher }
timetable-mine-joint = с вашей группой ещё группа { $teacher }
timetable-mine-moved = перенесён с { $number }-го урока
timetable-mine-room = в другом кабинете
timetable-mine-open = Открыть урок: { $subject }, { $groups }

## Дни без уроков
days-off-note = Дни без уроков на этой неделе: { $days }
days-off-day = { $day } – { $title }
days-off-lesson-cancelled = отменён: { $title }
days-off-falling-title = В эти дни уроки отменятся
days-off-falling-text = На них уже есть записи. Они сохранятся, но уроки будут отмечены отменёнными; если убрать свободный день, уроки вернутся.
days-off-falling-more = И ещё уроков: { $count }
days-off-falling-lesson = { $day }, { $number }-й урок: { $title }
days-off-falling-topic = тема
days-off-falling-homework = домашнее задание
days-off-falling-marks = { $count } { $count ->
    [one] отметка
    [few] отметки
   *[other] отметок
}
days-off-falling-works = запланированы работы
days-off-falling-decided = решение о замене
days-off-falling-save = Сохранить и отменить эти уроки

## Отсутствия и решения
absence-twice = Уже отмечено: { $reason }, { $days }. Снимите ту отметку, если причина другая.
absence-too-old = Отметить можно не раньше чем за { $days } дней до сегодняшнего дня.
done-absence-extended = Отмеченное отсутствие продлено
done-substitution-already = Это решение уже отменено: урок идёт по расписанию
done-substitution-past = Этот день прошёл, его уроки остаются как были
substitution-room-unknown = Кабинета «{ $room }» в расписании нет.
substitution-room-anyway = Записать этот кабинет всё равно
substitution-nobody-teaches = Уроки без учителя
substitution-nobody-note = Учитель выбыл или не назначен
school-undecided-title = Нерешённые уроки
school-undecided-day = не решено: { $count }

## Правка расписания
timetable-hold-gone = Выбранного урока на этом месте уже нет: выберите его заново.
timetable-refused-stale-self = Пока вы меняли, вы сами изменили расписание в другой вкладке в { $time }. Это изменение не внесено: проверьте, что стоит сейчас, и сохраните ещё раз.
timetable-recent = Изменения за последний час
timetable-recent-undone = отменено
timetable-undo-to = Отменить до этого места
timetable-undo-to-label = Отменить это и более поздние изменения: { $what }
timetable-sheet-bells = Звонки
