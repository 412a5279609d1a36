//! A post as saved searches see it: the document of the index and, of a call, what its list takes from the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    areas::{self, model::AreaCode},
    bakery::{
        self,
        model::{ListingDraft, ListingId},
        search::kind_of,
    },
    calls::{self, model::CallId},
    infra::{
        db::Object,
        search::{
            document::{DocumentKind, Place, SearchDocument},
            percolate::Post,
            schema::Facet,
        },
    },
    parties::model::PartyKind,
};

/// The kinds of posts, as the change log names them.
pub const CALL: &str = "call";
pub const LISTING: &str = "listing";

/// What a search can be tested against. It is kept as it was last seen, so that a change can be told from what was there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostFacts {
    pub document: SearchDocument,
    /// Of a call: its own areas, and who may apply.
    pub areas: Vec<AreaCode>,
    pub who_may_apply: Vec<PartyKind>,
}

impl PostFacts {
    pub fn is_call(&self) -> bool {
        self.document.kind == DocumentKind::Call
    }

    pub fn object(&self) -> Object {
        Object::new(if self.is_call() { CALL } else { LISTING }, self.document.id)
    }

    /// Gives what searches are tested against. A call is found in each of its areas, in those around and in those inside of them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn post(&self, db: &impl ConnectionTrait) -> Result<Post, DbErr> {
        let mut post = Post::of(&self.document);
        if self.is_call() {
            for area in &self.areas {
                post.add(Facet::Area, areas::queries::with_descendants(db, area).await?.into_iter().map(|code| code.as_str().to_owned()));
            }
            post.set(Facet::PartyKind, self.who_may_apply.iter().map(|kind| kind.as_str().to_owned()));
        }
        Ok(post)
    }
}

/// Loads posts that are public or expired, by id; what is closed, withdrawn or a draft is left out.
///
/// # Errors
/// When the database refuses.
pub async fn load(db: &impl ConnectionTrait, objects: &[Object]) -> Result<HashMap<Uuid, PostFacts>, DbErr> {
    let ids = |kind: &'static str| objects.iter().filter(move |object| object.kind == kind).map(|object| object.id);
    let listings: Vec<ListingId> = ids(LISTING).map(ListingId).collect();
    let calls: Vec<CallId> = ids(CALL).map(CallId).collect();
    let mut facts = HashMap::new();
    for document in bakery::search::documents(db, &listings).await? {
        facts.insert(document.id, PostFacts { document, areas: Vec::new(), who_may_apply: Vec::new() });
    }
    for document in calls::search::documents(db, &calls).await? {
        let id = document.id;
        facts.extend(of_call(db, document).await?.map(|call| (id, call)));
    }
    Ok(facts)
}

async fn of_call(db: &impl ConnectionTrait, document: SearchDocument) -> Result<Option<PostFacts>, DbErr> {
    let id = CallId(document.id);
    let Some(call) = calls::queries::by_id(db, id).await? else { return Ok(None) };
    let areas = calls::queries::areas(db, id).await?.into_iter().map(|(code, _)| code).collect();
    Ok(Some(PostFacts { document, areas, who_may_apply: call.who_may_apply }))
}

/// Gives a call as it would be seen if it were published as it stands.
///
/// # Errors
/// When the database refuses.
pub async fn of_draft_call(db: &impl ConnectionTrait, id: CallId) -> Result<Option<PostFacts>, DbErr> {
    match calls::search::document_of_draft(db, id).await? {
        Some(document) => of_call(db, document).await,
        None => Ok(None),
    }
}

/// Gives a need or an offer as it would be seen if it were posted as it was typed; `id` is that of the post that it changes.
///
/// # Errors
/// When the database refuses.
pub async fn of_draft_listing(
    db: &impl ConnectionTrait,
    id: Option<ListingId>,
    draft: &ListingDraft,
    party_kind: PartyKind,
    now: DateTime<Utc>,
) -> Result<PostFacts, DbErr> {
    let ancestry = areas::queries::ancestry(db, std::slice::from_ref(&draft.area_code)).await?;
    let id = id.map_or_else(Uuid::now_v7, |id| id.0);
    let mut document = SearchDocument::new(id, kind_of(draft.side), draft.title.clone(), draft.body.clone(), now);
    document.themes = draft.themes.iter().map(|theme| theme.as_str().to_owned()).collect();
    document.resources = draft.contributions.iter().map(|part| (part.resource.as_str().to_owned(), part.quantity)).collect();
    document.areas = areas::queries::chain(&ancestry, &draft.area_code);
    document.place = ancestry.get(&draft.area_code).map(|area| Place {
        code: area.code.as_str().to_owned(),
        lat: area.latitude,
        lon: area.longitude,
        reach_km: None,
    });
    document.party_kind = Some(party_kind.as_str().to_owned());
    document.expires_at = Some(draft.expires_at);
    Ok(PostFacts { document, areas: Vec::new(), who_may_apply: Vec::new() })
}
