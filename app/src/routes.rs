//! The route table of the pages, on one screen. Form posts are the `#[server]` functions of each `api.rs`; what is no page
//! (files, feeds, answers for programs) hangs on [`plain`].

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    accounts::pages as accounts,
    alerts::pages as alerts,
    areas::pages::AreaPage,
    assessments::pages as assessments,
    bakery::pages::{
        BakeryMapPage, BakeryPage, EditListingPage, IntroductionPage, ListingPage, NewListingPage, OwnListingsPage, RenewListingPage,
        WhyNotPage,
    },
    calls::pages::{CallPage, CallsPage, EditCallPage, ManageCallsPage, NewCallPage, PreviewCallPage},
    desk::pages as desk,
    fits::pages::{FitsPage, QuestionsPage},
    home::pages::{AboutPage, AccessibilityPage, HomePage, PrivacyPage, ThemePage},
    letters::pages as letters,
    notifications::{
        self,
        pages::{DevMailPage, DevMailsPage, FollowingPage, MailsPage, NoticesPage, UnsubscribePage},
    },
    parties::pages as parties,
    proposals::pages as proposals,
    reports::pages as reports,
    request::RequestCx,
    segments::pages as segments,
    state::AppState,
    templates::pages as templates,
    ui::{error::NotFoundPage, layout},
};

/// Gives leptos what a page of this request needs.
pub fn provide(cx: &RequestCx) {
    provide_context(cx.nonce().clone());
}

/// The whole document around a page.
pub fn shell() -> impl IntoView {
    let cx = RequestCx::current().ok();
    view! {
        <!DOCTYPE html>
        <html lang=cx.as_ref().map_or("nl", |cx| cx.t().locale.as_str()) class="wijkcall-theme">
            <head>{layout::head(cx.as_ref())}<MetaTags/></head>
            <body class="wk-page"><App/></body>
        </html>
    }
}

/// The pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage/>
                    <Route path=path!("/themas/:theme") view=ThemePage/>
                    <Route path=path!("/over") view=AboutPage/>
                    <Route path=path!("/toegankelijkheid") view=AccessibilityPage/>
                    <Route path=path!("/privacy") view=PrivacyPage/>
                    <Route path=path!("/gebieden/:code") view=AreaPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/inloggen") view=accounts::SignInPage/>
                    <Route path=path!("/inloggen/verstuurd") view=accounts::LinkSentPage/>
                    <Route path=path!("/inloggen/code") view=accounts::CodePage/>
                    <Route path=path!("/inloggen/link/:token") view=accounts::LinkPage/>
                    <Route path=path!("/aanmelden") view=accounts::SignUpPage/>
                    <Route path=path!("/account") view=accounts::AccountPage/>
                    <Route path=path!("/account/adres") view=accounts::NewAddressPage/>
                    <Route path=path!("/account/tweede-stap") view=accounts::SecondFactorPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/partijen") view=parties::PartiesPage/>
                    <Route path=path!("/partijen/nieuw") view=parties::NewPartyPage/>
                    <Route path=path!("/partijen/:slug") view=parties::PartyPage/>
                    <Route path=path!("/partijen/:slug/bewerken") view=parties::EditPartyPage/>
                    <Route path=path!("/partijen/:slug/leden") view=parties::MembersPage/>
                    <Route path=path!("/partijen/:slug/brieven") view=templates::TemplatesPage/>
                    <Route path=path!("/partijen/:slug/brieven/:kind/:locale") view=templates::TemplatePage/>
                    <Route path=path!("/uitnodiging/:token") view=parties::InvitationPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/calls") view=CallsPage/>
                    <Route path=path!("/calls/beheer") view=ManageCallsPage/>
                    <Route path=path!("/calls/nieuw") view=NewCallPage/>
                    <Route path=path!("/calls/:slug") view=CallPage/>
                    <Route path=path!("/calls/:slug/bewerken") view=EditCallPage/>
                    <Route path=path!("/calls/:slug/voorbeeld") view=PreviewCallPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/bakkerij") view=BakeryPage/>
                    <Route path=path!("/bakkerij/kaart") view=BakeryMapPage/>
                    <Route path=path!("/bakkerij/nieuw") view=NewListingPage/>
                    <Route path=path!("/bakkerij/mijn") view=OwnListingsPage/>
                    <Route path=path!("/bakkerij/:id") view=ListingPage/>
                    <Route path=path!("/bakkerij/:id/bewerken") view=EditListingPage/>
                    <Route path=path!("/bakkerij/:id/verlengen") view=RenewListingPage/>
                    <Route path=path!("/bakkerij/:id/waarom") view=WhyNotPage/>
                    <Route path=path!("/kennismaking/:id/:side") view=IntroductionPage/>
                    <Route path=path!("/past-bij-mij") view=FitsPage/>
                    <Route path=path!("/past-bij-mij/vragen") view=QuestionsPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/vandaag") view=desk::DeskPage/>
                    <Route path=path!("/vandaag/behoeften") view=desk::DeskNeedsPage/>
                    <Route path=path!("/vandaag/kennismakingen") view=desk::DeskIntroductionsPage/>
                    <Route path=path!("/vandaag/mails") view=letters::DeskMailsPage/>
                    <Route path=path!("/vandaag/mails/vrijgeven") view=letters::DeskReleasePage/>
                    <Route path=path!("/vandaag/mails/:id") view=letters::DeskMailPage/>
                    <Route path=path!("/vandaag/matches") view=desk::DeskMatchesPage/>
                    <Route path=path!("/vandaag/partijen") view=desk::DeskPartiesPage/>
                    <Route path=path!("/vandaag/schrijven") view=segments::WriteSegmentPage/>
                    <Route path=path!("/vandaag/schrijven/:id") view=segments::SegmentPage/>
                    <Route path=path!("/vandaag/schrijven/:id/bewerken") view=segments::EditSegmentPage/>
                    <Route path=path!("/vandaag/shortlist") view=desk::DeskShortlistPage/>
                    <Route path=path!("/calls/:slug/brieven") view=letters::CallLettersPage/>
                    <Route path=path!("/calls/:slug/brieven/vrijgeven") view=letters::CallReleasePage/>
                    <Route path=path!("/calls/:slug/brieven/:id") view=letters::CallLetterPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/calls/:slug/voorstel") view=proposals::StartProposalPage/>
                    <Route path=path!("/calls/:slug/voorstellen") view=proposals::CallProposalsPage/>
                    <Route path=path!("/calls/:slug/voorstellen/:id") view=proposals::CallProposalPage/>
                    <Route path=path!("/calls/:slug/voorstellen/:id/beoordelaars") view=assessments::AskAssessorsPage/>
                    <Route path=path!("/calls/:slug/voorstellen/:id/verslagen") view=reports::AskReportsPage/>
                    <Route path=path!("/calls/:slug/voorstellen/:id/verslagen/:report") view=reports::FunderReportPage/>
                    <Route path=path!("/voorstellen/:id/verslagen/:report") view=reports::ReportPage/>
                    <Route path=path!("/beoordelen") view=assessments::AssessmentsPage/>
                    <Route path=path!("/beoordelen/:id") view=assessments::AssessmentPage/>
                    <Route path=path!("/voorstellen") view=proposals::OwnProposalsPage/>
                    <Route path=path!("/voorstellen/uitnodiging/:token") view=proposals::InvitationPage/>
                    <Route path=path!("/voorstellen/:id") view=proposals::ProposalPage/>
                    <Route path=path!("/voorstellen/:id/bestanden") view=proposals::FilesPage/>
                    <Route path=path!("/voorstellen/:id/bewerken") view=proposals::DraftPage/>
                    <Route path=path!("/voorstellen/:id/controleren") view=proposals::CheckPage/>
                    <Route path=path!("/voorstellen/:id/intrekken") view=proposals::WithdrawPage/>
                    <Route path=path!("/voorstellen/:id/link/:token") view=proposals::ProposalLinkPage/>
                    <Route path=path!("/voorstellen/:id/ontvangst") view=proposals::ReceiptPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/account/mails") view=MailsPage/>
                    <Route path=path!("/account/volgen") view=FollowingPage/>
                    <Route path=path!("/account/zoekopdrachten") view=alerts::SavedSearchesPage/>
                    <Route path=path!("/account/zoekopdrachten/nieuw") view=alerts::NewSavedSearchPage/>
                    <Route path=path!("/account/zoekopdrachten/:id") view=alerts::SavedSearchPage/>
                    <Route path=path!("/meldingen") view=NoticesPage/>
                    <Route path=path!("/uitschrijven") view=UnsubscribePage/>
                    <Route path=path!("/dev/mail") view=DevMailsPage/>
                    <Route path=path!("/dev/mail/:id") view=DevMailPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// What is no page, one line per slice: `.merge(calls::feeds::router())`. Handlers find the [`RequestCx`] among the request's extensions.
pub fn plain() -> axum::Router<AppState> {
    axum::Router::new()
        .merge(crate::bakery::api_v1::router())
        .merge(crate::calls::routes())
        .merge(crate::desk::export::router())
        .merge(crate::desk::judgements::router())
        .merge(letters::router())
        .merge(notifications::returned::router())
        .merge(notifications::unsubscribe::router())
        .merge(crate::proposals::routes())
        .merge(segments::router())
        .merge(crate::suggest::router())
}
