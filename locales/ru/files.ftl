# Файлы: почему не принят.

file-choose = Выберите файл
file-empty = Файл пустой: в нём нет ни одного байта. Проверьте, сохранился ли он, и выберите снова
file-too-large = Файл больше { $count } МБ. Сожмите его или разделите на части
file-no-document = Это не документ: подойдут PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, PPT, RTF, TXT, CSV, JPEG, PNG и WebP. Сохраните файл в одном из этих видов
file-no-image = Это не изображение: подойдут JPEG, PNG и WebP
file-too-many-pixels = В изображении больше 50 мегапикселей. Уменьшите его и выберите снова
file-unreadable = Изображение повреждено и не открывается. Сохраните его заново
file-quota = Место для файлов школы закончилось: отведено { $count } МБ. Сотрите лишние файлы или попросите оператора добавить места
file-bytes = { $count } Б
file-kilobytes = { $count } КБ
file-megabytes = { $size } МБ
