//! `/voorstellen/:id/bestanden`

use leptos::{prelude::*, server_fn::ServerFn};

use super::parts::{breadcrumb, param, size};
use crate::{
    calls::model::QuestionKind,
    infra::i18n::Texts,
    input::FieldErrors,
    paths,
    proposals::{
        access,
        api::{DetachFile, UPLOAD_FORM},
        model::{MAX_FILES, Rules, Step},
        queries::{self, FileRow},
    },
    ui::{
        form::{ErrorSummary, Fields, Hidden},
        page::{Page, page},
    },
};

#[component]
pub fn FilesPage() -> impl IntoView {
    let id = param("id");
    page(async move |cx| {
        let t = cx.t();
        let may = access::writer(&cx, &id).await?;
        let (db, proposal) = (cx.db().reader(), may.proposal());
        let (rules, _) = queries::rules_and_answers(db, &proposal.call, proposal.id).await?;
        let files = queries::file_rows(queries::parts(db, proposal.id).await?.files, &rules);
        let errors = cx.kept_form::<String>(UPLOAD_FORM).await?.map_or_else(FieldErrors::default, |(_, errors)| errors);
        let changeable = proposal.state.after(Step::Submit).is_ok() && proposal.call.life.is_open(cx.now());
        let fields = Fields::new(t, errors);
        let full = files.len() as u64 >= MAX_FILES;
        let megabytes = cx.state().settings.upload_max_bytes / 1_000_000;
        let form = (changeable && !full).then(|| upload_form(t, &fields, &rules, &id, megabytes.max(1)));
        let title = t.get("proposal-files");
        let links =
            vec![(paths::PROPOSALS.to_owned(), t.get("proposal-own-title")), (paths::proposal_draft(&id), t.get("proposal-draft-title"))];
        let rows = if files.is_empty() {
            view! { <p class="wk-muted">{t.get("proposal-no-files")}</p> }.into_any()
        } else {
            view! { <ul class="wk-worklist" role="list">{files.into_iter().map(|file| row(t, file, &id, changeable)).collect_view()}</ul> }
                .into_any()
        };
        Ok(Page::new(
            title.clone(),
            view! {
                {breadcrumb(t, links, title.clone())}
                <div class="wk-narrow">
                    <ErrorSummary fields=fields.clone()/>
                    <h1>{title}</h1>
                    {rows}
                    {(!changeable).then(|| view! { <div class="wk-alert wk-alert--info"><p>{t.get("proposal-files-closed")}</p></div> })}
                    {full.then(|| view! { <p class="wk-note">{t.with("problem-files", &[("n", MAX_FILES.into())])}</p> })}
                    {form}
                    <p><a href=t.href(paths::proposal_draft(&id))>{t.get("proposal-back-to-draft")}</a></p>
                </div>
            },
        ))
    })
}

fn row(t: Texts, file: FileRow, id: &str, changeable: bool) -> impl IntoView + use<> {
    let remove = changeable.then(|| {
        view! {
            <form class="wk-inline-form" method="post" action=t.href(DetachFile::PATH)>
                <Hidden name="id" value=id/><Hidden name="file" value=file.id.to_string()/>
                <button class="wk-button-link" type="submit">{t.with("proposal-file-remove", &[("name", file.name.as_str().into())])}</button>
            </form>
        }
    });
    view! {
        <li><div><a href=paths::proposal_file(id, file.id) download="">{file.name.clone()}</a>
            <p class="wk-meta">{file.question.map(|question| view! { <span>{question}</span> })}<span>{size(t, file.bytes)}</span></p></div>{remove}</li>
    }
}

fn upload_form(t: Texts, fields: &Fields, rules: &Rules, id: &str, megabytes: usize) -> impl IntoView + use<> {
    let error = fields.error("file");
    let questions: Vec<_> = rules.questions.iter().filter(|question| question.kind == QuestionKind::File).collect();
    let choice = (!questions.is_empty()).then(|| {
        let options =
            questions.iter().map(|question| view! { <option value=question.id.to_string()>{question.label.clone()}</option> }).collect_view();
        view! {
            <div class="wk-field"><label class="wk-label" for="question">{t.get("proposal-file-question")}</label>
                <select class="wk-select" id="question" name="question">{options}<option value="">{t.get("proposal-file-other")}</option></select></div>
        }
    });
    let described_by = if error.is_some() { "file-hint file-error" } else { "file-hint" };
    view! {
        // Files have their own route: it streams, and has its own limit.
        <form class="wk-form" method="post" novalidate=true action=t.href(paths::proposal_files(id)) enctype="multipart/form-data">
            <h2>{t.get("proposal-file-add")}</h2>
            {choice}
            <div class=if error.is_some() { "wk-field wk-field--invalid" } else { "wk-field" }>
                <label class="wk-label" for="file">{t.get("proposal-file")}</label>
                <p class="wk-hint" id="file-hint">{t.with("proposal-file-hint", &[("megabytes", megabytes.into())])}</p>
                {error.clone().map(|text| view! { <p class="wk-error" id="file-error">{text}</p> })}
                <input class="wk-file" type="file" id="file" name="file" aria-describedby=described_by aria-invalid=error.is_some().then_some("true")
                    accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt,.ods,.txt"/>
            </div>
            <div class="wk-actions"><button class="wk-button wk-button--primary" type="submit">{t.get("proposal-file-send")}</button></div>
        </form>
    }
}
