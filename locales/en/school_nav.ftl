# The school: tabs, and the words of an institution's kind.

school-nav-label = Parts of the school
school-nav-overview = Overview
school-nav-staff = Staff
school-nav-info = Information
school-nav-access = Access
school-nav-rosters = Import

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
words-teacher = { $kind ->
    [school] Teacher
    [kindergarten] Teacher
    [college] Lecturer
   *[other] Teacher
}
words-class = { $kind ->
    [kindergarten] Group
    [college] Group
    [supplementary] Club
   *[other] Class
}
words-classes = { $kind ->
    [kindergarten] Groups
    [college] Groups
    [supplementary] Clubs
   *[other] Classes
}
words-pupil = { $kind ->
    [kindergarten] Child
    [college] Student
    [supplementary] Learner
   *[other] Pupil
}
words-pupils = { $kind ->
    [kindergarten] Children
    [college] Students
    [supplementary] Learners
   *[other] Pupils
}
words-grade = { $kind ->
    [kindergarten] Age
    [college] Course
    [supplementary] Year of study
   *[other] Grade
}
words-leads = { $kind ->
    [kindergarten] Leads the group
    [college] Tutor of the group
    [supplementary] Leads the club
   *[other] Class teacher of
}
words-leader = { $kind ->
    [kindergarten] Educator
    [college] Tutor
    [supplementary] Teacher
   *[other] Class teacher
}
words-to-class = { $kind ->
    [kindergarten] To which group
    [college] To which group
    [supplementary] To which club
   *[other] To which class
}
words-move = { $kind ->
    [kindergarten] Move to a group
    [college] Move to a group
    [supplementary] Move to a club
   *[other] Move to a class
}
words-transfer = { $kind ->
    [kindergarten] Transfer to another kindergarten or school
    [college] Transfer to another institution
    [supplementary] Transfer to another institution
   *[other] Transfer to another school
}
words-new-class = { $kind ->
    [kindergarten] New group
    [college] New group
    [supplementary] New club
   *[other] New class
}
words-new-class-do = { $kind ->
    [kindergarten] Make the group
    [college] Make the group
    [supplementary] Make the club
   *[other] Make the class
}
words-edit-pupils = { $kind ->
    [kindergarten] Edit children
    [college] Edit students
    [supplementary] Edit learners
   *[other] Edit pupils
}
words-first-day = { $kind ->
    [kindergarten] First day in the group
    [college] First day in the group
    [supplementary] First day in the club
   *[other] First day in the class
}
words-last-day = { $kind ->
    [kindergarten] Last day at the kindergarten
    [college] Last day at the college
    [supplementary] Last day of learning
   *[other] Last day at school
}
words-nobody = { $kind ->
    [kindergarten] No children yet
    [college] No students yet
    [supplementary] No learners yet
   *[other] No pupils yet
}
words-class-title = { $kind ->
    [kindergarten] Group { $name }
    [college] Group { $name }
    [supplementary] Club { $name }
   *[other] Class { $name }
}
