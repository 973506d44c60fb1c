# The system's operator gives a code to whom a school may not help.
help-title = Help with signing in
help-note = A new code for who forgot the password when the school may not give one: the sign-in is used at another school too.
help-find = Who is it
help-find-hint = Family and given name, login, telephone or e-mail
help-find-button = Find
help-found = Found
help-nobody = Nobody was found
help-nobody-text = Check how the family name is spelt, or ask for the login.
help-more = The first { $count } are shown: give more of the name.
help-born = born { $day }
help-given = Codes given
help-given-none = Operators have given no codes yet.
help-given-by = given by { $name }
help-older = Earlier ones
help-places = Learns, works, is a parent at
help-places-none = Belongs to no institution at present.
help-pupil = pupil
help-parent-of = parent of { $child }
help-ways-none = There is no login yet: it comes with the code.
help-not-oneself = Nobody gives himself a code: change the password on the page “About me”, or ask another operator.
help-locked = This sign-in is closed; no code is given for it.
help-refused = No code was given
help-reason = Why is a code given
help-reason-hint = Who asked and how, and what proved who it is. The entry stays for good and every operator sees it.
help-reason-short = Say more: at least ten characters
help-reason-long = Too long: at most { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
help-code-title = The code was given
help-code = One-time code
help-code-until = Good until
help-code-where = Sign in at
help-code-once = It can’t be shown again: the server has kept only its fingerprint. Give the code to the person alone; after signing in he chooses a password of his own.
help-code-seen = The code is handed over
