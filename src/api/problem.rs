//! What is wrong, as RFC 9457 tells it. The kinds are a closed set; what went wrong inside is logged and not told.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::collections::InvalidParam;

/// Why a request is not answered with what it asked.
#[derive(Debug)]
pub enum Problem {
    /// Parameters that cannot be used.
    InvalidParameters(Vec<InvalidParam>),
    /// A question that is well put, but names what is not there.
    Unknown(Vec<InvalidParam>),
    /// Nothing is served under this URL.
    NotFound(String),
    /// The URL takes other methods.
    MethodNotAllowed,
    /// A URL that is too long.
    TooLarge(String),
    /// A body that is too large.
    BodyTooLarge(String),
    /// More is asked at once than can be answered.
    Busy,
    /// A fault of ours, under a number that stands in the log.
    Internal(String),
}

impl Problem {
    /// One parameter that cannot be used.
    pub fn parameter(name: &str, reason: impl Into<String>) -> Self {
        Self::InvalidParameters(vec![InvalidParam::new(name, reason)])
    }

    /// A fault of ours: what it is goes to the log, the reader gets its number.
    pub fn internal(fault: &dyn std::fmt::Display) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let millis = jiff::Timestamp::now().as_millisecond();
        let id = format!("{millis:x}-{:x}", NEXT.fetch_add(1, Ordering::Relaxed));
        tracing::error!(id, fault = %fault.to_string().escape_debug(), "a request failed");
        Self::Internal(id)
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::InvalidParameters(_) => StatusCode::BAD_REQUEST,
            Self::Unknown(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge(_) => StatusCode::URI_TOO_LONG,
            Self::BodyTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::InvalidParameters(_) => "invalid_parameter",
            Self::Unknown(_) => "unknown_id",
            Self::NotFound(_) => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::TooLarge(_) | Self::BodyTooLarge(_) => "too_large",
            Self::Busy => "busy",
            Self::Internal(_) => "internal",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::InvalidParameters(wrong) | Self::Unknown(wrong) => wrong
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
            Self::NotFound(detail) | Self::TooLarge(detail) | Self::BodyTooLarge(detail) => detail.clone(),
            Self::MethodNotAllowed => "This URL does not take that method.".to_owned(),
            Self::Busy => "Too much is asked at once; try again in a moment.".to_owned(),
            Self::Internal(id) => format!("Something went wrong on our side. Its number in the log is {id}."),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut body = json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or_default(),
            "status": status.as_u16(),
            "detail": self.detail(),
            "code": self.code(),
        });
        match &self {
            Self::InvalidParameters(wrong) | Self::Unknown(wrong) => body["invalidParams"] = json!(wrong),
            Self::Internal(id) => body["id"] = json!(id),
            _ => {}
        }
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}
