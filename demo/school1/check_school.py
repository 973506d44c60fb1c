#!/usr/bin/env python3
"""Checks the files of demo school 1 against each other; reads only the files, not the plan. Ends with 1 on the first list of faults."""
import csv
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
WEEKLY = {1: 21, 2: 23, 3: 23, 4: 23, 5: 29, 6: 30, 7: 32, 8: 33, 9: 33, 10: 34, 11: 34}
DAILY = {1: 5, 2: 5, 3: 5, 4: 5, 5: 6, 6: 6, 7: 7, 8: 7, 9: 7, 10: 7, 11: 7}
faults = []


def check(what, bad):
    bad = list(bad)
    print(("ok    " if not bad else "FAULT ") + what + (f": {bad[:5]}" if bad else ""))
    faults.extend(bad)


def rows(path):
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


def repeated(values):
    return [v for v, n in Counter(values).items() if n > 1]


def snils_ok(text):
    digits = "".join(c for c in text if c.isdigit())
    total = sum(int(d) * (9 - i) for i, d in enumerate(digits[:9])) % 101
    return len(digits) == 11 and int(digits[9:]) == (0 if total == 100 else total)


pupils, staff, topics = rows(HERE / "roster_pupils.csv"), rows(HERE / "roster_staff.csv"), rows(HERE.parent / "topics.csv")
source, solved = (ET.parse(HERE / n).getroot() for n in ("school1.fet", "school1_data_and_timetable.fet"))
hours = [h.text for h in solved.findall("Hours_List/Hour/Name")]
days = [d.text for d in solved.findall("Days_List/Day/Name")]
activities = {int(a.findtext("Id")): a for a in solved.findall("Activities_List/Activity")}

# Persons
by_class = defaultdict(list)
for p in pupils:
    by_class[p["Класс"]].append(p)
check("40 classes of 25 pupils", [c for c, m in by_class.items() if len(m) != 25] + ([] if len(by_class) == 40 else ["count"]))
check("СНИЛС valid and unique", [p["СНИЛС"] for p in pupils if not snils_ok(p["СНИЛС"])] + repeated(p["СНИЛС"] for p in pupils))
check("no two pupils with the same name and birth date",
      repeated((p["Фамилия"], p["Имя"], p["Отчество"], p["Дата рождения"]) for p in pupils))
logins = [r[c] for r in pupils for c in ("Логин", "Мать логин", "Отец логин") if r[c]] + [s["Логин"] for s in staff if s["Логин"]]
check("logins unique", repeated(logins))
parents = [(p[k + " ФИО"], p[k + " телефон"], p[k + " эл. почта"]) for p in pupils for k in ("Мать", "Отец") if p[k + " ФИО"]]
people = set(parents) | {(f"{s['Фамилия']} {s['Имя']} {s['Отчество']}", s["Телефон"], s["Эл. почта"]) for s in staff}
check("phones and e-mails belong to one person", repeated(x[1] for x in people) + repeated(x[2] for x in people))
check("every pupil has a parent", [p["Фамилия"] for p in pupils if not p["Мать ФИО"] and not p["Отец ФИО"]])


def gender_fault(family, patronymic, woman):
    endings = ("на",) if woman else ("ич",)
    opposite = ("ов", "ев", "ёв", "ин", "ын", "ский", "цкий") if woman else ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая")
    return not patronymic.endswith(endings) or family.endswith(opposite)


check("family names and patronymics agree in gender",
      [p["Фамилия"] for p in pupils if gender_fault(p["Фамилия"], p["Отчество"], p["Пол"] == "ж")]
      + [n for p in pupils for k in ("Мать", "Отец") if (n := p[k + " ФИО"])
         and gender_fault(n.split()[0], n.split()[2], k == "Мать")])
check("patronymic begins like the father's given name",
      [(p["Отчество"], p["Отец ФИО"]) for p in pupils if p["Отец ФИО"] and p["Отчество"][:2] != p["Отец ФИО"].split()[1][:2]])
check("age on 1 September fits the grade",
      [(p["Класс"], p["Дата рождения"]) for p in pupils
       if not 6.5 <= 2026 + 8 / 12 - int(p["Дата рождения"][:4]) - (int(p["Дата рождения"][5:7]) - 1) / 12 - int(p["Класс"][:-1]) + 1 <= 7.9])

# Rosters and timetable
short = Counter(f"{s['Фамилия']} {s['Имя'][0]}.{s['Отчество'][0]}." for s in staff)
teachers = [t.text for t in solved.findall("Teachers_List/Teacher/Name")]
check("each teacher of the timetable is exactly one person of the staff", [t for t in teachers if short[t] != 1])
check("each class of the timetable is in the roster with 25 pupils",
      [y.findtext("Name") for y in solved.findall("Students_List/Year")
       if len(by_class[y.findtext("Name")]) != 25 or y.findtext("Number_of_Students") != "25"])
check("each class has one class teacher", set(by_class) ^ {s["Классное руководство"] for s in staff if s["Классное руководство"]})
groups = {g.findtext("Name"): int(g.findtext("Number_of_Students")) for g in solved.findall("Students_List/Year/Group")}
in_roster, splits = Counter(), set()
for p in pupils:
    parts = [x.split(": ") for x in p["Подгруппы"].split("; ") if x]
    splits |= {(f"{p['Класс']} {g}", s) for s, g in parts}
    in_roster.update({f"{p['Класс']} {g}" for _, g in parts})
taught = {(s.text, a.findtext("Subject")) for a in activities.values() for s in a.findall("Students") if " " in s.text}
check("subgroups of the roster and of the timetable agree", (splits ^ taught) | (set(groups.items()) ^ set(in_roster.items())))
staff_of = {f"{s['Фамилия']} {s['Имя'][0]}.{s['Отчество'][0]}.": s for s in staff}
check("subjects of each teacher in the roster are those taught",
      [t for t in teachers if set(staff_of.get(t, {"Предметы": ""})["Предметы"].split(", "))
       != {a.findtext("Subject") for a in activities.values() if a.findtext("Teacher") == t}])

# Solved timetable
start, room = {}, defaultdict(set)
for c in solved.findall("Time_Constraints_List/ConstraintActivityPreferredStartingTime"):
    start[int(c.findtext("Activity_Id"))] = (days.index(c.findtext("Preferred_Day")), hours.index(c.findtext("Preferred_Hour")))
for c in solved.findall("Space_Constraints_List/ConstraintActivityPreferredRoom"):
    room[int(c.findtext("Activity_Id"))].add(c.findtext("Room"))
check("solved file has the activities of the input", set(activities) ^ {int(a.findtext("Id")) for a in source.iter("Activity")})
check("every activity has a place and one room", [i for i in activities if i not in start or len(room[i]) != 1])
cells = {kind: Counter() for kind in ("teacher", "room", "class")}
for i, a in activities.items():
    day, hour = start[i]
    for h in range(hour, hour + int(a.findtext("Duration"))):
        cells["teacher"].update((t.text, day, h) for t in a.findall("Teacher"))
        cells["room"].update((r, day, h) for r in room[i])
        for s in a.findall("Students"):
            name = s.text.split()
            for g in name[1:] or ("гр1", "гр2"):
                cells["class"][(name[0], g, day, h)] += 1
for kind, counter in cells.items():
    check(f"no {kind} in two places at once", [k for k, n in counter.items() if n > 1])
day_hours = defaultdict(set)
for name, g, day, h in cells["class"]:
    day_hours[name, g, day].add(h)
check("each day of each group begins at lesson 1 and has no gaps", [k for k, v in day_hours.items() if v != set(range(len(v)))])
check("every class learns on five days", [c for c in by_class for g in ("гр1", "гр2") if sum((c, g, d) in day_hours for d in range(5)) != 5])
check("daily maxima", [k for k, v in day_hours.items() if len(v) > DAILY[int(k[0][:-1])]])
check("grade 1 has one day of 5 lessons",
      [k for k in by_class if k.startswith("1") and len(k) == 2 and [len(day_hours[k, "гр1", d]) for d in range(5)].count(5) != 1])
week = Counter((k[0], k[1]) for k in cells["class"])
check("weekly maxima", [(k, n) for k, n in week.items() if n > WEEKLY[int(k[0][:-1])]])
load = Counter(k[0] for k in cells["teacher"])
check("no teacher has more than 30 hours", [(t, n) for t, n in load.items() if n > 30])

# Topics
subjects = [s.text for s in solved.findall("Subjects_List/Subject/Name")]
bands = Counter((t["Предмет"], t["Класс"]) for t in topics)
cover = Counter((s, g) for s, b in bands for g in range(int(b.split("-")[0]), int(b.split("-")[-1]) + 1))
needed = {(a.findtext("Subject"), int(s.text.split()[0][:-1])) for a in activities.values() for s in a.findall("Students")}
check("topics for every subject and grade, once", [k for k in needed if cover[k] != 1] + [b for b in bands if b[0] not in subjects])
check("at least 14 topics a band", [b for b, n in bands.items() if n < 14])

families = Counter((p["Мать эл. почта"], p["Отец эл. почта"]) for p in pupils)
twins = Counter((p["Мать эл. почта"], p["Отец эл. почта"], p["Класс"], p["Дата рождения"]) for p in pupils)
print(f"classes {len(by_class)}, pupils {len(pupils)}, parent entries {len(parents)}, distinct parents {len(set(parents))}, "
      f"families {len(families)}, families of two {list(families.values()).count(2)}, twins {list(twins.values()).count(2)}")
print(f"staff {len(staff)}, teachers {len(teachers)}, subjects {len(subjects)}, rooms {len(solved.findall('Rooms_List/Room'))}, "
      f"activities {len(activities)}, activity-hours {sum(int(a.findtext('Duration')) for a in activities.values())}, "
      f"joint activities {sum(len(a.findall('Students')) > 1 for a in activities.values())}, "
      f"double {sum(a.findtext('Duration') == '2' for a in activities.values())}, topics {len(topics)} in {len(bands)} bands")
print(f"weekly lessons by grade {dict(sorted({int(c[:-1]): n for (c, _), n in week.items()}.items()))}; "
      f"teachers' load {min(load.values())}–{max(load.values())}")
for s in staff:
    if s["Логин"] in ("teacher", "classteacher"):
        name = f"{s['Фамилия']} {s['Имя'][0]}.{s['Отчество'][0]}."
        mine = defaultdict(Counter)
        for a in activities.values():
            if a.findtext("Teacher") == name:
                mine[a.findtext("Students").split()[0]][a.findtext("Subject")] += int(a.findtext("Duration"))
        print(f"{s['Логин']}: {name}, {load[name]} h: " + "; ".join(f"{c} {dict(m)}" for c, m in mine.items()))
        here = [f"{days[start[i][0]]} {hours[start[i][1]]} {a.findtext('Students')} {a.findtext('Subject')}"
                for i, a in sorted(activities.items(), key=lambda x: start[x[0]]) if a.findtext("Teacher") == name and start[i][0] == 0]
        print("  Monday: " + "; ".join(here))
print("subjects: " + ", ".join(subjects))
print("sign-ins: " + ", ".join(logins))
sys.exit(1 if faults else 0)
