//! Instants as people say them.

use kernel::Millis;
use kit::{Cx, text};

/// «сегодня, 10:40», «вс 22 ноября, 08:05».
pub fn moment(cx: &Cx, at: Millis) -> String {
    let (day, time) = cx.app().settings().zone.local(at);
    format!("{}, {}", text::day(cx.tr, day, cx.today), text::time(time))
}
