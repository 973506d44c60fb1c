//! The text of the file, in the order in which FET itself writes it. The plan has been checked.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;

use quick_xml::escape::escape;

use super::load::{shift, weekly_hours};
use super::sets::Sets;
use super::{Activity, LoadPlan, PlanClass, Students, clean};

/// Weights in per cent: what binds, and what FET keeps wherever it can.
const BINDING: u8 = 100;
const WISH: u8 = 95;

pub(super) fn write(plan: &LoadPlan) -> String {
    let sets: Vec<Sets> = plan.classes.iter().map(Sets::new).collect();
    let mut out = Out(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<fet version=\"6.8.5\">\n"));
    out.leaf("Institution_Name", clean(&plan.institution));
    out.leaf("Comments", "");
    out.names("Days_List", Some("Number_of_Days"), "Day", &plan.days);
    out.names("Hours_List", Some("Number_of_Hours"), "Hour", &plan.hours);
    out.names("Subjects_List", None, "Subject", &plan.subjects);
    out.within("Activity_Tags_List", |_| {});
    out.within("Teachers_List", |out| {
        for teacher in &plan.teachers {
            out.within("Teacher", |out| {
                out.leaf("Name", clean(&teacher.name));
                out.leaf("Target_Number_of_Hours", 0);
                out.within("Qualified_Subjects", |_| {});
                out.leaf("Comments", "");
            });
        }
    });
    out.within("Students_List", |out| {
        for (class, sets) in plan.classes.iter().zip(&sets) {
            year(out, class, sets);
        }
    });
    let parts = numbered(plan);
    out.within("Activities_List", |out| {
        for part in &parts {
            activity(out, plan, &sets, part);
        }
    });
    out.within("Buildings_List", |_| {});
    out.within("Rooms_List", |out| {
        for room in &plan.rooms {
            out.within("Room", |out| {
                out.leaf("Name", clean(&room.name));
                out.leaf("Building", "");
                out.leaf("Capacity", room.capacity);
                out.leaf("Virtual", false);
                out.leaf("Comments", "");
            });
        }
    });
    out.within("Time_Constraints_List", |out| {
        out.constraint("BasicCompulsoryTime", BINDING, |_| {});
        away(out, plan);
        for (class, sets) in plan.classes.iter().zip(&sets) {
            days_of_class(out, plan, class, sets);
        }
        days_between(out, plan, &parts);
        same_time(out, plan, &parts);
        fixed_times(out, plan, &parts);
    });
    out.within("Space_Constraints_List", |out| {
        out.constraint("BasicCompulsorySpace", BINDING, |_| {});
        for part in &parts {
            room(out, plan, part);
        }
    });
    out.0.push_str("</fet>\n");
    out.0
}

/// One duration of an activity, with its number in the file.
struct Part<'a> {
    activity: &'a Activity,
    /// Which of the activity's durations.
    place: usize,
    duration: u8,
    id: usize,
    /// Number of the activity's first part; 0 where there is only one.
    group: usize,
}

fn numbered(plan: &LoadPlan) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for activity in &plan.activities {
        let first = parts.len() + 1;
        let group = if activity.durations.len() > 1 { first } else { 0 };
        for (place, duration) in activity.durations.iter().enumerate() {
            parts.push(Part { activity, place, duration: *duration, id: first + place, group });
        }
    }
    parts
}

fn year(out: &mut Out, class: &PlanClass, sets: &Sets) {
    out.within("Year", |out| {
        out.leaf("Name", clean(&class.name));
        out.leaf("Number_of_Students", class.size);
        out.leaf("Comments", "");
        out.leaf("Number_of_Categories", class.divisions.len());
        out.leaf("Separator", " ");
        for division in &class.divisions {
            out.within("Category", |out| {
                out.leaf("Number_of_Divisions", division.len());
                for group in division {
                    out.leaf("Division", clean(&group.name));
                }
            });
        }
        for (d, (division, names)) in class.divisions.iter().zip(&sets.groups).enumerate() {
            for (g, (group, name)) in division.iter().zip(names).enumerate() {
                out.within("Group", |out| {
                    out.leaf("Name", name);
                    out.leaf("Number_of_Students", group.size);
                    out.leaf("Comments", "");
                    for part in sets.parts.iter().filter(|part| part.of.contains(&(d, g))) {
                        out.within("Subgroup", |out| {
                            out.leaf("Name", &part.name);
                            out.leaf("Number_of_Students", 0);
                            out.leaf("Comments", "");
                        });
                    }
                });
            }
        }
    });
}

fn activity(out: &mut Out, plan: &LoadPlan, sets: &[Sets], part: &Part<'_>) {
    let total: u32 = part.activity.durations.iter().map(|duration| u32::from(*duration)).sum();
    out.within("Activity", |out| {
        let mut seen = HashSet::new();
        for teacher in part.activity.teachers.iter().filter(|at| seen.insert(**at)) {
            out.leaf_of("Teacher", plan.teachers.get(*teacher).map(|teacher| teacher.name.as_str()));
        }
        out.leaf_of("Subject", plan.subjects.get(part.activity.subject).map(String::as_str));
        let mut seen = HashSet::new();
        for set in &part.activity.students {
            let name = match *set {
                Students::Class(class) => plan.classes.get(class).map(|class| class.name.as_str()),
                Students::Group { class, division, group } => {
                    sets.get(class).and_then(|s| s.groups.get(division)?.get(group)).map(String::as_str)
                }
            };
            if seen.insert(name) {
                out.leaf_of("Students", name);
            }
        }
        out.leaf("Duration", part.duration);
        out.leaf("Total_Duration", total);
        out.leaf("Id", part.id);
        out.leaf("Activity_Group_Id", part.group);
        out.leaf("Active", true);
        out.leaf("Comments", "");
    });
}

/// Times when a teacher is away and hours of the other shift.
fn away(out: &mut Out, plan: &LoadPlan) {
    for teacher in plan.teachers.iter().filter(|teacher| !teacher.away.is_empty()) {
        let times: std::collections::BTreeSet<(usize, usize)> = teacher.away.iter().copied().collect();
        out.constraint("TeacherNotAvailableTimes", BINDING, |out| {
            out.leaf("Teacher", clean(&teacher.name));
            not_available(out, plan, times.into_iter().collect());
        });
    }
    for class in &plan.classes {
        let shift = shift(plan, class);
        let outside = (0..plan.days.len())
            .flat_map(|day| (0..plan.hours.len()).map(move |hour| (day, hour)))
            .filter(|(_, hour)| !shift.contains(hour));
        let outside: Vec<(usize, usize)> = outside.collect();
        if !outside.is_empty() {
            out.constraint("StudentsSetNotAvailableTimes", BINDING, |out| {
                out.leaf("Students", clean(&class.name));
                not_available(out, plan, outside);
            });
        }
    }
}

fn not_available(out: &mut Out, plan: &LoadPlan, times: Vec<(usize, usize)>) {
    out.leaf("Number_of_Not_Available_Times", times.len());
    for (day, hour) in times {
        out.within("Not_Available_Time", |out| {
            out.leaf_of("Day", plan.days.get(day).map(String::as_str));
            out.leaf_of("Hour", plan.hours.get(hour).map(String::as_str));
        });
    }
}

fn days_of_class(out: &mut Out, plan: &LoadPlan, class: &PlanClass, sets: &Sets) {
    let name = clean(&class.name);
    if let Some(most) = class.max_a_day {
        out.constraint("StudentsSetMaxHoursDaily", BINDING, |out| {
            out.leaf("Maximum_Hours_Daily", most);
            out.leaf("Students", &name);
        });
    }
    if let Some(gaps) = class.max_gaps.filter(|_| sets.complete) {
        out.constraint("StudentsSetMaxGapsPerWeek", BINDING, |out| {
            out.leaf("Max_Gaps", gaps);
            out.leaf("Students", &name);
        });
    }
    // Lessons in the first hours, as many as the average day has: few gaps, even days.
    let at = plan.classes.iter().position(|other| std::ptr::eq(other, class)).unwrap_or(usize::MAX);
    let shift = shift(plan, class);
    let daily = weekly_hours(plan, at).div_ceil(plan.days.len().max(1));
    if daily > 0 && daily < shift.len() {
        out.constraint("ActivitiesPreferredTimeSlots", WISH, |out| {
            out.leaf("Teacher_Name", "");
            out.leaf("Students_Name", &name);
            out.leaf("Subject_Name", "");
            out.leaf("Activity_Tag_Name", "");
            out.leaf("Duration", "");
            out.leaf("Number_of_Preferred_Time_Slots", plan.days.len() * daily);
            for day in &plan.days {
                for hour in plan.hours.iter().skip(shift.start).take(daily) {
                    out.within("Preferred_Time_Slot", |out| {
                        out.leaf("Preferred_Day", clean(day));
                        out.leaf("Preferred_Hour", clean(hour));
                    });
                }
            }
        });
    }
}

/// Lessons of one activity on different days; next to each other where they do meet.
fn days_between(out: &mut Out, plan: &LoadPlan, parts: &[Part<'_>]) {
    if plan.days.len() < 2 {
        return;
    }
    let mut rest = parts;
    while let Some(first) = rest.first() {
        let (own, after) = rest.split_at(first.activity.durations.len().clamp(1, rest.len()));
        rest = after;
        if own.len() > 1 {
            out.constraint("MinDaysBetweenActivities", WISH, |out| {
                out.leaf("Consecutive_If_Same_Day", true);
                out.ids(own.iter().map(|part| part.id));
                out.leaf("MinDays", 1);
            });
        }
    }
}

/// Groups of one division learn a subject at the same time, where different people teach them.
fn same_time(out: &mut Out, plan: &LoadPlan, parts: &[Part<'_>]) {
    type Key<'a> = (usize, usize, usize, &'a [u8]);
    let mut together: BTreeMap<Key<'_>, Vec<(usize, &Activity, usize)>> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.place == 0) {
        if let [Students::Group { class, division, group }] = *part.activity.students.as_slice() {
            let key = (class, division, part.activity.subject, part.activity.durations.as_slice());
            together.entry(key).or_default().push((group, part.activity, part.id));
        }
    }
    for ((class, division, _, durations), members) in together {
        let groups: HashSet<usize> = members.iter().map(|(group, ..)| *group).collect();
        let mut teachers = HashSet::new();
        let alone =
            members.iter().flat_map(|(_, activity, _)| &activity.teachers).all(|at| teachers.insert(*at));
        let of_division = plan.classes.get(class).and_then(|c| c.divisions.get(division)).map_or(0, Vec::len);
        if members.len() < 2 || groups.len() != members.len() || members.len() > of_division || !alone {
            continue;
        }
        for place in 0..durations.len() {
            out.constraint("ActivitiesSameStartingTime", WISH, |out| {
                out.ids(members.iter().map(|(_, _, first)| first + place));
            });
        }
    }
}

fn fixed_times(out: &mut Out, plan: &LoadPlan, parts: &[Part<'_>]) {
    for part in parts {
        let Some(place) = part.activity.fixed.get(part.place).copied().flatten() else { continue };
        out.constraint("ActivityPreferredStartingTime", BINDING, |out| {
            out.leaf("Activity_Id", part.id);
            out.leaf_of("Preferred_Day", plan.days.get(place.day).map(String::as_str));
            out.leaf_of("Preferred_Hour", plan.hours.get(place.hour).map(String::as_str));
            out.leaf("Permanently_Locked", true);
        });
    }
}

fn room(out: &mut Out, plan: &LoadPlan, part: &Part<'_>) {
    let name = |at: &usize| plan.rooms.get(*at).map(|room| clean(&room.name));
    let fixed = part.activity.fixed.get(part.place).copied().flatten().and_then(|place| place.room);
    let mut rooms: Vec<String> = match fixed {
        Some(room) => name(&room).into_iter().collect(),
        None => part.activity.rooms.iter().filter_map(name).collect(),
    };
    let mut seen = HashSet::new();
    rooms.retain(|room| seen.insert(room.clone()));
    match rooms.as_slice() {
        [] => {}
        [only] => {
            let weight = if fixed.is_some() { BINDING } else { WISH };
            out.constraint("ActivityPreferredRoom", weight, |out| {
                out.leaf("Activity_Id", part.id);
                out.leaf("Room", only);
                out.leaf("Permanently_Locked", fixed.is_some());
            });
        }
        several => out.constraint("ActivityPreferredRooms", WISH, |out| {
            out.leaf("Activity_Id", part.id);
            out.leaf("Number_of_Preferred_Rooms", several.len());
            for room in several {
                out.leaf("Preferred_Room", room);
            }
        }),
    }
}

struct Out(String);

impl Out {
    fn leaf(&mut self, name: &str, text: impl Display) {
        let text = text.to_string();
        self.0.push_str(&format!("<{name}>{}</{name}>\n", escape(text.as_str())));
    }

    /// A name out of a list of the plan.
    fn leaf_of(&mut self, name: &str, text: Option<&str>) {
        self.leaf(name, clean(text.unwrap_or_default()));
    }

    fn within(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.0.push_str(&format!("<{name}>\n"));
        content(self);
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn names(&mut self, list: &str, count: Option<&str>, item: &str, names: &[String]) {
        self.within(list, |out| {
            if let Some(count) = count {
                out.leaf(count, names.len());
            }
            for name in names {
                out.within(item, |out| {
                    out.leaf("Name", clean(name));
                    if item == "Subject" {
                        out.leaf("Comments", "");
                    }
                });
            }
        });
    }

    fn constraint(&mut self, kind: &str, weight: u8, content: impl FnOnce(&mut Self)) {
        self.within(&format!("Constraint{kind}"), |out| {
            out.leaf("Weight_Percentage", weight);
            content(out);
            out.leaf("Active", true);
            out.leaf("Comments", "");
        });
    }

    fn ids(&mut self, ids: impl Iterator<Item = usize>) {
        let ids: Vec<usize> = ids.collect();
        self.leaf("Number_of_Activities", ids.len());
        for id in ids {
            self.leaf("Activity_Id", id);
        }
    }
}
