//! The server on a real port, so that a browser can come; its network can be cut.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A server on a free port of this machine. It stops with this value.
pub struct Web {
    /// Where it listens.
    pub address: SocketAddr,
    router: Router,
    runtime: Option<Runtime>,
}

impl Web {
    /// Serves.
    #[must_use]
    pub fn serve(router: Router) -> Self {
        let mut this = Self { address: (Ipv4Addr::LOCALHOST, 0).into(), router, runtime: None };
        this.back();
        this
    }

    /// `http://127.0.0.1:40123` and a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The server goes away: connections break, new ones are refused.
    pub fn away(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        while TcpStream::connect(self.address).is_ok() {
            std::thread::yield_now();
        }
    }

    /// The server comes back to its port.
    pub fn back(&mut self) {
        if self.runtime.is_some() {
            return;
        }
        // Threads of its own: it answers while a test waits for the browser.
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let std = std::net::TcpListener::bind(self.address).unwrap();
        std.set_nonblocking(true).unwrap();
        self.address = std.local_addr().unwrap();
        let service = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async move {
            let listener = TcpListener::from_std(std).unwrap();
            axum::serve(listener, service).await.unwrap();
        });
        self.runtime = Some(runtime);
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
