//! Routes that can be listed: the matrix test walks every one of them, so a route can't be added unseen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{get, post};

use crate::app::App;

/// A room's routes, and the list of them.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    uploads: Router<App>,
    list: Vec<(Method, &'static str)>,
}

impl Routes {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or an answer.
    #[must_use]
    pub fn get<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.list.push((Method::GET, path));
        self.router = self.router.route(path, get(handler));
        self
    }

    /// A change.
    #[must_use]
    pub fn post<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.list.push((Method::POST, path));
        self.router = self.router.route(path, post(handler));
        self
    }

    /// A change that brings files: the server lets more come, and waits longer.
    #[must_use]
    pub fn upload<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.list.push((Method::POST, path));
        // Upload counts for itself; axum's own bound is made for bodies that are kept in memory.
        let route = post(handler).layer(DefaultBodyLimit::disable());
        self.uploads = self.uploads.route(path, route);
        self
    }

    /// Both rooms' routes.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        self.router = self.router.merge(other.router);
        self.uploads = self.uploads.merge(other.uploads);
        self
    }

    /// Something around all of these routes.
    #[must_use]
    pub fn around(mut self, wrap: impl Fn(Router<App>) -> Router<App>) -> Self {
        self.router = wrap(self.router);
        self.uploads = wrap(self.uploads);
        self
    }

    /// Method and path of every route.
    #[must_use]
    pub fn list(&self) -> &[(Method, &'static str)] {
        &self.list
    }

    /// For axum.
    pub fn into_router(self) -> Router<App> {
        self.router.merge(self.uploads)
    }

    /// For axum, the routes that take files apart from the others.
    pub fn into_parts(self) -> (Router<App>, Router<App>) {
        (self.router, self.uploads)
    }
}
