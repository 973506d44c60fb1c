"""Writes the load plan as input of FET 6.8.5."""
from xml.sax.saxutils import escape

import plan

DAYS = ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница"]
HOURS = ["1 08:00-08:45", "2 08:55-09:40", "3 10:00-10:45", "4 11:05-11:50", "5 12:00-12:45", "6 12:55-13:40",
         "7 13:50-14:35"]
# A teacher's free hours between lessons in a week; a preference, may be loosened.
TEACHER_GAPS = 2
# The demo opens on a Monday during the third lesson: its teacher of mathematics is then in this class.
PINNED = ("7А", plan.ALG, "Понедельник", HOURS[2])


def tag(name, *content):
    """One element; strings that start with «<» are taken as children."""
    body = "".join(c if c.startswith("<") else escape(c) for c in map(str, content))
    return f"<{name}>{body}</{name}>"


def constraint(name, weight, *content):
    return tag(f"Constraint{name}", tag("Weight_Percentage", weight), *content, tag("Active", "true"), "<Comments></Comments>")


def build():
    teachers = {t["key"]: t for t in plan.TEACHERS}
    short = {key: plan.short_name(t["name"]) for key, t in teachers.items()}
    activities, spread, together, rooms, pinned = [], [], [], [], []
    for subject, hours, parts in plan.lessons():
        # Two hours of crafts in grades 5–7 are one double lesson.
        double = subject == plan.CRAFT and hours == 2
        durations = [2] if double else [1] * hours
        columns = []
        for key, sets in parts:
            first = len(activities) + 1
            ids = list(range(first, first + len(durations)))
            for i, duration in zip(ids, durations):
                activities.append(tag(
                    "Activity", tag("Teacher", short[key]), tag("Subject", subject), *(tag("Students", s) for s in sets),
                    tag("Duration", duration), tag("Total_Duration", hours), tag("Id", i),
                    tag("Activity_Group_Id", first if len(ids) > 1 else 0), tag("Active", "true"), "<Comments></Comments>"))
                rooms.append((i, room_of(subject, teachers[key])))
            if len(ids) > 1:
                spread.append(ids)
            columns.append(ids)
            if subject == PINNED[1] and PINNED[0] in sets:
                pinned.append(first)
        if len(columns) > 1:
            together += list(zip(*columns))

    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<fet version="6.8.5">',
           tag("Institution_Name", "МБОУ СОШ № 1"), tag("Comments", "Демонстрационная школа 1, 2026/27 учебный год")]
    section = lambda name, rows: out.append(f"<{name}>\n" + "\n".join(rows) + f"\n</{name}>")
    section("Days_List", [tag("Number_of_Days", len(DAYS))] + [tag("Day", tag("Name", d)) for d in DAYS])
    section("Hours_List", [tag("Number_of_Hours", len(HOURS))] + [tag("Hour", tag("Name", h)) for h in HOURS])
    section("Subjects_List", [tag("Subject", tag("Name", s), "<Comments></Comments>") for s in plan.subjects()])
    section("Activity_Tags_List", [])
    section("Teachers_List", [tag("Teacher", tag("Name", n), tag("Target_Number_of_Hours", 0),
                                  "<Qualified_Subjects></Qualified_Subjects><Comments></Comments>") for n in short.values()])
    section("Students_List", [year(c) for c in plan.class_names()])
    section("Activities_List", activities)
    section("Buildings_List", [])
    capacities = {t["room"]: 15 if t["key"][0] in "EI" else 30 for t in plan.TEACHERS if t["room"]}
    capacities.update({gym: 60 for gym in plan.GYMS})
    section("Rooms_List", [tag("Room", tag("Name", r), "<Building></Building>", tag("Capacity", n),
                               tag("Virtual", "false"), "<Comments></Comments>") for r, n in capacities.items()])

    time = [constraint("BasicCompulsoryTime", 100),
            constraint("StudentsEarlyMaxBeginningsAtSecondHour", 100, tag("Max_Beginnings_At_Second_Hour", 0)),
            constraint("StudentsMaxGapsPerWeek", 100, tag("Max_Gaps", 0)),
            constraint("TeachersMaxGapsPerWeek", 100, tag("Max_Gaps", TEACHER_GAPS))]
    for cls in plan.class_names():
        fewest, most = plan.DAILY[plan.grade_of(cls)]
        time.append(constraint("StudentsSetMaxHoursDaily", 100, tag("Maximum_Hours_Daily", most), tag("Students", cls)))
        time.append(constraint("StudentsSetMinHoursDaily", 100, tag("Minimum_Hours_Daily", fewest), tag("Students", cls),
                               tag("Allow_Empty_Days", "false")))
    for ids in spread:
        weight = 100 if len(ids) <= len(DAYS) else 95
        time.append(constraint("MinDaysBetweenActivities", weight, tag("Consecutive_If_Same_Day", "true"),
                               tag("Number_of_Activities", len(ids)), *(tag("Activity_Id", i) for i in ids), tag("MinDays", 1)))
    for ids in together:
        time.append(constraint("ActivitiesSameStartingTime", 100, tag("Number_of_Activities", len(ids)),
                               *(tag("Activity_Id", i) for i in ids)))
    for i in pinned:
        time.append(constraint("ActivityPreferredStartingTime", 100, tag("Activity_Id", i), tag("Preferred_Day", PINNED[2]),
                               tag("Preferred_Hour", PINNED[3]), tag("Permanently_Locked", "true")))
    section("Time_Constraints_List", time)

    space = [constraint("BasicCompulsorySpace", 100)]
    for i, names in rooms:
        if len(names) == 1:
            space.append(constraint("ActivityPreferredRoom", 100, tag("Activity_Id", i), tag("Room", names[0]),
                                    tag("Permanently_Locked", "true")))
        else:
            space.append(constraint("ActivityPreferredRooms", 100, tag("Activity_Id", i),
                                    tag("Number_of_Preferred_Rooms", len(names)), *(tag("Preferred_Room", n) for n in names)))
    section("Space_Constraints_List", space)
    out.append("<Timetable_Generation_Options_List></Timetable_Generation_Options_List>\n</fet>\n")
    return "\n".join(out)


def room_of(subject, teacher):
    """Rooms a lesson may take: one of the gyms, else the teacher's own."""
    return plan.GYMS if subject == plan.PE else (teacher["room"],)


def year(cls):
    head = tag("Name", cls) + tag("Number_of_Students", plan.PUPILS_PER_CLASS) + "<Comments></Comments>"
    if not any(s in plan.CURRICULUM[plan.grade_of(cls)] for s in plan.SPLIT_SUBJECTS):
        return tag("Year", head, tag("Number_of_Categories", 0), "<Separator> </Separator>")
    groups = plan.GROUP_SIZES
    return tag("Year", head, tag("Number_of_Categories", 1), "<Separator> </Separator>",
               tag("Category", tag("Number_of_Divisions", len(groups)), *(tag("Division", g) for g in groups)),
               *(tag("Group", tag("Name", f"{cls} {g}"), tag("Number_of_Students", n), "<Comments></Comments>")
                 for g, n in groups.items()))
