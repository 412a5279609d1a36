//! Files and the export: the routes that are neither pages nor form posts.

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Query, Request, multipart::Field},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use futures::{Stream, stream};
use http::{HeaderName, HeaderValue, header};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use super::{
    access,
    api::UPLOAD_FORM,
    commands::{self, Refusal},
    model::ProposalState,
    policy::{FunderMayRead, MayWrite},
    queries::{self, After, SubmittedRow},
};
use crate::{
    calls::model::{QuestionId, QuestionKind},
    error::AppError,
    infra::{
        clock::ZONE,
        files::{self, Files, Refused, pictures},
        i18n::Texts,
        limits::Limit,
        spreadsheet::cell,
    },
    input::{FieldErrors, Problem},
    paths,
    request::{self, RequestCx},
    state::AppState,
    values::Cents,
};

const UPLOADS: Limit = Limit { name: "proposal-upload", hits: 60, window_seconds: 3_600 };

/// Rows that the export reads at a time.
const BATCH: u64 = 500;

/// The routes of this slice beside its pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        // The layer around all routes limits the body by its path.
        .route("/voorstellen/{id}/bestanden", post(upload).layer(DefaultBodyLimit::disable()))
        .route("/voorstellen/{id}/bestanden/{file}", get(download))
        .route("/calls/{slug}/voorstellen.csv", get(export))
}

async fn refuse(cx: &RequestCx, error: AppError) -> Response {
    let mut page = Request::new(Body::empty());
    page.extensions_mut().insert(cx.clone());
    match cx.asked(error) {
        AppError::SignInRequired => Redirect::to(&cx.t().href(paths::SIGN_IN)).into_response(),
        AppError::SecondFactorRequired => Redirect::to(&cx.t().href(paths::SECOND_FACTOR)).into_response(),
        error => request::error_page(cx, error, page).await,
    }
}

/// Takes one file.
async fn upload(Extension(cx): Extension<RequestCx>, Path(id): Path<String>, request: Request) -> Response {
    let may = match access::writer(&cx, &id).await {
        Ok(may) => may,
        Err(error) => return refuse(&cx, error).await,
    };
    let page = cx.t().href(paths::proposal_files(may.proposal().id));
    match take(&cx, &may, request).await {
        Ok(()) => match cx.notify("proposal-file-there").await {
            Ok(()) => Redirect::to(&page).into_response(),
            Err(error) => refuse(&cx, error).await,
        },
        Err(Refusal::Fields(errors)) => match cx.back_with(page.clone(), UPLOAD_FORM, &"", errors).await {
            Ok(page) => Redirect::to(&page).into_response(),
            Err(error) => refuse(&cx, error).await,
        },
        // The page says that files cannot be changed any more.
        Err(Refusal::Closed | Refusal::Changed) => Redirect::to(&page).into_response(),
        Err(Refusal::Other(error)) => refuse(&cx, error).await,
    }
}

fn wrong(key: &'static str) -> Refusal {
    refused_file(Problem::new(key))
}

fn wrong_by(key: &'static str, n: u64) -> Refusal {
    refused_file(Problem::new(key).n(i64::try_from(n).unwrap_or(i64::MAX)))
}

fn refused_file(problem: Problem) -> Refusal {
    let mut errors = FieldErrors::default();
    errors.add("file", problem);
    Refusal::Fields(errors)
}

async fn take(cx: &RequestCx, may: &MayWrite, request: Request) -> Result<(), Refusal> {
    cx.limit_for(UPLOADS, &may.proposal().id.to_string()).await?;
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| AppError::BadRequest)?;
    let mut question: Option<QuestionId> = None;
    while let Some(field) = form.next_field().await.map_err(|_| AppError::BadRequest)? {
        match field.name() {
            Some("question") => question = read_question(cx, may, field).await?,
            Some("file") => return store(cx, may, field, question).await,
            _ => {}
        }
    }
    Err(wrong("problem-file-none"))
}

/// Reads to which question of the call the file belongs; the field comes before the file.
async fn read_question(cx: &RequestCx, may: &MayWrite, field: Field<'_>) -> Result<Option<QuestionId>, Refusal> {
    let text = field.text().await.map_err(|_| AppError::BadRequest)?;
    let Ok(id) = text.trim().parse::<QuestionId>() else { return Ok(None) };
    let (rules, _) = queries::rules_and_answers(cx.db().reader(), &may.proposal().call, may.proposal().id).await?;
    Ok(rules.questions.iter().any(|question| question.id == id && question.kind == QuestionKind::File).then_some(id))
}

async fn store(cx: &RequestCx, may: &MayWrite, field: Field<'_>, question: Option<QuestionId>) -> Result<(), Refusal> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let settings = &cx.state().settings;
    let max = settings.upload_max_bytes as u64;
    let stored = Files::new(&settings.state_dir).receive(Box::pin(chunks(field)), max).await.map_err(|refused| match refused {
        Refused::Empty => wrong("problem-file-none"),
        Refused::TooLarge => wrong("problem-file-large"),
        Refused::Kind => wrong("problem-file-kind"),
        Refused::Picture => wrong("problem-file-picture"),
        Refused::PictureTooLarge => wrong_by("problem-file-picture-large", pictures::MOST_POINTS / 1_000_000),
        Refused::Broken => Refusal::Other(AppError::BadRequest),
        Refused::Disk(error) => {
            tracing::error!(%error, "a file could not be stored");
            Refusal::Other(AppError::Internal)
        }
    })?;
    commands::attach(cx.state(), may, &stored, files::safe_name(&name, stored.kind), question, cx.now()).await
}

fn chunks(field: Field<'_>) -> impl Stream<Item = Result<Bytes, ()>> {
    stream::unfold(Some(field), async |field| {
        let mut field = field?;
        match field.chunk().await {
            Ok(Some(chunk)) => Some((Ok(chunk), Some(field))),
            Ok(None) => None,
            Err(_) => Some((Err(()), None)),
        }
    })
}

/// Gives a file to applicants, and to the funder once the proposal was submitted.
async fn download(Extension(cx): Extension<RequestCx>, Path((id, file)): Path<(String, String)>) -> Response {
    match open(&cx, &id, &file).await {
        Ok(response) => response,
        Err(error) => refuse(&cx, error).await,
    }
}

async fn open(cx: &RequestCx, id: &str, file: &str) -> Result<Response, AppError> {
    let file: Uuid = file.parse().map_err(|_| AppError::NotFound)?;
    let proposal = match access::reader(cx, id).await {
        Ok(may) => may.proposal().id,
        Err(AppError::NotFound) => access::submitted_for_funder(cx, id).await?.1.id,
        Err(error) => return Err(error),
    };
    let found = queries::files(cx.db().reader(), proposal).await?.into_iter().find(|row| row.id == file).ok_or(AppError::NotFound)?;
    let content = Files::new(&cx.state().settings.state_dir).open(&found.file_hash).await.map_err(|error| {
        tracing::error!(%error, "a stored file cannot be read");
        AppError::Internal
    })?;
    let mut response = Response::new(Body::from_stream(ReaderStream::new(content)));
    let headers = response.headers_mut();
    let put = |value: &str| HeaderValue::from_str(value).map_err(|_| AppError::Internal);
    headers.insert(header::CONTENT_TYPE, put(&found.media_type)?);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(found.size_bytes));
    headers.insert(header::CONTENT_DISPOSITION, put(&files::disposition(&found.file_name))?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    // What people send never runs here, even when a browser shows it instead of saving it.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    Ok(response)
}

/// Which rows the list shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    status: String,
}

/// All rows of the funder's list, as a spreadsheet.
async fn export(Extension(cx): Extension<RequestCx>, Path(slug): Path<String>, Query(shown): Query<Shown>) -> Response {
    let may = match access::funder_reader(&cx, &slug).await {
        Ok(may) => may,
        Err(error) => return refuse(&cx, error).await,
    };
    let state = shown.status.parse().ok().filter(|state| *state != ProposalState::Draft);
    match table(&cx, &may, state).await {
        Ok(csv) => {
            let name = format!("voorstellen-{}.csv", may.call().slug);
            let mut response = csv.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            if let Ok(value) = HeaderValue::from_str(&files::disposition(&name)) {
                headers.insert(header::CONTENT_DISPOSITION, value);
            }
            headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
            response
        }
        Err(error) => refuse(&cx, error).await,
    }
}

async fn table(cx: &RequestCx, may: &FunderMayRead, state: Option<ProposalState>) -> Result<Vec<u8>, AppError> {
    let t = cx.t();
    let mut csv = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| {
        tracing::error!(%error, "an export could not be written");
        AppError::Internal
    };
    let heads = [
        "proposal-receipt-number",
        "proposal-title",
        "proposal-applicant-name",
        "proposal-group-kind",
        "proposal-contact",
        "proposal-your-email",
        "proposal-status",
        "proposal-requested",
        "proposal-own",
        "proposal-awarded",
        "proposal-submitted-at",
        "proposal-reason",
    ];
    csv.write_record(heads.map(|key| t.get(key))).map_err(broken)?;
    let mut after = None;
    loop {
        let rows = queries::submitted(cx.db().reader(), may, state, after, BATCH).await?;
        let last = rows.last().and_then(|row| Some(After { submitted_at: row.submitted_at?, id: row.id }));
        let full = rows.len() as u64 == BATCH;
        for row in rows {
            csv.write_record(record(t, row).map(|text| cell(&text))).map_err(broken)?;
        }
        match last {
            Some(last) if full => after = Some(last),
            _ => break,
        }
    }
    csv.into_inner().map_err(|_| AppError::Internal)
}

fn record(t: Texts, row: SubmittedRow) -> [String; 12] {
    let SubmittedRow {
        id: _,
        title,
        applicant_kind,
        applicant_name,
        contact_name,
        contact_email,
        requested_cents,
        own_contribution_cents,
        state,
        receipt_number,
        submitted_at,
        awarded_cents,
        reason,
        told_at: _,
        barred,
    } = row;
    let amount = |Cents(cents): Cents| format!("{}.{:02}", cents / 100, cents % 100);
    let asked = |cents| if barred > 0 { String::new() } else { amount(cents) };
    [
        receipt_number.unwrap_or_default(),
        title,
        applicant_name,
        applicant_kind.label(t),
        contact_name,
        contact_email,
        state.label(t),
        asked(requested_cents),
        asked(own_contribution_cents),
        awarded_cents.map(amount).unwrap_or_default(),
        submitted_at.map(|at| at.with_timezone(&ZONE).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default(),
        reason.unwrap_or_default(),
    ]
}
