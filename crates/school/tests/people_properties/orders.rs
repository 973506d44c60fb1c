//! The orders, carried out by the rooms and followed by the model.

use super::model::{horizon, next_year};
use super::*;

/// Carries an order out and says whether it was; a refusal is as good an end as any. `model` follows what is done.
pub fn carry_out(
    tx: &mut WriteTx<'_>,
    world: &World,
    op: &Op,
    day: Day,
    at_ms: Millis,
    model: &mut Model<'_>,
) -> school::Result<bool> {
    let by = By { who: world.teacher, at: at_ms, today: day };
    let order = NewOrder { number: "1".to_owned(), day, reason: String::new() };
    let marks = journal::merge::marks();
    let school = |at: usize| world.schools[at];
    let pupil = |n: usize| pick(&world.pupils, n).unwrap();
    let class = |at: usize, n: usize| pick(&world.classes[at], n).unwrap();
    match *op {
        Op::Archive { at, pupil: p } => {
            let done = reg::archive(tx, school(at), &[pupil(p)], &order, by)?.is_ok();
            if done {
                model.leave(school(at), pupil(p), day);
            }
            Ok(done)
        }
        Op::Restore { at, pupil: p, class: c } => {
            let done = reg::restore(tx, school(at), pupil(p), class(at, c), &order, by)?.is_ok();
            if done {
                model.come(school(at), pupil(p), class(at, c), day, false);
            }
            Ok(done)
        }
        Op::Move { at, pupil: p, class: c } => {
            let done = reg::move_pupils(tx, school(at), &[pupil(p)], class(at, c), &order, by)?.is_ok();
            if done {
                model.come(school(at), pupil(p), class(at, c), day, true);
            }
            Ok(done)
        }
        Op::Offer { at, pupil: p } => {
            let before = model.places.get(&pupil(p)).cloned().unwrap_or_default();
            let offered = reg::offer_transfer(tx, school(at), pupil(p), school(1 - at), &order, by)?;
            if let Ok(id) = &offered {
                model.past.offered.insert(*id, (before, model.past.rolls));
                model.leave(school(at), pupil(p), day);
            }
            Ok(offered.is_ok())
        }
        Op::Accept { at, transfer, class: c } => {
            let list: Vec<i64> =
                registry::read::incoming_transfers(tx, school(at))?.iter().map(|t| t.id).collect();
            let Some(id) = pick(&list, transfer) else { return Ok(false) };
            let done = reg::accept_transfer(tx, school(at), id, class(at, c), &order, by)?;
            if let Ok(who) = &done {
                model.come(school(at), *who, class(at, c), day, false);
            }
            Ok(done.is_ok())
        }
        Op::Decline { at, transfer } => {
            let list = registry::read::incoming_transfers(tx, school(at))?;
            take_back(tx, world, model, &list, transfer, |tx, id| {
                reg::decline_transfer(tx, school(at), id, "нет", by)
            })
        }
        Op::Withdraw { at, transfer } => {
            let list = registry::read::outgoing_transfers(tx, school(at))?;
            take_back(tx, world, model, &list, transfer, |tx, id| {
                reg::withdraw_transfer(tx, school(at), id, by)
            })
        }
        Op::Dissolve { at, class: c, to } => {
            let to = to.map(|n| class(at, n));
            let members: Vec<PersonId> = registry::read::class_members(tx, school(at), class(at, c))?
                .into_iter()
                .filter(|member| member.last_day.is_none_or(|last| last >= day))
                .map(|member| member.pupil)
                .collect();
            let done = reg::dissolve_class(tx, school(at), class(at, c), to, &order, by)?.is_ok();
            if let (true, Some(to)) = (done, to) {
                for who in members {
                    model.come(school(at), who, to, day, true);
                }
            }
            Ok(done)
        }
        Op::Reopen { at, class: c } => {
            Ok(reg::restore_class(tx, school(at), class(at, c), &order, by)?.is_ok())
        }
        Op::Merge { at, kept, gone } => {
            let may = system_school(school(at));
            let (kept, gone) = (pupil(kept), pupil(gone));
            match school::people::merge::merge(tx, &may, &marks, kept, gone, by) {
                Ok(Ok(merged)) => {
                    let of = |who| model.places.get(&who).cloned().unwrap_or_default();
                    let both = [(kept, of(kept)), (gone, of(gone))];
                    model.past.merged.insert(merged.id, both);
                    model.past.ever.extend([kept, gone]);
                    // On days that both have, where he is then is what the merge says; it is one of the two.
                    let now = places(tx, world);
                    let other = model.places.remove(&gone).unwrap_or_default();
                    let days = model.places.entry(kept).or_default();
                    for (day, there) in other {
                        let is = now.get(&kept).and_then(|days| days.get(&day)).copied();
                        let own = days.get(&day).copied();
                        if own.is_none() || is == Some(there) {
                            days.insert(day, there);
                        }
                    }
                    Ok(true)
                }
                Ok(Err(_)) => Ok(false),
                // Somebody of the other school.
                Err(school::Error::Registry(registry::Error::NotFound(_))) => Ok(false),
                Err(error) => Err(error),
            }
        }
        Op::Undo { at, merge } => {
            let list: Vec<i64> = registry::read::merges(tx, school(at))?
                .iter()
                .filter(|merge| !merge.undone)
                .map(|merge| merge.id)
                .collect();
            let Some(id) = pick(&list, merge) else { return Ok(false) };
            let done = school::people::merge::undo(tx, &system_school(school(at)), &marks, id, by)?.is_ok();
            if done {
                for (who, days) in model.past.merged[&id].clone() {
                    model.places.insert(who, days);
                }
            }
            Ok(done)
        }
        Op::Roll { repeats } => roll(tx, world, model, day, repeats),
        Op::UndoRoll => {
            let may = system_school(school(0));
            let last = registry::read::last_rollover(tx, school(0))?;
            let steps = match &last {
                Some(last) => registry::read::rollover_pupils(tx, school(0), last.id)?,
                None => Vec::new(),
            };
            let done = carry::undo(tx, &may, world.teacher, at_ms)?.is_ok();
            if done {
                model.past.rolls += 1;
                for (from, who, _) in steps {
                    let days = model.places.entry(who).or_default();
                    for day in next_year().through(horizon()) {
                        days.insert(day, (school(0), from));
                    }
                }
            }
            Ok(done)
        }
    }
}

/// A transfer comes to nothing: the pupil is where he was to be before, when he can be.
fn take_back(
    tx: &mut WriteTx<'_>,
    world: &World,
    model: &mut Model<'_>,
    list: &[registry::read::Transfer],
    n: usize,
    command: impl FnOnce(&mut WriteTx<'_>, i64) -> registry::Result<Verdict<bool>>,
) -> school::Result<bool> {
    let ids: Vec<(i64, PersonId)> = list.iter().map(|t| (t.id, t.pupil)).collect();
    let Some((id, who)) = pick(&ids, n) else { return Ok(false) };
    let back = command(tx, id)?;
    if back == Ok(true) {
        let (before, rolls) = model.past.offered[&id].clone();
        if rolls == model.past.rolls {
            model.places.insert(who, before);
        } else {
            // The school has gone into its next year since, or back: he went along with his class.
            let now = places(tx, world);
            let known = model.places.get(&who).cloned().unwrap_or_default();
            let is = now.get(&who).cloned().unwrap_or_default();
            for day in before.keys().filter(|day| **day < next_year()) {
                assert_eq!(is.get(day), before.get(day), "{who} on {day}");
            }
            assert!(known.keys().all(|day| is.contains_key(day)), "{who} has lost days");
            model.places.insert(who, is);
        }
    }
    Ok(back.is_ok())
}

/// School 1 goes into its next year, every class up, one pupil perhaps not.
fn roll(
    tx: &mut WriteTx<'_>,
    world: &World,
    model: &mut Model<'_>,
    today: Day,
    repeats: usize,
) -> school::Result<bool> {
    let at = world.schools[0];
    let may = system_school(at);
    let Some(state) = carry::before(tx, &may, today)? else { return Ok(false) };
    let repeater = world.pupils.get(repeats).copied();
    let mut wishes = carry::Wishes {
        year: ("2027/28".into(), next_year(), "2028-05-26".parse().unwrap()),
        order_number: "1".into(),
        order_day: today,
        graduation_day: "2027-06-25".parse().unwrap(),
        fresh: (1, 0),
        classes: BTreeMap::new(),
    };
    for source in &state.sources {
        let mut choice = school::year::outline::usual(&source.class, state.kind, Default::default());
        choice.repeat.extend(repeater.filter(|who| source.pupils.iter().any(|(id, _)| id == who)));
        wishes.classes.insert(source.class.id, choice);
    }
    let Ok(_) = carry::carry_out(tx, &may, &wishes, world.teacher, today, testkit::NOW)? else {
        return Ok(false);
    };
    model.past.rolls += 1;
    let next = registry::read::years(tx, at)?[1].id;
    let made = registry::read::classes(tx, at, next)?;
    let named = |name: &str| made.iter().find(|class| class.name == name).map(|class| class.id);
    for source in &state.sources {
        for (who, _) in source.pupils.iter().filter(|(who, _)| !state.there.contains(who)) {
            let stays_down = Some(*who) == repeater;
            let letter = &source.class.letter;
            let to = if stays_down { named("7А") } else { named(&format!("8{letter}")) };
            let days = model.places.entry(*who).or_default();
            for day in next_year().through(horizon()) {
                days.insert(day, (at, to.expect("a class of the next year")));
            }
        }
    }
    Ok(true)
}
