# Уведомления.

notices-title = Уведомления
notices-none = Уведомлений пока нет
notices-none-text = Здесь появится то, что важно знать: замены, изменения в расписании.
notices-new = новое
notices-unread = Непрочитанных: { $count }
notices-all-read = Всё прочитано
notices-read-all = Отметить всё прочитанным
done-notices-read = Всё отмечено прочитанным
notices-newer = Новее
notices-older = Раньше
notices-place = { $day }, { $number }-й урок
notices-taken = Вы заменяете: { $lesson }
notices-taken-back = Замена отменена: { $lesson }
notices-became-substitute = { $lesson }: замена, ведёт { $who }
notices-became-joint = { $lesson }: группы объединены, ведёт { $who }
notices-became-cancelled = { $lesson }: урок отменён
notices-became-moved = { $lesson }: перенесён на { $number }-й урок
notices-became-room = { $lesson }: в кабинете { $room }
notices-became-restored = { $lesson }: снова по расписанию
notices-day = Изменилось расписание на { $day }
