# The school: tabs, and the words of an institution's kind.

school-nav-label = Parts of the school
school-nav-overview = Overview
school-nav-staff = Staff
school-nav-info = Information

## The words of an institution's kind
words-place = { $kind ->
    [school] School
    [kindergarten] Kindergarten
    [college] College
   *[other] Organisation
}
words-of-place = { $kind ->
    [school] of the school
    [kindergarten] of the kindergarten
    [college] of the college
   *[other] of the organisation
}
words-about = { $kind ->
    [school] About the school
    [kindergarten] About the kindergarten
    [college] About the college
   *[other] About the organisation
}
words-head = { $kind ->
    [school] Head teacher
    [kindergarten] Head
    [college] Principal
   *[other] Head
}
words-class = { $kind ->
    [school] Class
   *[other] Group
}
words-classes = { $kind ->
    [school] Classes
   *[other] Groups
}
words-pupil = { $kind ->
    [school] Pupil
    [kindergarten] Child
    [college] Student
   *[other] Learner
}
words-pupils = { $kind ->
    [school] Pupils
    [kindergarten] Children
    [college] Students
   *[other] Learners
}
words-teacher = { $kind ->
    [school] Teacher
    [kindergarten] Teacher
    [college] Lecturer
   *[other] Teacher
}
