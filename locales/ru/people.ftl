# Люди и классы: списки, карточки, приказы, переводы, двойники.

people-title = Люди
people-lists = Списки людей
people-parents = Родители
people-staff = Сотрудники
people-transfers = Переводы
people-doubles = Двойники

## Списки
people-search = Имя или начало имени
people-found = Найдено: { $count } { $count ->
    [one] человек
    [few] человека
   *[other] человек
}
people-position = { $first }–{ $last } из { $total }
people-reset = Сбросить
people-nobody = Никого не нашлось
people-nobody-text = Проверьте имя и фильтры: возможно, человек выбыл или в архиве.
people-parents-none = Родителей пока нет
people-pupils-none-text = Они появятся, когда загрузят списки школы.
people-name = Имя
people-class = Класс
people-grade = Параллель
people-birth = Дата рождения
people-account = Вход
people-account-none = нет
people-account-never = не входил
people-account-used = есть
people-state = Кого показать
people-state-present = Учатся и работают
people-state-departed = Выбыли
people-state-archived = В архиве
people-lack = Чего нет
people-lack-account = Учётной записи
people-lack-sign-in = Ни разу не входил
people-lack-snils = СНИЛС
people-standing = Состояние
people-here = учится
people-departed = выбыл
people-archived = в архиве
people-from = с { $day }
people-until = до { $day }
people-between = { $first } – { $last }
people-phone = Телефон
people-email = Почта
people-snils = СНИЛС
people-children = Дети
people-position-of-staff = Должность

## Карточка
people-card = Карточка
people-card-of = Карточка: { $name }
people-parent = родитель
people-transfer-waits = отчислен, ждёт приёма в другой школе
people-unknown = не указано
people-sex = Пол
sex-female = женский
sex-male = мужской
people-logins = Логин
people-guardians = Родители и опекуны
people-guardian = Родитель или опекун
people-guardians-none = Никто не указан.
people-relation = Кем приходится
relation-mother = мать
relation-father = отец
relation-guardian = опекун
relation-other = другой представитель
guardian-end = Прекратить
guardian-end-says = { $name } больше не увидит дневник. Запись останется в истории карточки.
people-orders = Приказы
people-changes = История изменений
moved-archive = В архив из { $class }
moved-restore = Восстановление в { $class }
moved-move = Перевод: { $from } → { $to }
moved-depart = Отчисление переводом: { $place }
moved-arrive = Зачисление переводом: { $place } → { $class }
moved-return = Возвращение в { $class }: перевод не состоялся
moved-staff-archive = Увольнение
moved-staff-restore = Возвращение на работу
moved-order = Приказ № { $number } от { $day }

## Правка
people-edit = Изменить карточку
people-family = Фамилия
people-given = Имя
people-patronymic = Отчество
people-snils-hint = 11 цифр, например 112-233-445 95
people-name-wrong = В имени не бывает цифр и знаков < и >
people-birth-wrong = Такой даты рождения быть не может
people-snils-wrong = В номере ошибка: проверьте цифры
people-phone-wrong = Российский номер: +7 и ещё десять цифр
people-email-wrong = Похоже на опечатку: нужен адрес вида имя@почта.ру
people-now-stands = Сейчас в карточке: { $value }

## Приказ
order-number = Номер приказа
order-day = Дата по приказу
order-last-day-work = Последний день работы
order-first-day-work = Первый день работы
order-reason = Основание
order-reason-hint = Заявление родителей, перемена места жительства
order-to-class-hint = Нужен только для перевода
order-receiver = В какую организацию
order-day-wrong = Нужна дата, например 23.11.2026
order-day-far = Дата слишком далеко от сегодняшней

## Действия
act-archive = В архив
act-archive-do = Отправить в архив
act-archive-says = Ученик выйдет из класса и журналов со следующего дня. Отметки и история останутся, вернуть можно в любой момент.
act-move-do = Перевести
act-move-says = Со дня приказа ученик будет в списках нового класса, накануне выйдет из старого.
act-transfer-do = Отчислить и предложить
act-transfer-says = Ученик будет отчислен с указанного дня, а другая школа увидит его среди переводов и зачислит или откажет. До ответа перевод можно отозвать.
act-restore = Восстановить
act-restore-do = Восстановить
act-restore-says = Ученик вернётся в списки и журналы класса с указанного дня.
act-guardian = Добавить родителя
act-guardian-says = Если такой родитель в школе уже есть, он будет связан с учеником, а не записан второй раз.
act-staff-restore = Вернуть на работу
act-staff-restore-says = Роли и классное руководство вернутся, если их никто не занял.
people-staff-edit = Редактирование сотрудников
people-staff-edit-says = Отметьте, кого отправить в архив: вход в школу закроется, журналы и отметки останутся.
people-tick = Отметьте учеников
people-tick-remove = Удалить
people-tick-somebody = Отметьте хотя бы одного человека
people-remove = Удалить в архив
people-move-ticked = Перевести отмеченных

## Классы
class-letter = Буква или название
class-letter-hint = «А» даст 7А; длинное название пишется как есть
class-teacher-none = не назначен
class-teacher-wrong = Выберите сотрудника из списка
class-grade-wrong = Число от 0 до 11
class-edit-of = Изменить: { $name }
class-edit-says = Удалённые попадают в архив: для них дата приказа – последний день в школе, для переведённых – первый день в новом классе. Отметки остаются в журналах.
class-empty-text = Переведите сюда учеников из другого класса или загрузите списки.
class-settings = Название и руководитель
class-settings-says = Новое название появится во всех списках сразу; журналы сохранят своё.
class-dissolve = Расформировать
class-dissolve-says = Класс уйдёт в «Расформированные». Если в нём есть ученики, выберите класс, куда они перейдут.
class-dissolve-do = Расформировать класс
classes-dissolved = Расформированные
class-dissolved = расформирован { $day }
class-dissolved-by = Приказ № { $number }, с { $day }
class-restore-of = Восстановить { $name }

## Переводы
transfers-incoming = К нам
transfers-incoming-none = Никого к нам не переводят.
transfers-outgoing = От нас
transfers-outgoing-none = Мы никого не переводили.
transfer-left = { $class }, по { $day }
transfer-order = Приказ об отчислении № { $number }
transfer-offered = ждёт ответа
transfer-accepted = зачислен
transfer-declined = отказано
transfer-withdrawn = отозван
transfer-accept = Зачислить
transfer-accept-do = Зачислить
transfer-decline = Отказать
transfer-decline-do = Отказать
transfer-answer = Причина отказа
transfer-withdraw = Отозвать
transfer-withdraw-of = Отозвать перевод: { $name }

## Двойники
doubles-says = Люди, которые, похоже, записаны дважды. Объединять или нет, решаете вы.
doubles-none = Двойников не видно
doubles-none-text = Здесь появятся люди с одинаковым или похожим именем и одной датой рождения.
double-same = Имя и дата рождения совпадают
double-near = Дата рождения совпадает, имена похожи
double-name = Имя совпадает, дата рождения известна не у обоих
double-title = Один человек или двое?
double-says = Сравните записи. Объединение перенесёт всё на одну из них, пустые поля заполнит из другой.
double-fact = Что
double-differs = различается
double-place = Класс, должность
double-family = Семья
double-which = Какую запись оставить
double-keep = { $name }
double-undo-says = Объединение можно отменить, пока в записи ничего не изменили.
double-do = Объединить
double-leave = Это разные люди
moves-what = Перейдёт:
moves-nothing = Переносить нечего
moves-accounts = учётных записей – { $count }
moves-relations = связей с семьёй – { $count }
moves-stays = записей о классах – { $count }
moves-roles = ролей и должностей – { $count }
moves-teaching = журналов и классов учителя – { $count }
merges-title = Объединённые
merge-undone = отменено
merge-undo = Отменить
merge-undo-of = Отменить объединение: { $name }

## Почему нельзя
refused-not-here = Такого человека в школе нет.
refused-not-present = { $name }: сейчас не числится, поэтому приказ ничего не изменит.
refused-present = { $name }: уже числится.
refused-leaves = { $name }: уже выбывает { $day }. Сначала отмените или дождитесь этого.
refused-joined = { $name }: в нынешнем классе с { $day }, дата приказа должна быть позже.
refused-left = { $name }: был здесь по { $day }, дата приказа должна быть позже.
refused-same-class = { $name }: уже в этом классе.
refused-elsewhere = { $name }: на эту дату учится в другом месте ({ $place }). Нужен перевод оттуда.
refused-transfer-waits = { $name }: перевод в другую школу ждёт ответа. Отзовите его или дождитесь.
refused-transfer-decided = На этот перевод уже ответили.
refused-no-receiver = Выберите школу, колледж или детский сад из списка.
refused-no-class = Такого класса нет или он расформирован: выберите другой.
refused-class-not-empty = В классе { $count } { $count ->
    [one] ученик
    [few] ученика
   *[other] учеников
}: выберите, в какой класс их перевести.
refused-class-name = Класс с таким названием в этом году уже есть, возможно среди расформированных.
refused-oneself = Себя отправить в архив нельзя: попросите другого администратора.
refused-same-person = Это одна и та же запись.
refused-own-row = Свою запись объединить с другой нельзя: попросите другого администратора.
refused-known-elsewhere = { $name }: этого человека знает и другая организация, поэтому объединить записи может только управление над обеими.
refused-both-enrolled = Записи числятся одновременно в разных классах. Сначала переведите или отправьте в архив одну из них.
refused-both-marked = У обеих записей есть отметки в одном журнале. Объединить их – значит решить, какие верны: исправьте это в журнале.
refused-related = Одна запись указана родителем другой: это не может быть один человек.
refused-other-snils = У записей разные СНИЛС: это разные люди или один номер записан с ошибкой.
refused-changed-since = После объединения запись изменили, отменить его уже нельзя.
refused-stale = Карточку только что изменил кто-то другой. Ваши правки на странице; сравните и отправьте ещё раз.
refused-snils-taken = Этот СНИЛС записан за другим человеком. Если это тот же ученик, посмотрите «Двойники».

## Сделано
done-people-archived = Отправлено в архив
done-people-moved = Переведено
done-people-restored = Восстановлено
done-people-offered = Отчислен, другая школа увидит перевод
done-people-admitted = Зачислен
done-people-declined = Отказ отправлен
done-people-withdrawn = Перевод отозван, ученик снова в классе
done-people-withdrawn-archive = Перевод отозван. Класса больше нет, ученик среди выбывших
done-people-merged = Записи объединены
done-people-parted = Объединение отменено
done-class-made = Класс создан
done-class-dissolved = Класс расформирован
done-class-restored = Класс восстановлен
