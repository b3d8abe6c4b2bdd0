//! `serve`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::{CityArgs, Failure};
use crate::api;
use crate::app::App;
use crate::store::geopackage::serve_lock;

/// How often the server looks whether another process committed.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Where a server listens that is told nothing: on this machine only.
const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// `wijkkaart serve`
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    city: CityArgs,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS:PORT", default_value_t = DEFAULT_ADDRESS)]
    listen: SocketAddr,
}

impl Default for Serve {
    fn default() -> Self {
        Self {
            city: CityArgs::default(),
            listen: DEFAULT_ADDRESS,
        }
    }
}

impl Serve {
    /// Serves until it is told to stop.
    pub(super) fn run(self) -> Result<(), Failure> {
        let city = self.city.city()?;
        let store = self.city.store(&city);
        let _held = serve_lock(&store)?;
        let app = Arc::new(App::open(city, &store)?);
        let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::Failed(error.to_string()))?;
        runtime.block_on(async {
            let listening = |error: std::io::Error| Failure::Failed(format!("{}: {error}", self.listen));
            let listener = tokio::net::TcpListener::bind(self.listen)
                .await
                .map_err(listening)?;
            let address = listener.local_addr().map_err(listening)?;
            println!("{} at http://{address}", app.city.name);
            let watch = tokio::spawn(watch(Arc::clone(&app)));
            let served = api::serve(app, listener, told_to_stop()).await;
            watch.abort();
            served.map_err(listening)
        })
    }
}

/// Swaps in a new study when the store moves on.
async fn watch(app: Arc<App>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let app = Arc::clone(&app);
        match tokio::task::spawn_blocking(move || app.refresh()).await {
            Ok(Ok(_)) => {}
            // The study that we have goes on answering.
            Ok(Err(error)) => tracing::error!("the store cannot be read: {error}"),
            Err(error) => tracing::error!("making a study failed: {error}"),
        }
    }
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupted.await;
        }
    }
}
