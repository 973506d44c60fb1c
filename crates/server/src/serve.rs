//! Listening, and stopping in good order.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::IntoResponse;
use http::{HeaderMap, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use kit::App;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::Service;

use crate::config::Config;
use crate::router::router_with;
use crate::start::StartError;
use crate::{jobs, metrics, outbox, tasks};

/// How long requests under way may take when the server stops.
const STOP: Duration = Duration::from_secs(5);
/// How long a client may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(15);

/// Listens until SIGTERM or SIGINT. `ready` hears the address once the server accepts connections.
pub async fn serve(config: &Config, app: App, ready: impl FnOnce(SocketAddr)) -> Result<(), StartError> {
    serve_with(config, app, Router::new(), ready).await
}

/// The same with pages more than the rooms': see [`crate::router::router_with`].
pub async fn serve_with(
    config: &Config,
    app: App,
    extra: Router<App>,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), StartError> {
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().unwrap_or(config.listen);
    let (stop, stopped) = watch::channel(false);
    let mut behind = vec![
        tokio::spawn(outbox::run(app.clone(), stopped.clone())),
        tokio::spawn(jobs::run(app.clone(), stopped.clone())),
        tokio::spawn(tasks::run(app.clone(), stopped.clone())),
    ];
    if let Some(at) = config.metrics_listen {
        metrics::start().map_err(StartError::Metrics)?;
        let listener = listen(at).await?;
        behind.push(tokio::spawn(accept(listener, figures(app.clone()), false, stopped.clone())));
    }
    let stopped_app = app.clone();
    let pages = tokio::spawn(accept(listener, router_with(app, extra), config.forwarded, stopped));
    let stopping = asked_to_stop();
    tracing::info!(%address, "listening");
    ready(address);
    stopping.await;
    tracing::info!("stopping");
    // Receivers are alive as long as their tasks are; a task that is gone needs no word.
    let _ = stop.send(true);
    stopped_app.stop();
    let all = async {
        let _ = pages.await;
        for task in behind {
            let _ = task.await;
        }
    };
    if tokio::time::timeout(STOP, all).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::Listen { address, error })
}

/// Waits until the server is asked to stop.
pub(crate) async fn asked(stop: &mut watch::Receiver<bool>) {
    // An error says that the sender is gone, which means the same.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// The end of the process, asked for by SIGTERM or SIGINT. Listens from when it is made, not from when it is waited for.
fn asked_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let one = |kind| {
        let signal = signal(kind);
        async move {
            match signal {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        }
    };
    let (terminated, interrupted) = (one(SignalKind::terminate()), one(SignalKind::interrupt()));
    async {
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
}

/// Accepts connections until `stop`, then waits for those that are open.
async fn accept(listener: TcpListener, router: Router, forwarded: bool, mut stop: watch::Receiver<bool>) {
    let open = GracefulShutdown::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, mostly: those that are open will end.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = crate::serve::asked(&mut stop) => break,
        };
        // Without it small answers wait for the peer's acknowledgement; it is an optimisation only.
        let _ = stream.set_nodelay(true);
        tokio::spawn(open.watch(connection(stream, peer, router.clone(), forwarded)));
    }
    drop(listener);
    open.shutdown().await;
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    forwarded: bool,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send {
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        let from = if forwarded { said_by_proxy(request.headers()).unwrap_or(peer) } else { peer };
        request.extensions_mut().insert(ConnectInfo(from));
        let mut router = router.clone();
        async move {
            Ok::<_, Infallible>(
                router.call(request.map(Body::new)).await.unwrap_or_else(|never| match never {}),
            )
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .pipeline_flush(true)
        .serve_connection(TokioIo::new(stream), service)
}

/// The last address of `X-Forwarded-For`: the one our own proxy added.
fn said_by_proxy(headers: &HeaderMap) -> Option<SocketAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let address: IpAddr = line.rsplit(',').next()?.trim().parse().ok()?;
    Some(SocketAddr::new(address, 0))
}

/// The listener of Prometheus.
fn figures(app: App) -> Router {
    let figures = move || {
        let statements = app.db().counters().statements();
        async move {
            match metrics::render(statements) {
                Some(text) => ([("content-type", "text/plain; version=0.0.4")], text).into_response(),
                None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            }
        }
    };
    Router::new().route("/metrics", axum::routing::get(figures))
}
