# Домашнее задание: на странице урока, в форме, в дневнике.
homework-title = Домашнее задание
homework-due-here = К этому уроку
homework-given-here = Задано на этом уроке
homework-none = На этом уроке ничего не задано.
homework-add = Добавить задание
homework-change = Изменить
homework-new = Новое задание
homework-edit = Задание
homework-back = К уроку
homework-to-diary = В дневник
homework-text = Что сделать
homework-due-label = К уроку
homework-due = к уроку: { $day }
homework-given = задано { $day }
homework-minutes = { $count } мин
homework-minutes-label = Сколько минут займёт
homework-minutes-fault = Укажите время в минутах, от 0 до 600
homework-audience = Кому
homework-for-all = Всем
homework-for-one-subgroup = Подгруппе: { $name }
homework-for-some = Отдельным ученикам
homework-for-subgroup = подгруппе
homework-for-chosen = { $count ->
    [one] { $count } ученику
   *[other] { $count } ученикам
  }
homework-pupils = Выбрать учеников
homework-audience-fault = Выберите, кому это задано: откройте список учеников и отметьте хотя бы одного
homework-solution = нужно решение
homework-solution-label = Нужно сдать решение
homework-files = Файлы
homework-files-add = Добавить файлы
homework-files-count = { $count ->
    [one] { $count } файл
    [few] { $count } файла
   *[other] { $count } файлов
  }
homework-files-hint = До 10 файлов. Документ до { $count } МБ, изображение до { $n } МБ, звук и видео до { $number } МБ
homework-file-drop = убрать
homework-files-again = Выберите файлы ещё раз: браузер не хранит их, пока форма не принята
homework-most-files = У задания может быть не больше { $count } файлов
homework-no-attachment = Такой файл не подойдёт. Принимаются документы (PDF, DOCX, XLSX, PPTX, ODT, TXT и другие), изображения JPEG, PNG, WebP, звук MP3, M4A, OGG, WAV и видео MP4, MOV, WebM
homework-empty = Напишите, что сделать, или приложите файл
homework-due-fault = Выберите день, в который у класса есть этот урок
homework-stale = Пока вы писали, задание изменили. Сейчас там: «{ $text }». Ваш текст остался в форме: проверьте его и сохраните ещё раз
homework-removed = Задание удалено
homework-removed-text = Задание удалено, ученики его не видят. Его можно вернуть.
homework-restore = Вернуть задание
homework-remove = Удалить задание
homework-remove-question = Ученики и родители перестанут его видеть. Вернуть его можно на этой же странице.
homework-history = История изменений
homework-load = Что уже задано классу
homework-over = Больше нормы: { $count } мин в день
homework-day-minutes = на дом { $count } мин
homework-more = Подробнее
done-homework-saved = Задание сохранено
done-homework-removed = Задание удалено
done-homework-restored = Задание возвращено
done-homework-closed = Период закрыт: задание не изменено

# Перекличка.
attendance-title = Кто на уроке
attendance-all = Все присутствуют
attendance-present = на уроке
attendance-absent = не был
attendance-excused = не был, уважительная причина
attendance-ill = болеет
attendance-late = опоздал
attendance-minutes = мин
attendance-minutes-label = На сколько минут опоздал
attendance-hint = «Все присутствуют» снимает у всех отметки об отсутствии и опоздании. Оценки остаются.
attendance-called = Перекличка: { $when }
