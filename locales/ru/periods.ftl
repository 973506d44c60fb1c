# Итоговые отметки, закрытие периодов, история, печать журналов.

school-nav-periods = Итоги

## Итоговые отметки журнала
periods-title = Итоговые отметки
periods-all = Все периоды
periods-year = Год
periods-exam = Экзамен
periods-final = Итог
periods-closed = закрыт
periods-none = Учебных периодов нет
periods-none-text = Они появятся, когда в учебном году будут заданы четверти, триместры или полугодия.
periods-year-closed = Год закрыт: годовые и итоговые отметки больше не меняются.
periods-average = Ср. балл
periods-count = Отметок
periods-proposal = Предложение
periods-mark = Отметка
periods-reason = Почему не предложенная
periods-field = { $pupil }: итоговая отметка
periods-reason-field = { $pupil }: почему отметка не предложенная
periods-reason-wanted = Предложено { $proposed }. Напишите рядом, почему отметка другая, и сохраните ещё раз.
periods-reason-test = Итоговая контрольная работа
periods-reason-better = Рост к концу периода
periods-reason-ill = Длительная болезнь
periods-accept = Принять предложения
periods-preview = Пустые поля заполнены предложениями и ещё не записаны. Проверьте и сохраните.
periods-few = мало отметок, нужно { $wanted ->
    [one] { $wanted }
    [few] { $wanted }
   *[other] { $wanted }
}
periods-incomplete = не все отметки есть
periods-not-here = В этом периоде ученика в журнале нет
periods-hint = 1–5, н/а, осв, зач, нз. Tab ведёт к следующему ученику, Enter сохраняет.
periods-note = Предложение по среднему баллу: 5 от { $five }, 4 от { $four }, 3 от { $three }. Решает учитель.
periods-note-year = Предложение следует из отметок периодов. Решает учитель.
periods-value-na = не аттестован
periods-value-exempt = освобождён
periods-value-pass = зачёт
periods-value-fail = незачёт
period-mark-unknown = Можно 1–5, н/а, осв, зач, нз
cell-period-closed-kept = Период закрыт. Отметка передана завучу, его решение будет в «Поздних отметках»

## Сводная ведомость
summary-title = { $class }: сводная ведомость
summary-open = Сводная ведомость
summary-none = Сводить пока нечего
summary-none-text = В классе нет учеников или журналов.
summary-progress = Успеваемость, %
summary-quality = Качество, %
summary-learned = СОУ, %
summary-average = Средний балл
summary-excellent = отличник
summary-good = хорошист
summary-failing = не успевает
summary-count-excellent = Отличников
summary-count-good = Хорошистов
summary-count-failing = Не успевают

## Закрытие периодов
unlock-title = Закрытие периодов
unlock-locked = закрыт { $day }
unlock-over = закончился, не закрыт
unlock-going = идёт
unlock-coming = впереди
unlock-lock = Закрыть период
unlock-lock-question = { $period }: после закрытия отметки, темы и веса этого периода не сможет менять никто. Завуч может открыть один журнал или класс на время.
unlock-lock-yes = Закрыть для всей школы
unlock-missing = Без итоговой отметки: { $count ->
    [one] { $count } клетка
    [few] { $count } клетки
   *[other] { $count } клеток
}
unlock-missing-pupils = { $count ->
    [one] { $count } ученик
    [few] { $count } ученика
   *[other] { $count } учеников
}
unlock-days = Закрывать сам через столько дней после конца периода
unlock-days-hint = От 0 до 60. Пусто: закрывает завуч.
unlock-days-wrong = Дней может быть от 0 до 60. Прежняя настройка осталась.
unlock-leave = Открыть для правки
unlock-leave-text = Один журнал или один класс, до названного часа. Закроется само.
unlock-open = Открыть для правки
unlock-period = Период
unlock-year = Годовые, экзаменационные, итоговые
unlock-which-class = Класс
unlock-class-hint = Один журнал открывают с его страницы «Итоговые отметки».
unlock-class = Класс { $class }
unlock-until-day = До дня
unlock-until-hour = До часа
unlock-reason = Причина
unlock-period-wanted = Выберите период
unlock-class-wanted = Выберите класс
unlock-until-wrong = Срок должен быть впереди, не дальше месяца
unlock-reason-wanted = Напишите причину
unlock-leaves = Открытые для правки
unlock-until = открыт до { $moment }
unlock-ended = закрылся { $moment }
unlock-end = Закрыть сейчас
unlock-end-of = { $what }: закрыть сейчас
done-period-locked = Период закрыт
done-period-unlocked = Открыто для правки

## Поздние отметки
late-title = Поздние отметки
late-text = Их ввели на устройстве без сети, и они пришли, когда период был закрыт.
late-own-title = Поздние отметки
late-own-text = Отметки, которые пришли после закрытия периода, и что решил завуч.
late-none = Поздних отметок нет
late-none-text = Всё пришло вовремя.
late-typed = Введено
late-stands = сейчас в журнале
late-note = Введено { $typed }, { $who }. Пришло { $received }.
late-answer = Ответ: { $answer }
late-waiting = ждёт решения
late-accepted = записана
late-declined = отклонена
late-accept = Записать
late-accept-one = { $pupil }: записать
late-decline = Отклонить
late-reason = Почему отклонено
late-reason-of = { $pupil }: почему отклонено
late-reason-wanted = Напишите, почему отметка отклонена: учитель увидит причину.
late-before = По этой отметке уже решено.
late-changed = Пока вы смотрели, клетка изменилась. Проверьте, что стоит в журнале сейчас.

## Правила
rules-title = Правила отметок
rules-note = По ним предлагаются итоговые отметки. Прежние правила остаются для того, что выставлено по ним.
rules-from = Действуют с
rules-from-hint = Первый день, с которого действует локальный акт.
rules-from-wrong = Выберите день
rules-five = «5» от среднего балла
rules-four = «4» от среднего балла
rules-three = «3» от среднего балла
rules-threshold-wrong = Числа вида 4,5: от пяти вниз, между 2 и 5
rules-shown = В пользу ученика: сравнивать балл, как он показан
rules-shown-hint = 4,495 показывается как 4,50 и считается 4,50.
rules-minimums = Сколько отметок нужно
rules-minimums-hint = 3; 1,5: 5; 3,5: 7 значит: три отметки, от полутора часов в неделю пять, от трёх с половиной семь.
rules-minimums-wrong = Пишите так: 3; 1,5: 5; 3,5: 7
rules-absent = Пропущено больше, %
rules-absent-hint = Кто пропустил больше и набрал мало отметок, тому предлагается н/а.
rules-absent-wrong = Число от 0 до 100
rules-formulas = Год и итог
rules-mean = среднее: { $sources }
rules-grade = { $grade } класс
rules-grades = { $first }–{ $last } классы
rules-with-exam = , кто сдавал экзамен
rules-source-periods = периоды
rules-source-year = год
rules-source-exam = экзамен
rules-source-earlier-periods = периоды прошлого года
rules-source-earlier-year = прошлый год

## История
history-title = История
history-cell = История клетки
history-kinds = Что менялось
history-marks = Отметки
history-finals = Итоговые отметки
history-who = Кто
history-when = Когда
history-place = Где
history-change = Изменение
history-from = С
history-to = По
history-show = Показать
history-all-pupils = Все ученики
history-everybody = Все
history-none = Изменений нет
history-none-text = Здесь будет каждое изменение: кто, когда и что было до него.
history-lesson = { $day }, { $number }-й урок
history-proposed = предложено { $sign }
history-from-grid = в журнале
history-from-form = на странице урока
history-from-column = вид работы изменён
history-from-import = загружено
history-from-late = поздняя, принята завучем
history-from-finals = на странице итогов

## Печать журналов
seal-title = Печать журналов
seal-note = Каждое изменение отметки входит в цепочку. Закрытие года подписывает её ключом школы: после этого видно любую правку.
seal-close = Закрыть год и подписать журналы
seal-question = Годовые и итоговые отметки больше не будут меняться, журналы получат подпись школы. Что изменится позже, будет видно при проверке.
seal-yes = Закрыть год
seal-closed = закрыт { $day }
seal-refused-open = Сначала закройте все периоды года.
seal-refused-busy = Журналы ещё дописываются. Повторите через минуту.
seal-heads = Подписанные журналы
seal-journal = Журнал
seal-signed = Подписан
seal-link = Звено
seal-hash = Код
seal-file = Файл
seal-file-of = { $journal }: файл журнала
seal-export = Файл журнала
seal-keys = Открытые ключи школы
seal-keys-text = Подпись проверяют ими. Закрытая половина лежит в файле на сервере.
done-year-closed = Год закрыт, журналы подписаны

## Проверка
verify-title = Проверка журнала
verify-note = Показывает, менялись ли отметки после подписи. Входить не нужно, файл не сохраняется.
verify-by-file = По файлу
verify-by-head = По адресу и коду
verify-file = Файл журнала
verify-text = Или его содержимое
verify-address = Адрес журнала
verify-head = Код из списка подписанных журналов
verify-check = Проверить
verify-too-large = Файл больше 8 МБ. Журнал одного года намного меньше: проверьте, тот ли это файл.
verify-no-file = Это не файл журнала. Возьмите файл, который выгружен со страницы «Итоговые отметки» или «Печать журналов».
verify-nothing = Выберите файл или впишите адрес журнала и код из 64 знаков.
verify-good = Журнал цел
verify-bad = Журнал не подтверждён
verify-sign-good = в порядке
verify-sign-bad = не в порядке
verify-chain-good = Цепочка не нарушена
verify-chain-bad = Цепочка нарушена: { $count ->
    [one] { $count } звено
    [few] { $count } звена
   *[other] { $count } звеньев
}
verify-rows-good = Каждая запись та же, что была при внесении
verify-rows-bad = Изменено или убрано: { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
verify-signatures-good = Подписи верны
verify-signatures-bad = Неверных подписей: { $count ->
    [one] { $count }
    [few] { $count }
   *[other] { $count }
}
verify-loose = Вне цепочки: { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
verify-after = После подписи добавлено: { $count ->
    [one] { $count } звено
    [few] { $count } звена
   *[other] { $count } звеньев
}
verify-key-known = Подписано ключом этой школы
verify-key-unknown = Ключ подписи этой школе не принадлежит
verify-unproven = Файл цел сам по себе, но подлинность не подтверждена
verify-not-here = Этого журнала на этом сервере нет: чей ключ, проверить нельзя
verify-not-signed = Подписи у этого звена нет
verify-signed-here = Подписано { $moment }
verify-server-order = На сервере журнал в порядке
verify-server-broken = На сервере журнал нарушен
verify-head-known = Такой код у журнала был
verify-head-unknown = Такого подписанного кода у этого журнала нет

## Дневник
diary-finals = Отметки за периоды и год
