//! Files that people send: what is kept of them, and for how long.

use app::{infra::db::entity::attachment, infra::files::Files, proposals::jobs};
use chrono::TimeDelta;
use sea_orm::EntityTrait as _;

use crate::{
    proposals::{Applicant, Call},
    support::{TestApp, on_both},
};

/// A drawing that says of itself that it is 60,000 points wide and high, in 70 bytes.
const BOMB: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0\x80\xd2\x75\x42\0\0\0\x08IDAT\x78\x9c\x03\0\0\0\0\x01\x48\x06\x89\xd2";

/// One white point, with the words "Geheime Tekenaar" beside it.
fn drawing() -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        let body = [kind, data].concat();
        let crc = !body.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
        });
        [&u32::try_from(data.len()).expect("short").to_be_bytes(), body.as_slice(), &crc.to_be_bytes()].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"tEXt", b"Author\0Geheime Tekenaar"),
        // One stored block: no filter, white.
        chunk(b"IDAT", &[0x78, 0x01, 1, 2, 0, 0xfd, 0xff, 0, 0xff, 1, 1, 1, 0]),
        chunk(b"IEND", b""),
    ]
    .concat()
}

async fn attached(app: &TestApp) -> Vec<attachment::Model> {
    attachment::Entity::find().all(app.state.db.reader()).await.expect("the files")
}

on_both!(a_picture_is_kept_without_what_cannot_be_seen_and_a_bomb_is_refused, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let applicant = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    applicant.upload("bom.png", BOMB.to_vec(), None).await;
    applicant.get("/bestanden").await.assert_shows("Deze afbeelding heeft te veel beeldpunten. Maak haar kleiner dan 50 megapixel");
    applicant.upload("half.png", drawing()[..50].to_vec(), None).await;
    applicant.get("/bestanden").await.assert_shows("Deze afbeelding is niet te lezen.");
    assert!(attached(&app).await.is_empty());
    applicant.upload("tekening.png", drawing(), None).await;
    let file = attached(&app).await.remove(0);
    let sent = applicant.get(&format!("/bestanden/{}", file.id)).await;
    assert_eq!((sent.status().as_u16(), sent.header("content-type").as_str()), (200, "image/png"));
    assert_eq!(i64::try_from(sent.bytes().len()).expect("a size"), file.size_bytes);
    assert!(!sent.bytes().windows(7).any(|part| part == b"Geheime"));
});

on_both!(a_file_that_belongs_to_nothing_goes_after_a_week, async |app: TestApp| {
    app.areas().await;
    let call = Call::open(&app).await;
    let applicant = Applicant::by_mail(&app, &call, "fatima@voorbeeld.example").await;
    let files = Files::new(&app.state.settings.state_dir);
    applicant.upload("plan.pdf", b"%PDF-1.7 plan".to_vec(), None).await;
    applicant.upload("begroting.pdf", b"%PDF-1.7 begroting".to_vec(), None).await;
    let [plan, budget] = <[attachment::Model; 2]>::try_from(attached(&app).await).expect("two files");
    // The disk has its own clock.
    for file in [&plan, &budget] {
        files.keep_a_while(&file.file_hash, app.now() - TimeDelta::days(400)).await.expect("its time");
    }
    jobs::remove_stray_files(&app.state).await.expect("the job");
    let fields = [("form[id]", applicant.id.as_str()), ("form[file]", &plan.id.to_string())];
    assert_eq!(applicant.browser.post("/do/proposals/detach", &fields).await.status(), 302);
    app.advance(TimeDelta::days(6));
    jobs::remove_stray_files(&app.state).await.expect("the job");
    for file in [&plan, &budget] {
        assert!(files.open(&file.file_hash).await.is_ok(), "both are there, for a while");
    }
    app.advance(TimeDelta::days(2));
    jobs::remove_stray_files(&app.state).await.expect("the job");
    assert!(files.open(&plan.file_hash).await.is_err(), "it belongs to nothing");
    assert!(files.open(&budget.file_hash).await.is_ok(), "it belongs to a proposal, however old it is");
});
