//! The workers of long works (see [`school::tasks`]): two at a time, each on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kit::App;
use school::tasks::Kind;
use tokio::sync::watch;

use crate::rooms;

/// So many tasks run at once: imports and sheets must leave the processor to the requests.
const WORKERS: usize = 2;
/// How often a worker looks for tasks.
const POLL: Duration = Duration::from_millis(500);

/// Until `stop`: carries tasks out as they are asked for.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    let kinds: Arc<[Kind]> = rooms::tasks().into();
    let stopping = Arc::new(AtomicBool::new(false));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| tokio::spawn(work(app.clone(), Arc::clone(&kinds), Arc::clone(&stopping), stop.clone())))
        .collect();
    let mut stop = stop;
    crate::serve::asked(&mut stop).await;
    // A task under way hears of it at its next step and waits for the next start.
    stopping.store(true, Ordering::Relaxed);
    for worker in workers {
        let _ = worker.await;
    }
}

async fn work(app: App, kinds: Arc<[Kind]>, stopping: Arc<AtomicBool>, mut stop: watch::Receiver<bool>) {
    while !stopping.load(Ordering::Relaxed) {
        match school::tasks::run_next(&app, &kinds, &stopping).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "tasks wait"),
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            () = crate::serve::asked(&mut stop) => return,
        }
    }
}

/// Carries out every task that waits; says how many there were. For tests and commands.
///
/// # Errors
/// The database.
pub async fn run_all(app: &App) -> Result<usize, school::Error> {
    let (kinds, stopping) = (rooms::tasks(), Arc::new(AtomicBool::new(false)));
    let mut count = 0;
    while school::tasks::run_next(app, &kinds, &stopping).await? {
        count += 1;
    }
    Ok(count)
}
