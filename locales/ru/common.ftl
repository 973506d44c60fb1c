# Слова, общие для всех страниц: оболочка, действия, даты, ошибки.

-brand = Звонок

## Оболочка
shell-brand = { -brand }
shell-skip = К содержанию страницы
shell-places = Разделы
shell-more = Ещё
shell-home = На главную
shell-children = Чей дневник
shell-account = Учётная запись
shell-language = Язык
shell-sign-in = Войти
shell-sign-out = Выйти
shell-search = Класс, ученик, страница
shell-search-label = Поиск
shell-search-none = Ничего не нашлось
shell-search-failed = Поиск сейчас не отвечает. Нажмите Enter, чтобы открыть его страницей.
shell-offline = Нет сети. Показано то, что успело загрузиться; новое придёт, когда связь вернётся.
shell-online = Связь восстановлена.
shell-demo = Пример с вымышленными людьми
shell-password-show = показать
shell-password-hide = скрыть
shell-sending = Отправляем…

## Действия
common-save = Сохранить
common-cancel = Отменить
common-delete = Удалить
common-edit = Изменить
common-add = Добавить
common-close = Закрыть
common-back = Назад
common-next = Дальше
common-open = Открыть
common-undo = Вернуть
common-retry = Повторить
common-search = Найти
common-print = Печать
common-download = Скачать
common-yes = Да
common-no = Нет
common-all = Все
common-none = Нет
common-optional = необязательно
common-required = обязательно
common-saved = Сохранено
common-saving = Сохраняем…
common-waiting = Ждёт сети
common-loading = Загружаем…
common-sure = Подтвердите действие
common-previous-page = Предыдущая страница
common-next-page = Следующая страница
common-pages = Страницы
common-path = Путь к странице
common-week = Неделя
common-previous-week = Предыдущая неделя
common-next-week = Следующая неделя
common-this-week = Текущая неделя
common-choose = Выберите

## Формы
form-summary = Проверьте поля
form-field-empty = Заполните это поле
form-field-long = Слишком длинно: не больше { $count } { $count ->
    [one] знака
   *[other] знаков
}
form-kept = То, что вы ввели, сохранено на странице.

## Дневник: общие слова
lesson-topic = Тема
lesson-homework = Задано
lesson-room = каб. { $room }
lesson-cancelled = урока не будет
mark-average = Средний балл { $value }
mark-one = единица
mark-two = двойка
mark-three = тройка
mark-four = четвёрка
mark-five = пятёрка
mark-absent = не был на уроке
mark-ill = болел
mark-excused = не был по уважительной причине
mark-late = опоздал
mark-due = отметка ещё будет
mark-weight = вес { $value }

## Дни и время
weekday-mon = понедельник
weekday-tue = вторник
weekday-wed = среда
weekday-thu = четверг
weekday-fri = пятница
weekday-sat = суббота
weekday-sun = воскресенье
weekday-mon-short = пн
weekday-tue-short = вт
weekday-wed-short = ср
weekday-thu-short = чт
weekday-fri-short = пт
weekday-sat-short = сб
weekday-sun-short = вс
month-jan = января
month-feb = февраля
month-mar = марта
month-apr = апреля
month-may = мая
month-jun = июня
month-jul = июля
month-aug = августа
month-sep = сентября
month-oct = октября
month-nov = ноября
month-dec = декабря
day-today = сегодня
day-tomorrow = завтра
day-yesterday = вчера
ago-now = только что
ago-minutes = { $count } { $count ->
    [one] минуту
    [few] минуты
   *[other] минут
} назад
ago-hours = { $count } { $count ->
    [one] час
    [few] часа
   *[other] часов
} назад
ago-days = { $count } { $count ->
    [one] день
    [few] дня
   *[other] дней
} назад

## Страницы ошибок
error-code = Код обращения: { $id }
error-code-why = Назовите его, если напишете в поддержку: по нему найдут, что случилось.
error-not-found-title = Такой страницы нет
error-not-found-text = Адрес набран с ошибкой, страницу убрали или она открыта не для вас.
error-not-found-next = Проверьте адрес или начните с главной. Если войти под другим именем, страница может открыться.
error-broken-title = Страница не открылась
error-broken-text = Сбой на нашей стороне. Всё, что было сохранено раньше, на месте.
error-broken-next = Откройте страницу ещё раз через минуту. Если вы что-то отправляли, проверьте, появилось ли оно, прежде чем отправлять снова.
error-too-many-title = Слишком много запросов
error-too-many-text = С вашей учётной записи или из вашей сети пришло очень много запросов подряд. Ничего не потеряно.
error-too-many-next = Подождите и откройте страницу снова.
error-too-many-wait = Подождите { $count } { $count ->
    [one] секунду
    [few] секунды
   *[other] секунд
} и откройте страницу снова.
error-unavailable-title = Идут работы
error-unavailable-text = «{ -brand }» ненадолго остановлен. Всё сохранённое на месте.
error-unavailable-next = Обычно это занимает несколько минут. Откройте страницу позже.
error-too-large-title = Файл слишком большой
error-too-large-text = Отправленное больше, чем эта страница принимает. Ничего не записано.
error-too-large-next = Вернитесь и приложите файл поменьше: сожмите его или разделите на части.
error-wrong-method-title = Эту страницу так не открыть
error-wrong-method-text = По этому адресу только принимают заполненные формы, или, наоборот, только показывают страницу. Ничего не записано.
error-wrong-method-next = Вернитесь на страницу с формой и отправьте её кнопкой или начните с главной.
error-wrong-kind-title = Отправлено не то, что ждёт страница
error-wrong-kind-text = Страница принимает заполненную форму, а пришло что-то другое. Ничего не записано.
error-wrong-kind-next = Вернитесь на страницу с формой, обновите её и отправьте ещё раз.
error-bad-request-title = Запрос не понят
error-bad-request-text = Страница устарела или отправлена не полностью. Ничего не записано.
error-bad-request-next = Вернитесь, обновите страницу и отправьте ещё раз.
error-offline-title = Нет сети
error-offline-text = Эта страница ещё не открывалась на вашем устройстве, поэтому показать её без связи нельзя.
error-offline-next = Проверьте связь и повторите. Открытые раньше страницы доступны и так.

## Places
nav-journals = Журналы
nav-school = Школа
nav-kindergarten = Детский сад
nav-staff = Сотрудники
nav-system = Система
nav-diary = Дневник
nav-marks = Оценки
nav-children = Дети
nav-me = Обо мне

## What was done (shown once after a change)
done-saved = Сохранено
done-signed-out = Вы вышли
done-session-ended = Сеанс завершён
done-sessions-ended = Остальные сеансы завершены
done-password = Пароль изменён, остальные сеансы завершены

## Why a journal cell was refused
cell-two-marks = Две отметки в одной клетке: добавьте к уроку вторую колонку
cell-sign = Плюсов и минусов у отметки нет: поставьте 1–5
cell-out-of-scale = Отметка бывает от 1 до 5
cell-two-codes = У урока одна причина: н, б, уп или оп
cell-unknown = Здесь пишут 1–5, н, б, уп или оп

## Passwords
password-too-short = Пароль короче восьми знаков
password-too-long = Пароль слишком длинный
password-too-common = Такой пароль подберут первым: придумайте другой
password-too-known = В пароле есть ваш логин, имя или почта: придумайте другой
password-failed = Пароль не удалось сохранить, попробуйте ещё раз
