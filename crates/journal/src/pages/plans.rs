//! pages
use kit::Routes;
pub fn routes() -> Routes {
    Routes::new()
}
