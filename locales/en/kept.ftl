# A form that was sent when the session was already over.
kept-sign-in = The session has ended. What you typed is kept: sign in, and you can send it.
resend-title = Send what you typed?
resend-text = You are signed in again. Before that you were sending a form; it has not been written yet.
resend-rest = Ticks, dates and choices in lists are kept too.
resend-send = Send
resend-drop = Do not send
resend-of-another = What was typed was not sent
resend-of-another-text = The form was filled in under another account. To send it, sign in under the same one.
