# Information about the school: card, news, documents, links.

info-note = What pupils, parents and staff see
info-card = Contacts and details
info-edit = Edit
info-edit-title = Card of the organisation
info-title = Title
info-page = Page { $number }
info-show-again = Show again
info-history = History

## Card
info-name = Full name
info-short-name = Short name
info-locality = Town or village
info-address = Address
info-phone = Phone
info-email = E-mail
info-email-wrong = An e-mail address looks like school1@example.ru
info-site = Web site
info-site-hint = For example, school1.example.ru
info-site-wrong = A site’s address looks like school1.example.ru
info-inn = Taxpayer number (INN)
info-inn-hint = 10 digits
info-inn-wrong = An organisation’s INN has 10 digits, the last of them a check: compare it with the document
info-ogrn = Registration number (OGRN)
info-ogrn-hint = 13 digits
info-ogrn-wrong = An OGRN has 13 digits, the last of them a check: compare it with the document
info-license = Licence
info-license-hint = Number and date

## News
info-news = News
info-news-hint = Announcements for pupils and parents
info-news-note = Pinned ones stand first, the others from new to old
info-news-none = No news yet
info-news-none-text = Write the first: pupils, parents and staff will see it.
info-news-family-text = Announcements will appear here.
info-news-all = All news
info-news-new = Write news
info-news-edit = News
info-news-publish = Publish
info-news-body = Text
info-news-body-hint = An empty line begins a new paragraph; addresses become links
info-news-day = Day of publication
info-news-day-hint = Until that day only the administration sees it
info-news-day-wrong = Name a day within a year of today
info-news-pin = Pin to the top of the list
info-news-pinned = pinned
info-news-later = later
info-news-taken-back = taken back
info-news-take-back = Take back
info-news-take-back-question = Pupils and parents will see this news no longer. It can be shown again any day.
info-news-stale = Somebody else changed this news while you were editing it. Your text is kept on the page: look at it and save once more, then it stays.

## Documents
info-documents = Documents
info-documents-hint = Charter, programmes, orders, rules
info-documents-note = Earlier files stay in a document’s history
info-documents-none = No documents yet
info-documents-none-text = Upload the first: the charter, rules of admission or the timetable of the day.
info-document-new = Upload a document
info-document-edit = Document
info-document-remove = Remove
info-document-remove-question = Pupils and parents will see the document no longer. Files and history stay, and it can be shown again any day.
info-document-removed = removed
info-section = Section
info-section-founding = Founding documents
info-section-education = Education
info-section-orders = Orders and rules
info-section-safety = Safety
info-section-finance = Finance
info-section-other = Other
info-file = File
info-file-replace = Replace the file
info-file-hint = PDF, Word, Excel or PowerPoint files, text or a picture, up to { $count } MB
info-file-erase = Erase the file
info-file-erase-question = The content of the file is erased for good, the line of the history stays. This is for what should never have been shown.
info-file-erased = erased
info-change-added = Uploaded
info-change-renamed = Title or section changed
info-change-replaced = File replaced
info-change-removed = Removed
info-change-restored = Shown again

## Links
info-links = Useful links
info-links-hint = Sites that families need
info-links-note = In the order given
info-links-none = No links yet
info-links-none-text = Add sites that pupils and parents need.
info-link-new = Add a link
info-link-edit = Link
info-link-address = Address
info-link-hint = Begins with https://
info-link-wrong = An address begins with https:// and has no spaces, for example https://example.ru
info-link-ordinal = Place in the list
info-link-ordinal-wrong = Give a number from 1 to 1000
info-link-many = There are { $count } links already: remove those not needed
info-link-remove = Remove the link
info-link-remove-question = The link will vanish from the families’ page.

## The families' page
info-as-seen = As families see it
info-as-seen-hint = The page “About the school” with the eyes of a pupil and a parent
info-about-choose = About the school
info-about-none = Nothing to show yet
info-about-none-text = Your school will appear here when it has confirmed that you or your child learn there.
info-about-link = News and documents: { $name }

done-news-published = The news is published
done-news-removed = The news was taken back
done-news-restored = The news is shown again
done-document-added = The document was uploaded
done-document-removed = The document was removed
done-document-restored = The document is shown again
done-file-erased = The file was erased
done-link-removed = The link was removed
info-document-many = There are { $count } documents already: remove those not needed
