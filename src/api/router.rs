//! Every URL, and what holds for all of them.

use std::any::Any;
use std::fmt::Write as _;
use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::cors::{Any as AnyOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use super::answer::{Api, Asked, Outcome, respond};
use super::problem::Problem;
use super::{
    API_VERSION, Studies, collections, download, explain, health, items, landing, openapi, page, scenarios,
    sheets, siting, tiles, what_if,
};
use crate::config::site::Origin;
use crate::export::Format;

/// Longest URL that is read.
const MAX_URL_BYTES: usize = 8 * 1024;

/// Longest that an answer may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(1);

/// What the page may load: itself, and the background map and the address search of the Dutch land registry. Who may frame it
/// comes behind it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: https://service.pdok.nl; connect-src 'self' https://api.pdok.nl; font-src 'self'; \
     manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

type Shared = State<Arc<Api>>;
type Ids<T> = Result<Path<T>, PathRejection>;

/// The service over a city.
pub fn router(studies: Arc<dyn Studies>) -> Router {
    let embed_on = studies.city().embed_on.clone();
    let api = Arc::new(Api::new(studies));
    let routes = Router::new()
        .route(
            "/v1",
            get(|s: Shared, u: Uri, h: HeaderMap| plain(s, u, h, landing::landing)),
        )
        .route(
            "/v1/conformance",
            get(|s: Shared, u: Uri, h: HeaderMap| plain(s, u, h, landing::conformance)),
        )
        .route(
            "/v1/openapi.json",
            get(|s: Shared, u: Uri, h: HeaderMap| plain(s, u, h, openapi::document)),
        )
        .route(
            "/v1/collections",
            get(|s: Shared, u: Uri, h: HeaderMap| plain(s, u, h, collections::list)),
        )
        .route(
            "/v1/collections/{id}",
            get(|s: Shared, p, u: Uri, h: HeaderMap| of(s, p, u, h, collections::single)),
        )
        .route(
            "/v1/collections/{id}/queryables",
            get(|s: Shared, p, u: Uri, h: HeaderMap| of(s, p, u, h, collections::queryables)),
        )
        .route(
            "/v1/collections/{id}/schema",
            get(|s: Shared, p, u: Uri, h: HeaderMap| of(s, p, u, h, collections::schema)),
        )
        .route(
            "/v1/collections/{id}/items",
            get(|s: Shared, p, u: Uri, h: HeaderMap| of(s, p, u, h, items::page)),
        )
        .route("/v1/collections/{id}/items/{fid}", get(item))
        .route(
            "/v1/collections/{id}/download",
            get(|s: Shared, p, u: Uri, h: HeaderMap| of(s, p, u, h, download::file)),
        )
        .route(
            "/v1/explain",
            get(|s: Shared, u: Uri, h: HeaderMap| plain(s, u, h, explain::figure)),
        )
        .route(
            "/v1/sheets/{area}",
            get(|s: Shared, p, u: Uri, h: HeaderMap| of(s, p, u, h, sheets::single)),
        )
        .route(
            "/v1/siting",
            get(|s: Shared, u: Uri, h: HeaderMap| plain(s, u, h, siting::sites)),
        )
        .route("/v1/tiles/facilities/{zoom}/{x}/{y}", get(tile))
        .route(
            "/v1/scenarios",
            get(|s: Shared, u: Uri, h: HeaderMap| plain(s, u, h, scenarios::list)),
        )
        .route(
            "/v1/scenarios/{name}",
            get(|s: Shared, p, u: Uri, h: HeaderMap| of(s, p, u, h, scenarios::single)),
        )
        .route(
            "/v1/what-if",
            post(compare).layer(DefaultBodyLimit::max(what_if::MAX_BODY_BYTES)),
        )
        .route("/v1/health", get(|s: Shared| ready(health::ready(&s))))
        .route("/v1/health/ready", get(|s: Shared| ready(health::ready(&s))))
        .route("/v1/health/live", get(|| ready(health::live())))
        .fallback(asset)
        .method_not_allowed_fallback(|| ready(Problem::MethodNotAllowed))
        .with_state(api);
    with_common_headers(routes, &embed_on)
}

/// The policy with the sites that may frame the page.
fn content_security_policy(embed_on: &[Origin]) -> HeaderValue {
    let policy = embed_on
        .iter()
        .fold(CONTENT_SECURITY_POLICY.to_owned(), |mut policy, origin| {
            let _ = write!(policy, " {origin}");
            policy
        });
    // An origin is letters, digits and a few signs, so this is a header; were it none, nobody else may frame the page.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY))
}

/// What holds for every answer, errors included; the last layer is the outermost.
fn with_common_headers(routes: Router, embed_on: &[Origin]) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(AnyOrigin)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::OPTIONS])
        .allow_headers([header::ACCEPT, header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([
            header::ETAG,
            header::CONTENT_DISPOSITION,
            HeaderName::from_static("content-crs"),
            HeaderName::from_static("api-version"),
        ]);
    let mut routes = routes
        .layer(axum::middleware::from_fn(refuse_long_urls))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("a panic");
            Problem::internal(&text).into_response()
        }))
        .layer(compression())
        .layer(cors);
    let headers = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(self), payment=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (HeaderName::from_static("api-version"), API_VERSION),
    ];
    for (name, value) in headers {
        routes = routes.layer(SetResponseHeaderLayer::overriding(
            name,
            HeaderValue::from_static(value),
        ));
    }
    routes = routes.layer(SetResponseHeaderLayer::overriding(
        header::CONTENT_SECURITY_POLICY,
        content_security_policy(embed_on),
    ));
    // The older header knows "only here" but no list of sites: where others may frame the page it must be silent.
    if embed_on.is_empty() {
        routes = routes.layer(SetResponseHeaderLayer::overriding(
            header::X_FRAME_OPTIONS,
            HeaderValue::from_static("SAMEORIGIN"),
        ));
    }
    routes.layer(TraceLayer::new_for_http())
}

/// Answers travel compressed, but for workbooks, which are zipped already.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth_it = DefaultPredicate::new().and(NotForContentType::const_new(Format::Xlsx.media_type()));
    CompressionLayer::new()
        .br(true)
        .gzip(true)
        .no_deflate()
        .no_zstd()
        .compress_when(worth_it)
}

async fn refuse_long_urls(request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |of| of.as_str().len());
    if length > MAX_URL_BYTES {
        return Problem::TooLarge(format!("A URL has at most {MAX_URL_BYTES} bytes.")).into_response();
    }
    next.run(request).await
}

async fn plain(
    State(api): Shared,
    uri: Uri,
    headers: HeaderMap,
    handler: fn(&Api, Asked) -> Result<Outcome, Problem>,
) -> Response {
    respond(api, &uri, &headers, handler).await
}

async fn of(
    State(api): Shared,
    id: Ids<String>,
    uri: Uri,
    headers: HeaderMap,
    handler: fn(&Api, &str, Asked) -> Result<Outcome, Problem>,
) -> Response {
    let Ok(Path(id)) = id else { return nothing() };
    respond(api, &uri, &headers, move |api, asked| handler(api, &id, asked)).await
}

async fn item(State(api): Shared, ids: Ids<(String, String)>, uri: Uri, headers: HeaderMap) -> Response {
    let Ok(Path((id, feature))) = ids else {
        return nothing();
    };
    respond(api, &uri, &headers, move |api, asked| {
        items::single(api, &id, &feature, asked)
    })
    .await
}

async fn tile(
    State(api): Shared,
    numbers: Ids<(String, String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(Path((zoom, x, y))) = numbers else {
        return nothing();
    };
    respond(api, &uri, &headers, move |api, asked| {
        tiles::facilities(api, &[zoom, x, y], asked)
    })
    .await
}

/// A body is read whatever media type it says to have: it is JSON or it is refused.
async fn compare(
    State(api): Shared,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match body {
        Ok(body) => {
            respond(api, &uri, &headers, move |api, asked| {
                what_if::compare(api, asked, &body)
            })
            .await
        }
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let most = what_if::MAX_BODY_BYTES;
            Problem::BodyTooLarge(format!("A body has at most {most} bytes.")).into_response()
        }
        Err(error) => Problem::parameter("body", error.to_string()).into_response(),
    }
}

fn nothing() -> Response {
    Problem::NotFound("There is nothing under this URL.".to_owned()).into_response()
}

/// A file of the page, else nothing.
async fn asset(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let Some(asset) = page::asset(uri.path()) else {
        return nothing();
    };
    if method != Method::GET && method != Method::HEAD {
        let mut response = Problem::MethodNotAllowed.into_response();
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
        return response;
    }
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|given| {
            given
                .split(',')
                .any(|of| of.trim().trim_start_matches("W/") == asset.etag)
        });
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(asset.bytes));
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        response
    };
    let headers = response.headers_mut();
    // A part has its contents' digest in its name, so it never changes.
    let kept = if asset.path.starts_with("/parts/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    response
}
