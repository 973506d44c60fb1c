//! `/journal/{id}/plan/export/`: the plan as a workbook that import takes back.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use formats::export::{self, Sheet, Value};
use kernel::JournalId;
use kit::{Cx, PageError, text};

use super::view;
use crate::plan::Slot;

/// One day as a day, several as words: «05.09.2026, 07.09.2026».
fn days(slots: &[Slot]) -> Value {
    let mut days: Vec<kernel::Day> = slots.iter().map(|slot| slot.day).collect();
    days.dedup();
    match days.as_slice() {
        [] => Value::Empty,
        [one] => super::rows::date(*one).map_or(Value::Empty, Value::Day),
        more => Value::Text(more.iter().map(|day| text::day_full(*day)).collect::<Vec<_>>().join(", ")),
    }
}

/// Who may read the plan.
pub(super) async fn xlsx(cx: Cx, Path(id): Path<JournalId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let view = cx
        .read(move |tx| {
            let may = access::see_plan(tx, &actor, id)?;
            view(tx, may)
        })
        .await?;
    let tr = cx.tr;
    let headers = [
        tr.plan_column_number(),
        tr.plan_topic(),
        tr.plan_hours(),
        tr.plan_planned(),
        tr.plan_given(),
        tr.plan_control(),
        tr.plan_homework(),
        tr.plan_content(),
        tr.plan_codes(),
    ];
    let rows = view
        .plan
        .rows
        .iter()
        .zip(view.plan.numbers())
        .map(|(row, number)| {
            if row.section {
                // Alone in the first column, as a merged row is read.
                return vec![Value::Text(row.title.clone())];
            }
            vec![
                number.parse::<i64>().map_or(Value::Text(number), Value::Whole),
                Value::Text(row.title.clone()),
                Value::Whole(i64::from(row.hours)),
                days(&row.planned),
                days(&row.given),
                Value::Text(row.control.clone()),
                Value::Text(row.homework.clone()),
                Value::Text(row.content.clone()),
                Value::Text(row.codes.clone()),
            ]
        })
        .collect();
    let sheet = Sheet { name: view.title(), headers: headers.map(str::to_owned).into(), rows };
    let bytes = tokio::task::spawn_blocking(move || export::xlsx(&[sheet]))
        .await
        .map_err(|error| PageError::Internal(Box::new(error)))?
        .map_err(|error| PageError::Internal(Box::new(error)))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"plan-{id}-{}.xlsx\"", cx.today))
    {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
