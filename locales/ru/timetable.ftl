# Расписание: сетка, правка, загрузка, замены.

school-nav-timetable = Расписание
school-nav-substitutions = Замены
nav-timetable = Расписание

## Сетка
timetable-title = Расписание
timetable-kinds = Чьё расписание
timetable-by-class = По классам
timetable-by-teacher = По учителям
timetable-by-room = По кабинетам
timetable-choice-class = Класс
timetable-choice-teacher = Учитель
timetable-choice-room = Кабинет
timetable-of-class = Класс { $name }
timetable-of-teacher = { $name }
timetable-of-room = Кабинет { $name }
timetable-since = действует с { $day }
timetable-place = { $day }, { $number }-й урок
timetable-week-of-cycle = { $number }-я неделя
timetable-weeks-all = Каждую неделю
timetable-no-room = не указан
timetable-past = Расписание на прошедший день изменить нельзя: выберите день не раньше сегодняшнего.
timetable-none = Расписания пока нет
timetable-none-text = Загрузите файл из FET или aSc: вместе с уроками появятся журналы. Дальше расписание можно править здесь.
timetable-none-look = Оно появится, когда его составит завуч или администратор.
timetable-sheet = Сводный лист
timetable-help = Чтобы переставить урок, перетащите его мышью или нажмите на нём Enter: свободные места подсветятся. Стрелки выбирают место, Enter ставит урок, Esc возвращает его.
timetable-log = Изменения на этой странице

## Нагрузка
timetable-load = Уроков в неделю
timetable-journal = Предмет
timetable-placed = Стоит из
timetable-of = { $placed } из { $wanted }
timetable-unplaced = не поставлено: { $hours }
timetable-waiting = Не поставлено по школе: { $count }
timetable-put = Поставить
timetable-put-label = Поставить урок: { $journal }

## Урок в руках
timetable-held = Выбран урок: { $lesson }. Выберите для него место.
timetable-release = Отменить выбор
timetable-put-here = Положить сюда
timetable-hard = нельзя
timetable-edit-lesson = Изменить: { $lesson }

## Что мешает
timetable-conflict-teacher = { $person } в это время ведёт урок: { $lesson }
timetable-conflict-pupils = У класса { $class } в это время урок: { $lesson }
timetable-conflict-room = Кабинет { $room } занят: { $lesson }
timetable-conflict-daily = У класса { $class } станет уроков в этот день: { $lessons }, можно не больше { $most }
timetable-conflict-weekly = У класса { $class } станет уроков в неделю: { $lessons }, можно не больше { $most }
timetable-conflict-day-off = { $person } в этот день не бывает в школе

## Форма урока
timetable-field-weekday = День недели
timetable-field-number = Номер урока
timetable-field-weeks = Неделя
timetable-field-room = Кабинет
timetable-field-from = Действует с
timetable-field-from-hint = До этого дня уроки остаются как были.
timetable-blocked = Поставить сюда нельзя:
timetable-warned = Обратите внимание:
timetable-joint = Это один совместный урок: тот же учитель, тот же предмет, ученики вместе
timetable-anyway = Поставить всё равно
timetable-anyway-button = Поставить всё равно
timetable-joint-button = Это совместный урок
timetable-remove = Снять с расписания
timetable-remove-question = { $lesson }: { $place }. С { $day } этого урока не будет; он останется в списке непоставленных.

## Чем кончилось
done-timetable-saved = Расписание изменено
done-timetable-undone = Последнее изменение отменено
done-timetable-imported = Расписание загружено
timetable-last = Последнее изменение: { $what } ({ $when })
timetable-redo = Сделать снова
timetable-change-move = { $lesson }: { $from } → { $to }
timetable-change-put = { $lesson }: { $to }
timetable-change-remove = { $lesson }: { $from } – снят
timetable-change-room = { $lesson }: { $place }, кабинет { $room }
timetable-change-import = загружен файл
timetable-somebody = другой пользователь
timetable-refused-stale = Пока вы меняли, расписание изменил(а) { $who } в { $time }. Ваше изменение не внесено: проверьте, что стоит сейчас, и сохраните ещё раз.
timetable-refused-conflicts = Урок не поставлен: есть накладки.
timetable-refused-day = Изменение может действовать с сегодняшнего дня и до конца учебного года.
timetable-refused-place = Такого места в расписании нет.
timetable-refused-room = Название кабинета слишком длинное.
timetable-refused-gone = Этого урока на этом месте уже нет: обновите страницу.
timetable-refused-undo = Отменить нельзя: расписание с тех пор изменилось или изменение уже действует.
timetable-js-taken = Взят урок: { $lesson }
timetable-js-own = Оставить здесь
timetable-js-back = Урок возвращён на место
timetable-js-refused = не внесено
timetable-js-failed = не отправлено: нет связи с сервером
timetable-js-reload = Обновить страницу
timetable-js-ask = Поставить урок сюда?

## Дни без учителя
timetable-days-off = Когда учителя нет в школе
timetable-days-off-hint = Отметьте дни недели, например методический день

## Моё расписание
timetable-mine = Моё расписание
timetable-mine-count = { $count } { $count ->
    [one] урок
    [few] урока
   *[other] уроков
} за неделю
timetable-mine-none = Уроков пока нет
timetable-mine-none-text = Они появятся здесь, когда составят расписание.

## Загрузка
timetable-import-title = Загрузить расписание
timetable-import-note = Сначала будет показано, что изменится. Ничего не меняется, пока вы не подтвердите.
timetable-import-file = Файл
timetable-import-hint = Из FET: *_data_and_timetable.fet или *_timetable.csv; из aSc: XML. Не больше 8 МБ.
timetable-import-look = Показать, что изменится
timetable-import-nothing = Выберите файл.
timetable-import-large = Файл больше { $megabytes } МБ: такой не принимается.
timetable-import-unknown = Файл пока не загрузить: в нём есть названия, которых нет в школе.
timetable-import-unknown-title = Нет в школе
timetable-import-create = Создать их и показать, что изменится
timetable-import-create-admin = Завести их может администратор школы; или исправьте названия в файле.
timetable-import-summary = Уроков в файле: { $placed }. Добавится: { $added }, снимется: { $ended }, переставится: { $moved }, сменит кабинет: { $rooms }.
timetable-import-left = Без места в файле: { $unplaced }, отклонено: { $refused }.
timetable-import-carry-out = Загрузить
timetable-import-other = Выбрать другой файл
timetable-import-same = В расписании ничего не изменится
timetable-import-same-text = Все уроки файла стоят там же, где и сейчас.
timetable-import-added = Будет создано и изменено
timetable-import-refused = Не удалось прочесть
timetable-import-notes = Примечания и уроки без места
timetable-import-more = Показано не всё: строк в отчёте больше.
timetable-import-stale = Пока вы смотрели, расписание изменилось. Ниже – сравнение с тем, что стоит сейчас.
timetable-preview-title = Что изменится

## Отсутствие учителя
absence-title = Отметить отсутствие учителя
absence-person = Кто отсутствует
absence-first = С какого дня
absence-last = По какой день
absence-reason = Причина
absence-add = Отметить
absence-withdraw = Учитель вышел: снять отметку
absence-ill = болезнь
absence-trip = командировка
absence-training = курсы
absence-leave = отпуск
absence-other = другая причина
absence-days-wrong = Последний день не раньше первого и не дальше года.
done-absence-added = Отсутствие отмечено
done-absence-withdrawn = Отметка снята; принятые замены остались, отмените их, если они больше не нужны

## Замены
substitution-title = Замены
substitution-journal = Журнал замен
substitution-day = День
substitution-previous-day = Предыдущий день
substitution-next-day = Следующий день
substitution-to-today = К сегодняшнему дню
substitution-none = Все на месте
substitution-none-text = На этот день отсутствующих и замен нет.
substitution-no-lessons = В этот день уроков нет.
substitution-others = Другие изменения дня
substitution-open = не решено: { $open }
substitution-undecided = не решено
substitution-decide = Решить
substitution-decide-label = Решить, что будет с уроком: { $lesson }
substitution-edit-label = Изменить решение по уроку: { $lesson }
substitution-other-lesson = Изменить другой урок дня
substitution-whose = Чей урок
substitution-note = { $number }-й урок, { $day }, по расписанию { $teacher }
substitution-now = Сейчас: { $what }
substitution-hint = уроков в этот день: { $lessons }, замен за месяц: { $substitutions }
substitution-same-class = ведёт у этого класса
substitution-same-subject = Свободны и ведут этот предмет
substitution-other-subject = Свободны, ведут другое
substitution-parallel = Объединить с параллельной подгруппой
substitution-nobody = В это время никто не свободен.
substitution-else = Иначе
substitution-cancel = Отменить урок
substitution-hour = Перенести на { $number }-й урок
substitution-room = Только сменить кабинет
substitution-new-room = Другой кабинет
substitution-reason = Примечание
substitution-what-substitute = замена: { $teacher }
substitution-what-joint = объединён, ведёт { $teacher }
substitution-what-cancelled = отменён
substitution-what-moved = перенесён на { $number }-й урок
substitution-what-room = кабинет { $room }
substitution-is-cancelled = отменён
substitution-is-mine = вы заменяете
substitution-is-taken = ведёт другой учитель
substitution-is-undone = отменено
substitution-refused-nothing = Выберите, что будет с уроком.
substitution-refused-busy = Этот учитель в это время уже занят или отсутствует: выберите другого.
substitution-refused-hour = На этот час урок перенести нельзя: он занят или такого звонка нет.
substitution-refused-room = Укажите кабинет.
substitution-refused-marks = В журнале за этот урок уже есть отметки: отменить или перенести его нельзя.
substitution-refused-past = Этот день прошёл, его уроки остаются как были.
done-substitution-saved = Сохранено: все, кого это касается, узнают
done-substitution-undone = Урок снова идёт по расписанию
done-substitution-kept = Отменить нельзя: в журнале за этот урок уже есть отметки
substitution-month = Журнал замен, { $period } { $year }
substitution-previous-month = Предыдущий месяц
substitution-next-month = Следующий месяц
substitution-month-none = Замен не было
substitution-month-none-text = За этот месяц ни один урок не менялся.
substitution-number = №
substitution-lesson = Урок
substitution-planned = По расписанию
substitution-what = Что стало
substitution-totals = Кто сколько заменял
substitution-ahead = Замены впереди
timetable-import-full = Ждут уже { $count } файлов: загрузите один из них, пришлите новый под прежним названием или подождите, через сутки они убираются сами
