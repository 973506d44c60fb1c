# Вход, главная, «Обо мне», дети, страница оператора.

## Главная
start-title = Школа в одном месте
start-note = Дневник, оценки и журналы. Войдите, чтобы увидеть своё.
start-family = Родителям, ученикам, студентам
start-family-note = Расписание, домашние задания, оценки
start-staff = Сотрудникам
start-staff-note = Журналы, классы, управление школой
start-demo = Посмотреть пример
start-demo-note = Люди вымышлены. Выберите, кем войти; пароль у всех один: demo
demo-teacher = Учитель математики
demo-classteacher = Классный руководитель 7А
demo-parent = Мама двоих детей
demo-newparent = Родитель, ещё без детей
demo-pupil = Ученица 7А
demo-student = Студент колледжа
demo-admin = Администратор школы
demo-deputy = Завуч
demo-director = Директор школы
demo-canteen = Столовая
demo-librarian = Библиотекарь
demo-guard = Охрана
demo-kindergarten = Заведующая детским садом
demo-municipal = Управление образования
demo-department = Департамент образования
demo-operator = Оператор системы

## Вход
login-title = Вход
login-staff-title = Вход для сотрудников
login-login = Логин
login-login-hint = Можно и телефон или электронную почту
login-password = Пароль
login-submit = Войти
login-wrong = Логин или пароль не подошли. Проверьте раскладку и Caps Lock.
login-help = Нет логина или забыли пароль? Их выдаёт школа: обратитесь к классному руководителю. Если вход один на несколько школ, новый код выдаёт оператор системы: как к нему обратиться, скажут в школе.
login-staff-help = Нет логина или забыли пароль? Обратитесь к администратору системы в вашей организации.
login-to-staff = Вход для сотрудников
login-to-family = Вход для родителей, учеников, студентов
logout-title = Выйти?
logout-text = На этом устройстве понадобится снова ввести логин и пароль. Остальные сеансы продолжатся.

## Обо мне
me-title = Обо мне
me-login = Логин
me-roles = Чем занимаюсь
me-children = Дети
me-all-children = Подробнее о детях
me-no-children = Моих детей здесь нет
me-no-children-hint = Что сделать, чтобы они появились
me-language = Язык
me-security = Вход и безопасность
me-password = Сменить пароль
me-password-hint = Остальные сеансы при этом завершатся
me-sessions = Мои сеансы
me-sessions-note = Устройства, на которых открыта ваша учётная запись. Незнакомое завершите и смените пароль.
session-here = этот сеанс
session-end = Завершить
session-end-one = Завершить сеанс: { $agent }
session-end-others = Завершить остальные
session-end-others-question = На всех других устройствах понадобится снова ввести логин и пароль. Этот сеанс продолжится.
session-since = вход: { $time }
session-seen = был активен: { $time }
agent-unknown = Неизвестный браузер
agent-program = Программа
agent-yandex = Яндекс Браузер
agent-samsung = Браузер Samsung

## Роли
role-teacher = Учитель
role-deputy = Завуч
role-director = Директор
role-admin = Администратор системы в организации
role-canteen = Столовая
role-librarian = Библиотекарь
role-guard = Охрана
role-kindergarten-head = Заведующая детским садом
role-municipal = Сотрудник управления образования
role-department = Сотрудник департамента
role-operator = Оператор системы
role-pupil = Учусь

## Смена пароля
password-title = Смена пароля
password-must = Пароль вам выдали. Придумайте свой, чтобы продолжить: его не будет знать никто, кроме вас.
password-current = Нынешний пароль
password-new = Новый пароль
password-new-hint = Не короче восьми знаков. Лучше всего несколько слов, которые легко запомнить вам и трудно угадать другим.
password-again = Новый пароль ещё раз
password-submit = Сменить пароль
password-current-wrong = Нынешний пароль не подошёл
password-differ = Пароли не совпали: наберите ещё раз
password-same = Новый пароль такой же, как нынешний
password-effect = На других устройствах понадобится войти снова.

## Дети
children-title = Дети
children-diary = Дневник
children-marks = Оценки
children-teacher = Классный руководитель: { $name }
children-nowhere = Сейчас нигде не учится
children-none = Школа ещё не связала вас с ребёнком
children-none-text = Когда школа подтвердит, что вы родитель или опекун, ребёнок появится здесь сам. Обратитесь к классному руководителю или в канцелярию: понадобятся ваш логин и документ, где названы вы и ребёнок.

## Страница оператора
system-title = Система
system-database = База данных
system-database-sqlite = SQLite, внутри программы
system-database-postgres = PostgreSQL
system-outbox = Событий ждёт отправки
system-institutions = Организации
system-institutions-more = Посчитаны первые { $count ->
    [one] { $count }
   *[other] { $count }
}, всего их больше.
system-all = Всего
system-kind-school = Школы
system-kind-kindergarten = Детские сады
system-kind-college = Колледжи
system-kind-supplementary = Дополнительное образование
system-kind-municipality = Управления образования
system-kind-department = Департаменты
system-kind-operator = Операторы
system-jobs = Задания
system-jobs-note = Открытые сначала, не больше { $count }
system-jobs-none = Заданий не было
system-jobs-none-text = Здесь видно работу, отложенную на потом: что ждёт, что идёт, что не удалось.
system-job-attempts = Попыток
system-job-done = сделано
system-job-running = идёт
system-job-failed = не удалось
system-job-retry = будет повтор
system-job-waiting = ждёт
