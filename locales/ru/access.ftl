# Листы доступа: логины, одноразовые коды.

access-login-hint = Первый вход – одноразовый код с листа доступа
access-title = Доступ
access-table = У кого есть вход
access-tally = Всего { $people }, с логином { $logins }, ни разу не входили { $never }, код ждёт у { $waiting }
access-empty = Классов пока нет
access-empty-text = Логины и коды выдают ученикам и родителям классов: сначала загрузите списки школы.
access-pupils = Ученики
access-parents = Родители
access-staff = Сотрудники
access-all = Всего
access-without = Без логина
access-never = Не входили
access-waiting = Код ждёт
access-issue = Выдать доступ
access-issue-school = Отметьте классы в таблице выше. Коды печатаются один раз, на сервере остаются только их отпечатки.
access-once = Коды печатаются один раз: на сервере остаются только их отпечатки, показать код снова нельзя, можно только выдать новый.
access-nobody = Отметьте, кому выдать доступ
access-no-class = Отметьте хотя бы один класс
access-whose = Кому напечатать коды
access-whose-nobody = Тем, у кого нет логина
access-whose-never = И тем, кто ещё ни разу не входил (прежние коды перестанут действовать)
access-look = Вид
access-strips = Полоски для разрезания, с QR-кодом
access-list = Список класса
access-english = Добавить указания на английском
access-separate = Отдельный файл для каждого класса (архив ZIP)
access-submit = Выдать и напечатать
access-staff-title = Доступ сотрудников
access-class-title = Доступ: { $class }
access-people = Логины
access-nobody-here = Здесь пока никого нет
access-nobody-here-text = Ученики, родители и сотрудники появятся, когда загрузят списки школы.
access-pupil = ученик
access-relation = { $relation ->
    [mother] мать
    [father] отец
    [guardian] опекун
   *[other] родитель
}
access-parent-of = родитель: { $children }
access-state-none = нет логина
access-state-waiting = код до { $day }
access-state-expired = код истёк
access-state-never = не входил
access-state-used = входил { $day }
access-state-locked = закрыт
access-give = Выдать
access-give-to = Выдать доступ: { $name }
access-new-code = Новый код
access-new-code-for = Новый код: { $name }
access-new-code-question = { $name }: прежний код и пароль перестанут действовать сразу, открытые сеансы завершатся. Войти можно будет только по новому коду.
access-new-code-yes = Выдать новый код
access-task-school = Листы доступа: школа
access-task-class = Листы доступа: { $class }
access-task-staff = Листы доступа: сотрудники
access-kept = Этим входом человек пользуется и в другой школе: пароль он меняет сам, а если забыл его, новый код выдаст оператор системы
access-kept-class = Этим входом человек пользуется не только в этом классе: пароль он меняет сам, а если забыл его, новый код выдаст администратор школы или, когда школ несколько, оператор системы
access-kept-line = { $name }: этим входом человек пользуется не только здесь, пароль он меняет сам; если забыл его, поможет оператор системы
class-teacher-oneself = Себе класс не назначают: попросите другого администратора
