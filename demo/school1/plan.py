"""Curriculum, staff and rooms of demo school 1: who teaches what, where and how many hours a week."""

LETTERS = "АБВГ"
SPLIT_SUBJECTS = ("Английский язык", "Информатика")
PUPILS_PER_CLASS = 25
GROUP_SIZES = {"гр1": 13, "гр2": 12}

RUS, LIT, NATIVE = "Русский язык", "Литература", "Родной язык (русский)"
READING, WORLD = "Литературное чтение", "Окружающий мир"
ENG, INF = SPLIT_SUBJECTS
MATH, ALG, GEOM = "Математика", "Алгебра", "Геометрия"
CALC, PROB = "Алгебра и начала математического анализа", "Вероятность и статистика"
HIST, SOC = "История", "Обществознание"
ORKSE = "Основы религиозных культур и светской этики"
ODNKNR = "Основы духовно-нравственной культуры народов России"
GEO, BIO, PHYS, CHEM = "География", "Биология", "Физика", "Химия"
MUSIC, ART, CRAFT = "Музыка", "Изобразительное искусство", "Труд (технология)"
PE, SAFETY, PROJECT = "Физическая культура", "Основы безопасности и защиты Родины", "Индивидуальный проект"

# Hours a week by grade. Sums stay within the legal weekly maxima of a five-day week.
CURRICULUM = {
    1: {RUS: 5, READING: 4, MATH: 4, WORLD: 2, ART: 1, MUSIC: 1, CRAFT: 1, PE: 3},
    2: {RUS: 5, READING: 4, NATIVE: 1, ENG: 2, MATH: 4, WORLD: 2, ART: 1, MUSIC: 1, CRAFT: 1, PE: 2},
    3: {RUS: 5, READING: 4, NATIVE: 1, ENG: 2, MATH: 4, WORLD: 2, ART: 1, MUSIC: 1, CRAFT: 1, PE: 2},
    4: {RUS: 5, READING: 4, ORKSE: 1, ENG: 2, MATH: 4, WORLD: 2, ART: 1, MUSIC: 1, CRAFT: 1, PE: 2},
    5: {RUS: 5, LIT: 3, NATIVE: 1, ENG: 3, MATH: 5, HIST: 3, ODNKNR: 1, GEO: 1, BIO: 1, ART: 1, MUSIC: 1,
        CRAFT: 2, PE: 2},
    6: {RUS: 6, LIT: 3, ENG: 3, MATH: 5, HIST: 3, ODNKNR: 1, GEO: 1, BIO: 1, ART: 1, MUSIC: 1, CRAFT: 2, PE: 2},
    7: {RUS: 4, LIT: 2, ENG: 3, ALG: 3, GEOM: 2, PROB: 1, INF: 1, HIST: 3, GEO: 2, PHYS: 2, BIO: 2, ART: 1,
        MUSIC: 1, CRAFT: 2, PE: 2},
    8: {RUS: 3, LIT: 2, ENG: 3, ALG: 3, GEOM: 2, PROB: 1, INF: 1, HIST: 3, SOC: 1, GEO: 2, PHYS: 2, CHEM: 2,
        BIO: 2, MUSIC: 1, CRAFT: 1, SAFETY: 1, PE: 2},
    9: {RUS: 3, LIT: 3, ENG: 3, ALG: 3, GEOM: 2, PROB: 1, INF: 1, HIST: 3, SOC: 1, GEO: 2, PHYS: 3, CHEM: 2,
        BIO: 2, CRAFT: 1, SAFETY: 1, PE: 2},
    10: {RUS: 3, LIT: 3, ENG: 3, CALC: 4, GEOM: 2, PROB: 1, INF: 2, HIST: 2, SOC: 2, GEO: 1, PHYS: 3, CHEM: 2,
         BIO: 2, SAFETY: 1, PE: 2, PROJECT: 1},
    11: {RUS: 3, LIT: 3, ENG: 3, CALC: 5, GEOM: 2, PROB: 1, INF: 2, HIST: 2, SOC: 2, GEO: 1, PHYS: 3, CHEM: 2,
         BIO: 2, SAFETY: 1, PE: 2},
}
WEEKLY_MAX = {1: 21, 2: 23, 3: 23, 4: 23, 5: 29, 6: 30, 7: 32, 8: 33, 9: 33, 10: 34, 11: 34}
# (fewest, most) lessons a day; 21 lessons of grade 1 with 4..5 a day leave exactly one day of 5.
DAILY = {1: (4, 5), 2: (4, 5), 3: (4, 5), 4: (4, 5), 5: (5, 6), 6: (5, 6),
         7: (5, 7), 8: (6, 7), 9: (6, 7), 10: (6, 7), 11: (6, 7)}


def grade_of(class_name):
    """Grade number of a class: «10А» → 10."""
    return int(class_name[:-1])


def class_names():
    """All forty classes in order of grade and letter."""
    return [f"{g}{l}" for g in range(1, 12) for l in (LETTERS if g < 10 else LETTERS[:2])]


def classes(spec):
    """Expands «5АБ 6 10А»: a bare grade means all its classes."""
    out = []
    for word in spec.split():
        digits = word.rstrip(LETTERS)
        letters = word[len(digits):] or (LETTERS if int(digits) < 10 else LETTERS[:2])
        out += [digits + letter for letter in letters]
    return out


# (key, sex, name, post, room, class teacher of, login, {subject(s): classes})
# A tuple of subjects means all of them, where the grade has them. Split subjects stand in PAIRS.
RL, MA, HI = (RUS, LIT, NATIVE), (MATH, ALG, GEOM, PROB, CALC), (HIST, SOC, ODNKNR)
OWN = (RUS, READING, NATIVE, MATH, WORLD, ORKSE, ART, CRAFT)
PRIMARY_NAMES = """Абрамова Надежда Викторовна|Богданова Светлана Юрьевна|Васильева Ирина Петровна|Герасимова Ольга Николаевна
Денисова Людмила Анатольевна|Ершова Татьяна Михайловна|Жукова Екатерина Андреевна|Зимина Галина Борисовна
Ильина Марина Олеговна|Калинина Вера Степановна|Лебедева Анна Дмитриевна|Макарова Елена Игоревна
Никитина Юлия Валерьевна|Осипова Наталья Геннадьевна|Панова Дарья Александровна|Родионова Лариса Фёдоровна"""


def _teachers():
    rows = []
    names = PRIMARY_NAMES.replace("\n", "|").split("|")
    for i, (name, cls) in enumerate(zip(names, classes("1 2 3 4"))):
        rows.append((f"N{i + 1}", "ж", name, "учитель начальных классов", str(101 + i), cls, "", {OWN: cls}))
    rus, math, eng = "учитель русского языка и литературы", "учитель математики", "учитель английского языка"
    hist, pe = "учитель истории и обществознания", "учитель физической культуры"
    rows += [
        ("R1", "ж", "Соколова Ольга Владимировна", rus, "201 Русский язык", "7А", "classteacher", {RL: "5А 7АБ"}),
        ("R2", "ж", "Тимофеева Алла Сергеевна", rus, "202 Русский язык", "5Б", "", {RL: "5БВ 8А"}),
        ("R3", "ж", "Устинова Валентина Ивановна", rus, "203 Русский язык", "6А", "", {RL: "5Г 6А 8Б"}),
        ("R4", "ж", "Фролова Ксения Романовна", rus, "204 Русский язык", "6Б", "", {RL: "6БВ 8В"}),
        ("R5", "ж", "Харитонова Нина Павловна", rus, "205 Русский язык", "7В", "", {RL: "6Г 7ВГ 8Г"}),
        ("R6", "ж", "Цветкова Инна Леонидовна", rus, "206 Русский язык", "9А", "", {RL: "9"}),
        ("R7", "ж", "Черных Маргарита Алексеевна", rus, "207 Русский язык", "10А", "", {RL: "10 11"}),
        ("M1", "м", "Орлов Дмитрий Николаевич", math, "208 Математика", "", "teacher", {MA: "5АБ 6А 7А 8А"}),
        ("M2", "ж", "Шестакова Лидия Константиновна", math, "209 Математика", "5В", "", {MA: "5ВГ 6Б 7Б"}),
        ("M3", "ж", "Щербакова Алёна Денисовна", math, "210 Математика", "6В", "", {MA: "6ВГ 7ВГ"}),
        ("M4", "ж", "Юдина Тамара Васильевна", math, "211 Математика", "8Б", "", {MA: "8БВГ 9А"}),
        ("M5", "м", "Яковлев Геннадий Аркадьевич", math, "212 Математика", "9Б", "", {MA: "9БВГ 10Б"}),
        ("M6", "ж", "Агафонова Зоя Михайловна", math, "213 Математика", "11А", "", {MA: "10А 11"}),
        ("E1", "ж", "Белова Алина Артуровна", eng, "301 Английский язык", "", "", {}),
        ("E2", "ж", "Воронцова Евгения Ильинична", eng, "302 Английский язык", "", "", {}),
        ("E3", "ж", "Гордеева Полина Максимовна", eng, "303 Английский язык", "7Б", "", {}),
        ("E4", "м", "Дорофеев Кирилл Станиславович", eng, "304 Английский язык", "", "", {}),
        ("E5", "ж", "Ефремова Жанна Витальевна", eng, "305 Английский язык", "9В", "", {}),
        ("E6", "ж", "Журавлёва Кристина Олеговна", eng, "306 Английский язык", "8В", "", {}),
        ("E7", "ж", "Захарова Виктория Антоновна", eng, "307 Английский язык", "5Г", "", {}),
        ("E8", "ж", "Исаева Диана Рашидовна", eng, "308 Английский язык", "7Г", "", {}),
        ("I1", "м", "Климов Антон Евгеньевич", "учитель информатики", "309 Информатика", "", "", {}),
        ("I2", "ж", "Лазарева Софья Григорьевна", "учитель информатики", "310 Информатика", "", "", {}),
        ("H1", "ж", "Мельникова Раиса Тимофеевна", hist, "311 История", "5А", "", {HI: "5 7АБ"}),
        ("H2", "м", "Назаров Олег Вячеславович", hist, "312 История", "6Г", "", {HI: "6 7ВГ"}),
        ("H3", "ж", "Овчинникова Яна Руслановна", hist, "313 История", "8А", "", {HI: "8 9АБ"}),
        ("H4", "м", "Поляков Виктор Семёнович", hist, "314 История", "10Б", "", {HI: "9ВГ 10 11"}),
        ("G1", "ж", "Рыбакова Эльвира Марковна", "учитель географии", "214 География", "", "", {GEO: "5 6 7 10 11"}),
        ("G2", "м", "Савельев Игорь Петрович", "учитель географии", "215 География", "9Г", "", {GEO: "8 9"}),
        ("B1", "ж", "Терентьева Любовь Яковлевна", "учитель биологии", "216 Биология", "", "", {BIO: "5 6 7 8АБ"}),
        ("B2", "ж", "Уварова Алевтина Егоровна", "учитель биологии", "217 Биология", "11Б", "", {BIO: "8ВГ 9 10 11"}),
        ("F1", "ж", "Филатова Регина Эдуардовна", "учитель физики", "315 Физика", "8Г", "", {PHYS: "7 8", PROJECT: "10"}),
        ("F2", "м", "Хохлов Юрий Данилович", "учитель физики", "316 Физика", "", "", {PHYS: "9 10 11"}),
        ("C1", "ж", "Чистякова Ангелина Вадимовна", "учитель химии", "317 Химия", "", "", {CHEM: "8 9 10 11"}),
        ("U1", "ж", "Шубина Снежана Глебовна", "учитель музыки", "117 Музыка", "", "", {MUSIC: "1 2 3 4"}),
        ("U2", "м", "Щукин Лев Борисович", "учитель музыки", "118 Музыка", "", "", {MUSIC: "5 6 7 8"}),
        ("A1", "ж", "Юрьева Варвара Кирилловна", "учитель изобразительного искусства", "318 ИЗО", "", "", {ART: "5 6 7"}),
        ("T1", "ж", "Ярцева Оксана Валентиновна", "учитель труда (технологии)", "Мастерская 1", "", "", {CRAFT: "5 6"}),
        ("T2", "м", "Артемьев Семён Фёдорович", "учитель труда (технологии)", "Мастерская 2", "", "", {CRAFT: "7 8 9"}),
        ("P1", "ж", "Быкова Вероника Эдуардовна", pe, "", "", "", {PE: "1 2"}),
        ("P2", "м", "Власов Артур Робертович", pe, "", "", "", {PE: "3 4 5АБ"}),
        ("P3", "м", "Галкин Максим Юрьевич", pe, "", "", "", {PE: "5ВГ 6 7"}),
        ("P4", "м", "Дроздов Павел Анатольевич", pe, "", "", "", {PE: "8 9 10 11"}),
        ("S1", "м", "Емельянов Роман Игнатьевич", "преподаватель-организатор ОБЗР", "218 ОБЗР", "", "", {SAFETY: "8 9 10 11"}),
    ]
    return [dict(zip(("key", "sex", "name", "post", "room", "class_of", "login", "teaches"), row)) for row in rows]


TEACHERS = _teachers()
# Both teachers of a split subject work at the same hour: the first with гр1, the second with гр2.
PAIRS = [
    (ENG, "E1", "E2", "2А 3А 4А 5А 6А 7А 8А 9А 10А"),
    (ENG, "E3", "E4", "2Б 3Б 4Б 5Б 6Б 7Б 8Б 9Б 10Б"),
    (ENG, "E5", "E6", "2В 3В 4В 5В 6В 7В 8В 9В 11А"),
    (ENG, "E7", "E8", "2Г 3Г 4Г 5Г 6Г 7Г 8Г 9Г 11Б"),
    (INF, "I1", "I2", "7 8 9 10 11"),
]
JOINT_PE = ("10А", "10Б")
GYMS = ("Спортзал 1", "Спортзал 2", "Спортзал 3")

# (sex, name, post, login, role)
OTHER_STAFF = [
    ("ж", "Кузнецова Лариса Ивановна", "директор", "director", "директор"),
    ("ж", "Смирнова Оксана Викторовна", "заместитель директора по учебно-воспитательной работе", "deputy", "завуч"),
    ("м", "Ковалёв Андрей Степанович", "заместитель директора по воспитательной работе", "", "завуч"),
    ("ж", "Новикова Татьяна Сергеевна", "секретарь, администратор электронного журнала", "admin", "администратор"),
    ("ж", "Гусева Антонина Львовна", "педагог-библиотекарь", "librarian", "библиотекарь"),
    ("ж", "Королёва Зинаида Макаровна", "заведующая столовой", "canteen", "столовая"),
    ("м", "Степанов Николай Ефимович", "сотрудник охраны", "guard", "охрана"),
    ("ж", "Виноградова Ульяна Андреевна", "педагог-психолог", "", "учитель"),
]


def short_name(name):
    """«Орлов Дмитрий Николаевич» → «Орлов Д.Н.»"""
    family, given, patronymic = name.split()
    return f"{family} {given[0]}.{patronymic[0]}."


def lessons():
    """Load plan: [(subject, hours a week, [(teacher key, students sets)…] taught at the same hour)]."""
    out = []
    covered = set()
    for t in TEACHERS:
        for subjects, spec in t["teaches"].items():
            for subject in (subjects,) if isinstance(subjects, str) else subjects:
                for cls in classes(spec):
                    hours = CURRICULUM[grade_of(cls)].get(subject)
                    if not hours:
                        continue
                    covered.add((subject, cls))
                    if subject == PE and cls in JOINT_PE:
                        if cls == JOINT_PE[0]:
                            out.append((subject, hours, [(t["key"], list(JOINT_PE))]))
                        continue
                    out.append((subject, hours, [(t["key"], [cls])]))
    for subject, first, second, spec in PAIRS:
        for cls in classes(spec):
            covered.add((subject, cls))
            hours = CURRICULUM[grade_of(cls)][subject]
            out.append((subject, hours, [(first, [f"{cls} гр1"]), (second, [f"{cls} гр2"])]))
    wanted = {(s, c) for c in class_names() for s in CURRICULUM[grade_of(c)]}
    if covered != wanted:
        raise SystemExit(f"load plan and curriculum differ: {sorted(covered ^ wanted)}")
    return out


def subjects():
    """All subject names in order of first appearance in the curriculum."""
    return list(dict.fromkeys(s for plan in CURRICULUM.values() for s in plan))


def subjects_by_teacher():
    """Teacher key → subject names in curriculum order."""
    found = {t["key"]: set() for t in TEACHERS}
    for subject, _, parts in lessons():
        for key, _ in parts:
            found[key].add(subject)
    return {key: [s for s in subjects() if s in names] for key, names in found.items()}
