#!/usr/bin/env python3
"""Writes roster_pupils.csv, roster_staff.csv and school1.fet beside itself; the same bytes at every run. All persons are invented."""
import csv
import random
from datetime import date, timedelta
from pathlib import Path

import fet
import names
import plan

SEED = 20261123
SCHOOL_YEAR = 2026
SIBLING_PAIRS, TWIN_PAIRS = 150, 5
PUPIL_HEADER = """Класс;Фамилия;Имя;Отчество;Дата рождения;Пол;СНИЛС;Подгруппы;Логин;Мать ФИО;Мать телефон;Мать эл. почта;Мать логин;
Отец ФИО;Отец телефон;Отец эл. почта;Отец логин""".replace("\n", "").split(";")
STAFF_HEADER = """Фамилия;Имя;Отчество;Дата рождения;Должность;Предметы;Классное руководство;Телефон;Эл. почта;Логин;Роль""".split(";")
# The one family whose sign-ins are published.
DEMO_CLASS, DEMO_PUPIL = "7А", ("Иванова", "Мария", "Сергеевна")
DEMO_MOTHER = "Иванова Елена Викторовна"

rng = random.Random(SEED)


def frequent_first(items):
    """Draws an item, earlier ones more often."""
    return items[min(int(rng.triangular(0, len(items), len(items) * 0.15)), len(items) - 1)]


def one_of(items, forbidden, build):
    """Draws until `build(item)` is a full name nobody has yet."""
    while True:
        name = build(frequent_first(items))
        if name not in forbidden:
            forbidden.add(name)
            return name


class Contacts:
    """Fictitious phone numbers and e-mail addresses, each given out once."""

    def __init__(self):
        self.phones = {"parent": 0, "staff": 9000}
        self.mails = set()

    def give(self, name, kind):
        self.phones[kind] += 1
        family, given, patronymic = name.split()
        base = f"{names.latin(family)}.{names.latin(given[0])}{names.latin(patronymic[0])}"
        mail, n = base, 1
        while mail in self.mails:
            n += 1
            mail = f"{base}{n}"
        self.mails.add(mail)
        return f"+7900000{self.phones[kind]:04d}", f"{mail}@example.org"


def snils(used):
    """A number with valid check digits from 9xx, far above the numbers in use so far as is known."""
    while True:
        digits = "9" + "".join(str(rng.randrange(10)) for _ in range(8))
        if digits not in used:
            used.add(digits)
            total = sum(int(d) * (9 - i) for i, d in enumerate(digits)) % 101
            return f"{digits[:3]}-{digits[3:6]}-{digits[6:]} {0 if total == 100 else total:02d}"


def birth_date(grade):
    """Between 6 years 7 months and 7 years 9 months on 1 September of grade 1."""
    first = date(SCHOOL_YEAR - grade - 7, 12, 1)
    return first + timedelta(days=rng.randrange((date(SCHOOL_YEAR - grade - 5, 2, 1) - first).days))


class Family:
    """Parents shared by one or two pupils."""

    def __init__(self, contacts, taken, demo=False):
        self.stem = "Иванов" if demo else frequent_first(names.FAMILIES) if rng.random() < 0.45 else rng.choice(names.FAMILIES)
        self.father_given = "Сергей" if demo else frequent_first(names.FATHERS)
        share = 0 if demo else rng.random()
        mother = father = None
        if demo:
            mother = DEMO_MOTHER
            taken.add(mother)
        elif share < 0.95:
            stem = self.stem if rng.random() < 0.85 else rng.choice(names.FAMILIES)
            mother = one_of(names.MOTHERS, taken, lambda given: " ".join(
                (names.feminine(stem), given, names.PATRONYMICS[frequent_first(names.GRANDFATHERS)][1])))
        if share < 0.76 or share >= 0.95:
            father = one_of(names.GRANDFATHERS, taken, lambda grand: " ".join(
                (self.stem, self.father_given, names.PATRONYMICS[grand][0])))
        self.mother = self.cells(contacts, mother, "parent" if demo else "")
        self.father = self.cells(contacts, father, "")

    @staticmethod
    def cells(contacts, name, login):
        return [name, *contacts.give(name, "parent"), login] if name else ["", "", "", ""]

    def child(self, taken, sex):
        """Full name of a son or daughter, unlike anybody's."""
        girl = sex == "ж"
        family = names.feminine(self.stem) if girl else self.stem
        patronymic = names.PATRONYMICS[self.father_given][girl]
        return tuple(one_of(names.GIRLS if girl else names.BOYS, taken,
                            lambda given: f"{family} {given} {patronymic}").split())


def seats():
    """Free places by class, boys and girls nearly even, in random order."""
    out = {}
    for cls in plan.class_names():
        boys = rng.choice((11, 12, 12, 13, 13, 14))
        out[cls] = ["м"] * boys + ["ж"] * (plan.PUPILS_PER_CLASS - boys)
        rng.shuffle(out[cls])
    return out


def pupils(contacts, taken):
    """Rows of the pupils' roster, by class and then alphabetically."""
    free, numbers, rows = seats(), set(), {c: [] for c in plan.class_names()}

    def add(cls, family, name, sex, born, login=""):
        rows[cls].append([cls, *name, born, sex, snils(numbers), None, login, *family.mother, *family.father])

    free[DEMO_CLASS].remove("ж")
    taken.add(" ".join(DEMO_PUPIL))
    add(DEMO_CLASS, Family(contacts, taken, demo=True), DEMO_PUPIL, "ж", date(2013, 4, 18), "pupil")

    for cls in rng.sample(plan.class_names(), TWIN_PAIRS):
        family, born = Family(contacts, taken), birth_date(plan.grade_of(cls))
        for _ in range(2):
            sex = free[cls].pop()
            add(cls, family, family.child(taken, sex), sex, born)

    for _ in range(SIBLING_PAIRS):
        family = Family(contacts, taken)
        while True:
            one, two = rng.sample([c for c in free if free[c]], 2)
            if not 1 <= abs(plan.grade_of(one) - plan.grade_of(two)) <= 7:
                continue
            births = birth_date(plan.grade_of(one)), birth_date(plan.grade_of(two))
            if abs((births[0] - births[1]).days) > 330:
                break
        for cls, born in zip((one, two), births):
            sex = free[cls].pop()
            add(cls, family, family.child(taken, sex), sex, born)

    for cls, sexes in free.items():
        for sex in sexes:
            family = Family(contacts, taken)
            add(cls, family, family.child(taken, sex), sex, birth_date(plan.grade_of(cls)))

    out = []
    for cls, members in rows.items():
        members.sort(key=lambda r: [w.replace("ё", "е") for w in r[1:4]])
        split = [s for s in plan.SPLIT_SUBJECTS if s in plan.CURRICULUM[plan.grade_of(cls)]]
        groups = [g for g, n in plan.GROUP_SIZES.items() for _ in range(n)]
        for row, group in zip(members, groups):
            row[4] = row[4].isoformat()
            row[7] = "; ".join(f"{s}: {group}" for s in split)
            out.append(row)
    return out


def staff(contacts, taken):
    """Rows of the staff roster: the administration first, then teachers."""
    subjects = plan.subjects_by_teacher()
    people = [(sex, name, post, "", "", login, role) for sex, name, post, login, role in plan.OTHER_STAFF]
    people += [(t["sex"], t["name"], t["post"], ", ".join(subjects[t["key"]]), t["class_of"], t["login"], "учитель")
               for t in plan.TEACHERS]
    rows = []
    for _, name, post, taught, class_of, login, role in people:
        taken.add(name)
        # Teachers are 25 and older, the others 38 and older.
        born = date(1962, 1, 1) + timedelta(days=rng.randrange(365 * (39 if role == "учитель" else 26)))
        rows.append([*name.split(), born.isoformat(), post, taught, class_of, *contacts.give(name, "staff"), login, role])
    return rows


def write_csv(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, delimiter=";", lineterminator="\n").writerows([header, *rows])


def main():
    here = Path(__file__).resolve().parent
    contacts, taken = Contacts(), set()
    write_csv(here / "roster_staff.csv", STAFF_HEADER, staff(contacts, taken))
    write_csv(here / "roster_pupils.csv", PUPIL_HEADER, pupils(contacts, taken))
    (here / "school1.fet").write_text(fet.build(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
