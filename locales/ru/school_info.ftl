# Сведения о школе: карточка, новости, документы, ссылки.

info-note = Что видят ученики, родители и сотрудники
info-card = Контакты и реквизиты
info-edit = Изменить
info-edit-title = Карточка организации
info-title = Название
info-page = Страница { $number }
info-show-again = Показать снова
info-history = История

## Карточка
info-name = Полное название
info-short-name = Краткое название
info-locality = Населённый пункт
info-address = Адрес
info-phone = Телефон
info-email = Электронная почта
info-email-wrong = Адрес почты выглядит так: school1@example.ru
info-site = Сайт
info-site-hint = Например, school1.example.ru
info-site-wrong = Адрес сайта выглядит так: school1.example.ru
info-inn = ИНН
info-inn-hint = 10 цифр
info-inn-wrong = В ИНН организации 10 цифр, и последняя из них контрольная: сверьте с документом
info-ogrn = ОГРН
info-ogrn-hint = 13 цифр
info-ogrn-wrong = В ОГРН 13 цифр, и последняя из них контрольная: сверьте с документом
info-license = Лицензия
info-license-hint = Номер и дата

## Новости
info-news = Новости
info-news-hint = Объявления для учеников и родителей
info-news-note = Закреплённые стоят первыми, остальные – от новых к старым
info-news-none = Новостей пока нет
info-news-none-text = Напишите первую: её увидят ученики, родители и сотрудники.
info-news-family-text = Когда появятся объявления, они будут здесь.
info-news-all = Все новости
info-news-new = Написать новость
info-news-edit = Новость
info-news-publish = Опубликовать
info-news-body = Текст
info-news-body-hint = Пустая строка начинает новый абзац; адреса сайтов станут ссылками
info-news-day = День публикации
info-news-day-hint = До этого дня новость видит только администрация
info-news-day-wrong = Укажите день не дальше года от сегодняшнего
info-news-pin = Закрепить вверху списка
info-news-pinned = закреплена
info-news-later = позже
info-news-taken-back = снята
info-news-take-back = Снять с публикации
info-news-take-back-question = Ученики и родители перестанут видеть эту новость. Вернуть её можно в любой день.
info-news-stale = Пока вы правили новость, её изменил кто-то ещё. Ваш текст сохранён на странице: проверьте его и сохраните ещё раз, тогда останется он.

## Документы
info-documents = Документы
info-documents-hint = Устав, программы, приказы, правила
info-documents-note = Прежние файлы остаются в истории документа
info-documents-none = Документов пока нет
info-documents-none-text = Загрузите первый: устав, правила приёма или режим занятий.
info-document-new = Загрузить документ
info-document-edit = Документ
info-document-remove = Убрать
info-document-remove-question = Ученики и родители перестанут видеть документ. Файлы и история сохранятся, вернуть его можно в любой день.
info-document-removed = убран
info-section = Раздел
info-section-founding = Учредительные документы
info-section-education = Образование
info-section-orders = Приказы и правила
info-section-safety = Безопасность
info-section-finance = Финансы
info-section-other = Другое
info-file = Файл
info-file-replace = Заменить файл
info-file-hint = PDF, файлы Word, Excel и PowerPoint, текст или изображение, до { $count } МБ
info-file-erase = Стереть файл
info-file-erase-question = Содержимое файла будет стёрто насовсем, строка в истории останется. Так поступают с тем, что нельзя было показывать.
info-file-erased = стёрт
info-change-added = Загружен
info-change-renamed = Изменены название или раздел
info-change-replaced = Заменён файл
info-change-removed = Убран
info-change-restored = Возвращён

## Ссылки
info-links = Полезные ссылки
info-links-hint = Сайты, которые пригодятся семьям
info-links-note = Стоят в заданном порядке
info-links-none = Ссылок пока нет
info-links-none-text = Добавьте сайты, которые пригодятся ученикам и родителям.
info-link-new = Добавить ссылку
info-link-edit = Ссылка
info-link-address = Адрес
info-link-hint = Начинается с https://
info-link-wrong = Адрес начинается с https:// и не содержит пробелов, например https://example.ru
info-link-ordinal = Место в списке
info-link-ordinal-wrong = Укажите число от 1 до 1000
info-link-many = Ссылок уже { $count }: уберите лишние
info-link-remove = Убрать ссылку
info-link-remove-question = Ссылка исчезнет со страницы для семей.

## Страница для семей
info-as-seen = Как это видят семьи
info-as-seen-hint = Страница «О школе» глазами ученика и родителя
info-about-choose = О школе
info-about-none = Пока показывать нечего
info-about-none-text = Здесь появится ваша школа, когда она подтвердит, что вы или ваш ребёнок в ней учитесь.
info-about-link = Новости и документы: { $name }

done-news-published = Новость опубликована
done-news-removed = Новость снята с публикации
done-news-restored = Новость снова видна
done-document-added = Документ загружен
done-document-removed = Документ убран
done-document-restored = Документ снова виден
done-file-erased = Файл стёрт
done-link-removed = Ссылка убрана
info-document-many = Документов уже { $count }: уберите лишние
