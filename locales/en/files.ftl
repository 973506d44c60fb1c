# Files: why one was not taken.

file-choose = Choose a file
file-empty = The file is empty. Check that it was saved and choose it again
file-too-large = The file is larger than { $count } MB. Compress it or split it
file-no-document = This is no document: PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, PPT, RTF, TXT, CSV, JPEG, PNG and WebP are taken. Save the file as one of these
file-no-image = This is no picture: JPEG, PNG and WebP are taken
file-too-many-pixels = The picture has more than 50 megapixels. Make it smaller and choose it again
file-unreadable = The picture is damaged and can’t be opened. Save it anew
file-quota = There is no room left for the school’s files: { $count } MB are set aside. Erase files you don’t need or ask the operator for more
file-bytes = { $count } B
file-kilobytes = { $count } KB
file-megabytes = { $size } MB
