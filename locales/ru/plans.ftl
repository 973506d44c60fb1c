# Планы уроков (КТП): строки, даты, загрузка, утверждение, «взять из плана».

## План
plan-title = КТП
plan-list-title = Планы (КТП)
plan-list-note = Календарно-тематическое планирование ваших журналов
plan-list-none = Журналов пока нет
plan-list-none-text = План появится здесь вместе с журналом, который вы ведёте.
plan-school-title = Планы школы
plan-school-none = Здесь пусто
plan-school-none-text = Планов в этом состоянии сейчас нет.
plan-tab-waiting = На утверждении
plan-tab-missing = Не сданы
plan-tab-returned = Возвращены
plan-tab-behind = Отстают
plan-tab-approved = Утверждены
plan-given-of = дано { $given } ч из { $hours }
plan-state = Состояние плана
plan-status-none = нет плана
plan-status-draft = не сдан
plan-status-submitted = на утверждении
plan-status-returned = возвращён
plan-status-approved = утверждён
plan-draft-text = Когда план готов, отправьте его заместителю директора.
plan-submitted-text = Заместитель директора смотрит план. Чтобы изменить его, отзовите.
plan-submitted-decide = План ждёт вашего решения. Замечание можно оставить и к отдельной строке.
plan-returned-text = Исправьте план по замечаниям и отправьте снова.
plan-approved-text = Утверждённая редакция сохранена. У каждого следующего изменения указывается причина.
plan-editions-note = Утверждённая редакция и список изменений открываются кнопкой «Изменения».
plan-behind = { $count ->
    [one] отставание { $count } урок
    [few] отставание { $count } урока
   *[other] отставание { $count } уроков
}
plan-week-note = { $hours } ч в неделю
plan-year-note = { $count } ч в год
plan-header = Программа и часы
plan-programme = Программа
plan-programme-hint = Например: ФРП «Математика», базовый уровень
plan-hours-week = Часов в неделю
plan-hours-year = Часов в год
plan-week-invalid = Напишите число часов в неделю, например 5 или 2,5.
plan-year-invalid = Напишите число часов в год, например 170.
plan-empty = В плане пока нет строк
plan-empty-text = Загрузите готовый план из файла, скопируйте прошлогодний или добавьте первую тему.
plan-empty-read = Когда учитель составит план, он появится здесь.

## Строки
plan-topic = Тема
plan-section = Раздел
plan-hours = Часы
plan-hours-hint = 0: на одном уроке с предыдущей темой
plan-planned = По плану
plan-given = Фактически
plan-days-hint = День или несколько через запятую: 05.09, 07.09
plan-control = Контроль
plan-homework = Домашнее задание
plan-homework-short = Д/з:
plan-content = Элементы содержания, ЭОР
plan-codes = Коды КЭС, КПУ
plan-column-number = № урока
plan-actions = Действия
plan-no-lesson = урока нет
plan-not-given = не пройдено
plan-up = Выше: { $title }
plan-down = Ниже: { $title }
plan-edit-row = Изменить: { $title }
plan-remark-row = Замечание к строке: { $title }
plan-row-remark = Замечание к строке
plan-new-row = Новая строка
plan-add-topic = Добавить тему
plan-add-topic-top = Тема в начало
plan-add-topic-end = Тема в конец
plan-add-section-end = Раздел в конец
plan-add-section-top = Раздел в начало
plan-add-topic-below = Тема ниже
plan-add-section-below = Раздел ниже
plan-tools = Переставить, объединить, разделить, добавить ниже
plan-remove = Удалить
plan-merge = Объединить со следующей
plan-squeeze = Следующая на этом же уроке
plan-split = Разделить на две
plan-move = Переставить
plan-move-after = Поставить после строки
plan-move-top = в начало плана
plan-undo = Отменить
plan-undo-what = Последнее изменение: { $kind }, { $what }
plan-title-missing = Напишите тему.
plan-hours-invalid = Часов может быть от 0 до 20, целое число.
plan-day-invalid = «{ $text }» – не дата. Напишите, например, 05.09 или 5 сентября.
plan-day-outside = «{ $text }» – день вне учебного года.
plan-days-many = В одной строке помещается не больше двадцати дней.

## Причины и отказы
plan-reason = Причина изменения
plan-reason-words = Пояснение
plan-reason-quarantine = карантин
plan-reason-holiday = праздник
plan-reason-squeeze = уплотнение
plan-reason-other = другая, в пояснении
plan-refused-reason = План утверждён: укажите причину изменения, а для другой причины – пояснение.
plan-refused-submitted = План на утверждении. Отзовите его, чтобы изменить.
plan-refused-stale = План за это время изменился. Ничего не записано: посмотрите, каким он стал, и повторите.
plan-refused-empty = В плане нет тем, отправлять нечего.
plan-refused-gone = Этой строки в плане уже нет.
plan-refused-next = Следующей темы в этом разделе нет.
plan-refused-much = Столько не поместится: в плане до 500 строк, в строке до 20 часов.
plan-refused-row = Строку уже изменили: теперь в ней «{ $title }», часов { $hours }, по плану { $days }. Ваше осталось в полях; «Сохранить» запишет его поверх.

## Утверждение
plan-submit = Отправить на утверждение
plan-withdraw = Отозвать
plan-approve = Утвердить
plan-return = Вернуть с замечаниями
plan-remark = Замечание к плану
plan-return-empty = Напишите замечание: учителю нужно знать, что исправить.
plan-change-header = программа и часы
plan-change-edit = правка строк
plan-change-import = загрузка из таблицы
plan-change-copy = копия другого плана
plan-change-dates = даты по расписанию
plan-change-remark = замечание
plan-change-undo = отмена изменения
plan-change-submit = отправлен на утверждение
plan-change-withdraw = отозван
plan-change-return = возвращён
plan-change-approve = утверждён
plan-history-title = Изменения
plan-history-none = Изменений пока нет
plan-history-none-text = Здесь будет каждое изменение плана: кто, когда и почему.
plan-editions = Утверждённые редакции
plan-edition-of = Утверждена { $when }
plan-edition-title = Утверждённая редакция
plan-edition-same = Сейчас план такой же.
plan-edition-differs = { $count ->
    [one] Отличается { $count } строка.
    [few] Отличаются { $count } строки.
   *[other] Отличаются { $count } строк.
}
plan-edition-then = Было утверждено
plan-edition-now = Сейчас
plan-added = добавлено
plan-removed = удалено
plan-changed = изменено
plan-when = Когда
plan-who = Кто
plan-what = Что
plan-hours-short = { $hours } ч

## План и факт
plan-sums = План и факт в часах
plan-sums-note = По плану { $planned } ч, дано { $given } ч; уроков в расписании на год: { $lessons }.
plan-undated = { $count ->
    [one] Без даты { $count } час.
    [few] Без даты { $count } часа.
   *[other] Без даты { $count } часов.
}
plan-by-section = По разделам
plan-by-period = По периодам
plan-period = Период
plan-plan = План
plan-fact = Факт
plan-no-section = Без раздела

## Даты
plan-dates-title = Даты и сдвиг
plan-dates-hint = Темы раскладываются по урокам расписания подряд, каникулы и отменённые уроки пропускаются. Пройденное остаётся на месте.
plan-dates-row = Начиная с темы
plan-dates-day = С дня
plan-dates-will = Что изменится
plan-dates-nothing = Даты уже такие, менять нечего.
plan-dates-apply = Записать даты
plan-recount = Пересчитать
plan-was = Было
plan-now = Будет
plan-left = не поместилось: { $hours } ч
plan-left-all = { $count ->
    [one] До конца года не хватает { $count } урока. Уплотните темы: отметьте ниже, какие дать короче.
    [few] До конца года не хватает { $count } уроков. Уплотните темы: отметьте ниже, какие дать короче.
   *[other] До конца года не хватает { $count } уроков. Уплотните темы: отметьте ниже, какие дать короче.
}
plan-hours-now = теперь { $hours } ч
plan-free = Свободных уроков после последней темы: { $number }.
plan-spare = Уплотнить: дать на час короче
plan-spare-text = Тема в два часа займёт один, тема в один час пройдёт на одном уроке с предыдущей.
plan-spare-label = { $label }, { $hours } ч
plan-fallen = Урок, на который стояла тема «{ $title }» ({ $days }), выпал.
plan-shift = Сдвинуть остальные темы
plan-no-lessons = В расписании нет уроков
plan-no-lessons-text = Даты берутся из расписания журнала. Когда оно появится, темы можно будет разложить.

## Загрузка
plan-import-title = Загрузить
plan-import-file = Файл
plan-import-file-hint = XLSX или CSV, до 8 МБ
plan-import-text = Или вставьте таблицу
plan-import-text-hint = Скопируйте таблицу из Word, Excel, LibreOffice или со страницы и вставьте сюда
plan-import-taken = Таблица из буфера вставлена
plan-import-next = Дальше: проверить
plan-import-waits = Одна таблица уже ждёт проверки.
plan-import-what = Какая нужна таблица
plan-import-what-columns = Строка заголовков и столбец с темами; остальное по желанию: номер, часы, даты по плану и фактические, контроль, домашнее задание, ЭОР, коды. Порядок и названия столбцов любые.
plan-import-what-sections = Раздел – объединённая строка, строка с одним названием или отдельный столбец. Даты – числом, «05.09.2026», «05.09» или «5 сент».
plan-import-nothing = Выберите файл или вставьте таблицу.
plan-import-large = Таблица слишком велика для плана: оставьте в ней только его строки.
plan-import-pasted = Вставленная таблица
plan-import-other = Другая таблица
plan-import-will = Что будет в плане
plan-import-summary = Тем: { $topics }, разделов: { $sections }, часов: { $hours }.
plan-import-changes = Добавится строк: { $added }, изменится: { $changed }, уйдёт: { $removed }.
plan-import-same = План уже такой, загружать нечего.
plan-import-faults = { $count ->
    [one] С ошибкой { $count } строка, ошибка названа рядом с ней. Исправьте таблицу или поменяйте столбцы: план загружается целиком.
    [few] С ошибками { $count } строки, ошибки названы рядом. Исправьте таблицу или поменяйте столбцы: план загружается целиком.
   *[other] С ошибками { $count } строк, ошибки названы рядом. Исправьте таблицу или поменяйте столбцы: план загружается целиком.
}
plan-import-faulty = Ничего не загружено: в таблице есть строки с ошибками.
plan-import-doubled = Столбец «{ $column }» выбран дважды.
plan-import-no-topic = Не видно, в каком столбце темы: выберите его ниже.
plan-import-apply = Загрузить в план
plan-import-discard = Убрать таблицу
plan-preview-title = Проверка таблицы
plan-columns = Столбцы
plan-columns-hint = Узнанное по заголовкам уже выбрано.
plan-sheet = Лист
plan-heading = Заголовок
plan-samples = Примеры
plan-meaning = Что это
plan-meaning-of = Что в столбце «{ $heading }»
plan-ignored = не загружать
plan-column = Столбец { $number }
plan-line = Строка
plan-fault-hours = «{ $text }» – не число часов от 0 до 20.
plan-fault-long = { $field }: не больше { $count } знаков.
plan-mode = Что уже есть в плане
plan-mode-replace = заменить, пройденное и замечания у тех же тем останутся
plan-mode-append = оставить, новое добавить в конец

## Копия
plan-copy-title = Скопировать
plan-copy-from = Откуда
plan-copy-hint = { $teachers } · { $count } ч
plan-copy-hint-text = Планы вашей школы по этому предмету. Копируются темы, часы, контроль и задания; даты раскладываются потом.
plan-copy-none = Копировать пока не с чего
plan-copy-none-text = Других планов по этому предмету в школе ещё нет. План можно загрузить из файла.
plan-copy-choose = Выберите план, который нужно скопировать.
plan-copy-apply = Скопировать в план
plan-look = посмотреть
plan-look-at = Посмотреть план: { $label }

## Темы уроков из плана
plan-fill-title = Заполнить темы
plan-fill-hint = Пустые тема и задание возьмутся из плана. Написанное вами не меняется, пока вы не выберете «заменить».
plan-fill-none = Заполнять нечего
plan-fill-none-text = В этих днях нет уроков, для которых в плане есть темы.
plan-fill-what = Что сделать
plan-fill-fill = заполнить пустое
plan-fill-keep = оставить, отметить тему пройденной
plan-fill-replace = заменить на план
plan-fill-skip = не трогать
plan-fill-apply = Выполнить
plan-span = За какие дни
plan-span-week = Эта неделя
plan-span-period = Период до сегодня
plan-span-year = Год до сегодня
plan-lesson-when = { $day }, { $number } урок
plan-by-plan = По плану
plan-by-plan-no = По плану, № { $number }
plan-in-journal = В журнале
plan-nothing-yet = пока ничего
plan-taken = взято из плана
plan-take = Взять из плана
plan-take-replace = Заменить тему и задание
plan-take-note = Вы уже написали другое: «Взять из плана» заполнит только пустое.
plan-other-topic = Другая тема

done-plan-removed = Строка удалена
done-plan-undone = Последнее изменение отменено
done-plan-remarked = Замечание записано
done-plan-submitted = План отправлен на утверждение
done-plan-withdrawn = План отозван
done-plan-approved = План утверждён
done-plan-returned = План возвращён учителю
done-plan-dated = Даты записаны
done-plan-imported = План загружен
done-plan-copied = План скопирован, теперь разложите даты
done-plan-discarded = Таблица убрана
done-plan-filled = Сделано: темы и даты записаны
done-plan-taken = Взято из плана
done-plan-kept = Дата записана в план, ваши тема и задание остались
done-plan-closed = Период закрыт: в закрытых уроках ничего не изменилось
done-plan-nothing = Менять было нечего
