//! From a request to a page: the one function that every page component calls.

use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::layout;
use crate::{error::AppError, paths, request::RequestCx};

/// What a page hands over to the layout.
pub struct Page {
    pub title: String,
    pub body: AnyView,
    /// Whether the page has an island; only then is wasm sent.
    pub islands: bool,
}

impl Page {
    pub fn new(title: impl Into<String>, body: impl IntoView + 'static) -> Self {
        Self { title: title.into(), body: body.into_any(), islands: false }
    }

    /// Says that the page has an island.
    pub fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }
}

/// Loads and shows a page. What the loading refuses becomes the error page with its status, or leads to signing in.
pub fn page<Load, Loading>(load: Load) -> impl IntoView
where
    Load: FnOnce(RequestCx) -> Loading + Send + 'static,
    Loading: Future<Output = Result<Page, AppError>> + Send + 'static,
{
    let cx = RequestCx::current();
    let response = use_context::<ResponseOptions>();
    let content = Suspend::new(async move {
        let Ok(cx) = cx else { return ().into_any() };
        let notice = cx.take_notice().await.unwrap_or_default();
        match load(cx.clone()).await.map_err(|error| cx.asked(error)) {
            Ok(page) => layout::layout(&cx, page, notice).into_any(),
            Err(AppError::SignInRequired) => redirect(response, &cx.t().href(paths::sign_in(cx.path()))),
            Err(AppError::SecondFactorRequired) => redirect(response, &cx.t().href(paths::second_factor(cx.path()))),
            Err(error) => {
                if let Some(response) = response {
                    response.set_status(error.status());
                }
                layout::layout(&cx, super::error::page_of(&cx, error), notice).into_any()
            }
        }
    });
    view! { <Suspense>{content}</Suspense> }
}

fn redirect(response: Option<ResponseOptions>, to: &str) -> AnyView {
    if let (Some(response), Ok(location)) = (response, http::HeaderValue::from_str(to)) {
        response.set_status(http::StatusCode::SEE_OTHER);
        response.insert_header(http::header::LOCATION, location);
    }
    ().into_any()
}
