//! Finding: opinions on matches, why something is no match, and what people type into the search box.

use std::process::Command;

use app::alerts;

use crate::{
    bakery::{NEED, OFFER, Pair, Typed, pair, posted, settle},
    support::{Answer, Browser, TestApp, on_both},
};

async fn judge(browser: &Browser, pair: &Pair, own: &str, opinion: &str) -> Answer {
    let back = format!("/bakkerij/{}?weg={}#matches", pair.need, pair.offer);
    let fields = [
        ("form[need]", pair.need.as_str()),
        ("form[offer]", &pair.offer),
        ("form[own]", own),
        ("form[opinion]", opinion),
        ("form[back]", &back),
    ];
    browser.post("/do/bakery/judge", &fields).await
}

on_both!(an_opinion_changes_that_persons_list_at_once_and_can_be_undone, async |app: TestApp| {
    let pair = pair(&app).await;
    let (asker, giver) = (app.sign_in(&pair.asker, None).await, app.sign_in(&pair.giver, None).await);
    let page = format!("/bakkerij/{}", pair.need);
    let mine = asker.get(&page).await;
    mine.assert_shows("Past niet");
    mine.assert_shows("Plaats");

    let answer = judge(&asker, &pair, "need", "fits_not").await;
    assert!(answer.location().starts_with(&page), "{}", answer.location());
    let mine = asker.get(&answer.location()).await;
    mine.assert_shows("staat niet meer in deze lijst");
    mine.assert_shows("1 bericht dat volgens jou niet past");
    mine.assert_shows("Nog geen match");
    asker.get("/bakkerij/mijn").await.assert_shows("nog geen match");
    giver.get(&format!("/bakkerij/{}", pair.offer)).await.assert_shows(NEED.title);
    let organiser = app.organiser("Olga Vos").await;
    let desk = app.sign_in(&organiser, None).await;
    desk.get("/vandaag/matches").await.assert_shows("Een van beide kanten zegt dat dit niet past.");

    judge(&asker, &pair, "need", "").await;
    assert!(!asker.get(&page).await.shows("Nog geen match"));
    judge(&asker, &pair, "need", "").await;
    judge(&asker, &pair, "need", "fits").await;
    judge(&asker, &pair, "need", "fits").await;
    let mine = asker.get(&page).await;
    mine.assert_shows("Maak ongedaan");
    mine.assert_shows(OFFER.title);

    // An organiser's opinion is the organiser's own.
    assert_eq!(judge(&desk, &pair, "", "fits_not").await.status(), 302);
    desk.get("/vandaag").await;
    assert!(!desk.get("/vandaag/matches").await.shows(OFFER.title));
    desk.get("/vandaag/matches?alles=ja").await.assert_shows("Maak ongedaan");
    asker.get(&page).await.assert_shows(OFFER.title);

    let stranger = app.sign_in(&app.person("Piet Jansen").await, None).await;
    for own in ["need", "offer", ""] {
        assert_eq!(judge(&stranger, &pair, own, "fits").await.status(), 404, "{own:?}");
    }
    let turned = Pair { need: pair.offer.clone(), offer: pair.need.clone(), asker: pair.asker.clone(), giver: pair.giver.clone() };
    assert_eq!(judge(&desk, &turned, "", "fits").await.status(), 404, "a need is no offer");
    assert_eq!(judge(&asker, &pair, "need", "misschien").await.status(), 400);
});

on_both!(opinions_are_a_judged_set_that_evaluate_reads, async |app: TestApp| {
    let pair = pair(&app).await;
    let (asker, giver) = (app.sign_in(&pair.asker, None).await, app.sign_in(&pair.giver, None).await);
    posted(&giver, "", Typed { title: "Oud brood voor varkens", body: "Elke dag een zak oud brood.", kind: "materiaal", ..OFFER }).await;
    settle(&app).await;
    judge(&asker, &pair, "need", "fits").await;
    let organiser = app.organiser("Olga Vos").await;
    let desk = app.sign_in(&organiser, None).await;
    let folder = tempfile::tempdir().expect("a folder");
    let save = async |file: &str| {
        let text = desk.get(&format!("/vandaag/oordelen/{file}")).await.html();
        std::fs::write(folder.path().join(file), &text).expect("a file");
        text
    };
    assert_eq!(save("qrels.tsv").await, format!("query-id\tcorpus-id\tscore\n{}\t{}\t2\n", pair.need, pair.offer));
    assert_eq!(save("queries.jsonl").await.lines().count(), 1);
    let corpus = save("corpus.jsonl").await;
    assert_eq!(corpus.lines().count(), 2);
    assert!(!corpus.contains(&pair.giver.email) && !corpus.contains(&pair.giver.name), "nobody's name");
    let mut command = Command::new(env!("CARGO_BIN_EXE_wijkcall"));
    command.arg("evaluate");
    for (option, file) in [("--corpus", "corpus.jsonl"), ("--queries", "queries.jsonl"), ("--qrels", "qrels.tsv")] {
        command.arg(option).arg(folder.path().join(file));
    }
    let output = command.output().expect("the program starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let quality: serde_json::Value =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!((&quality["queries"], &quality["documents"], &quality["mrr_at_10"]), (&1.into(), &2.into(), &1.0.into()), "{quality}");

    judge(&giver, &pair, "offer", "fits_not").await;
    judge(&desk, &pair, "", "fits_not").await;
    assert!(save("qrels.tsv").await.ends_with("\t1\n"), "opinions differ");
});

on_both!(why_something_is_no_match_is_told, async |app: TestApp| {
    let pair = pair(&app).await;
    let (asker, giver) = (app.sign_in(&pair.asker, None).await, app.sign_in(&pair.giver, None).await);
    let bread = Typed { title: "Oud brood voor varkens", body: "Elke dag een zak oud brood.", kind: "ruimte", ..OFFER };
    let bread = posted(&giver, "", bread).await;
    let other_kind =
        posted(&giver, "", Typed { title: "Bakfiets te leen", body: "Een grote bakfiets.", kind: "vervoermiddel", ..OFFER }).await;
    let own = posted(&asker, "", Typed { title: "Eigen plat dak", ..OFFER }).await;
    let need = posted(&giver, "", Typed { title: "Nog een dak gezocht", ..NEED }).await;
    settle(&app).await;
    let why = async |other: &str| {
        let other: String = other.bytes().map(|byte| format!("%{byte:02x}")).collect();
        asker.get(&format!("/bakkerij/{}/waarom?ander={other}", pair.need)).await
    };
    why("").await.assert_shows("Mis je een bericht in deze lijst?");
    why(OFFER.title).await.assert_shows("Dit past: het staat op plaats 1 van je matches");
    why(&format!("https://wijkcall.example/bakkerij/{}?x=1", pair.offer)).await.assert_shows("Dit past: het staat op plaats 1");
    why("dak").await.assert_shows("Welk bericht bedoel je?");
    why(&other_kind).await.assert_shows("De inbreng past niet bij elkaar");
    why(&own).await.assert_shows("Beide berichten zijn van dezelfde partij");
    why(&need).await.assert_shows("Het zijn allebei behoeften");
    why(&pair.need).await.assert_shows("Het zijn allebei behoeften");
    let weak = why(&bread).await;
    assert!(weak.shows("Dit past te weinig") || weak.shows("op plaats 2"), "{}", weak.html());
    giver.post("/do/bakery/close", &[("form[listing]", &pair.offer)]).await;
    settle(&app).await;
    why(&pair.offer).await.assert_shows("We kennen dit bericht niet");
    for odd in ["x", "🍞🍞", "'; drop table listing; --", "title:dak AND (", &"woord ".repeat(2_000)] {
        assert_eq!(why(odd).await.status(), 200, "{odd:.20}");
    }
    assert_eq!(giver.get(&format!("/bakkerij/{}/waarom", pair.need)).await.status(), 404);
    giver.get(&format!("/bakkerij/{need}")).await.assert_shows("Wat hierbij past");
    asker.get(&format!("/bakkerij/{bread}")).await.assert_shows("Past dit bij jouw bericht?");
});

on_both!(names_of_places_and_themes_become_filters_that_can_be_taken_off, async |app: TestApp| {
    let pair = pair(&app).await;
    let giver = app.sign_in(&pair.giver, None).await;
    posted(&giver, "", Typed { title: "Zorg voor de tuin van de buren", body: "Snoeien en wieden.", kind: "uren", ..OFFER }).await;
    settle(&app).await;
    let visitor = app.visitor();
    let found = visitor.get("/bakkerij?q=zonnepanelen+in+Diezerpoort").await;
    found.assert_shows("Gezocht met als filter: Diezerpoort, Zwolle.");
    found.assert_shows("Zoek liever naar de woorden “zonnepanelen in Diezerpoort”");
    found.assert_shows(OFFER.title);
    assert!(!found.shows("Zorg voor de tuin"), "the words still count");
    assert!(visitor.get("/bakkerij?q=zonnepanelen+in+Assendorp").await.shows("Niets gevonden"));
    let words = visitor.get("/bakkerij?q=zonnepanelen+in+Assendorp&letterlijk=ja").await;
    words.assert_shows(OFFER.title);
    assert!(!words.shows("Gezocht met als filter"));
    assert!(
        !visitor.get("/bakkerij?q=zonnepanelen+in+Diezerpoort&gebied=GM0193").await.shows("Gezocht met als filter"),
        "a place was chosen"
    );
    visitor.get("/bakkerij?q=energie").await.assert_shows("Gezocht met als filter: Energie.");
    let theme = visitor.get("/bakkerij?q=zorg+voor+de+buren").await;
    theme.assert_shows("Alles met het thema Zorg");
    assert!(!theme.shows("Gezocht met als filter"), "a theme in a sentence is a word");
    visitor.get("/calls?q=tuinen+in+Zwolle").await.assert_shows("Gezocht met als filter: Zwolle.");
    assert_eq!(visitor.get("/api/v1/calls?zoek=zonnepanelen%20in%20Zwolle").await.status(), 200);
    assert_eq!(visitor.get("/api/v1/calls?zoek=Zwolle&letterlijk=ja").await.status(), 200);
    assert_eq!(visitor.get("/api/v1/calls?zoek=Zwolle&letterlijk=misschien").await.status(), 400);
});

on_both!(odd_input_gives_a_sensible_page, async |app: TestApp| {
    pair(&app).await;
    let visitor = app.visitor();
    let many = "woord ".repeat(10_000);
    for typed in [
        "",
        " ",
        "a",
        "é",
        many.as_str(),
        "🌱🌱 🌻",
        "'; drop table listing; --",
        "' or 1=1",
        "title:dak AND (zon* OR \"plat dak\"~2) NOT [a TO b]",
        "+-&&||!(){}[]^\"~*?:\\/",
        "%",
        "_",
        "in",
        "in %",
        "in de buurt van",
        "\u{202e}dak",
    ] {
        let encoded: String = typed.bytes().map(|byte| format!("%{byte:02X}")).take(4_000).collect();
        for path in ["/bakkerij?q=", "/calls?q=", "/en/bakkerij?q="] {
            let answer = visitor.get(&format!("{path}{encoded}")).await;
            assert_eq!(answer.status(), 200, "{path} {typed:.40}");
            assert!(answer.html().contains("<h1"), "{path} {typed:.40}");
        }
    }
});

on_both!(results_are_sorted_marked_and_an_empty_page_helps, async |app: TestApp| {
    let pair = pair(&app).await;
    let giver = app.sign_in(&pair.giver, None).await;
    posted(&giver, "", Typed { title: "Nog een plat dak", ..OFFER }).await;
    settle(&app).await;
    let visitor = app.visitor();
    let found = visitor.get("/bakkerij?q=dak&soort=offer").await;
    assert!(found.html().replace("<!>", "").contains("<mark>dak</mark>"), "{}", found.html());
    let near = visitor.get("/bakkerij?q=dak&volgorde=dichtbij&bij=Assendorp").await;
    near.assert_shows("vanaf het midden van Assendorp");
    near.assert_shows("1,6 km hiervandaan");
    visitor.get("/bakkerij?volgorde=dichtbij&gebied=GM0193").await.assert_shows("vanaf het midden van Zwolle");
    visitor.get("/bakkerij?volgorde=dichtbij&bij=Nergenshuizen").await.assert_shows("Typ bij “Vanaf” een gemeente");
    visitor.get("/bakkerij?volgorde=nieuw&q=dak").await.assert_shows(OFFER.title);
    assert_eq!(visitor.get("/bakkerij?volgorde=zomaar&bij=%00").await.status(), 400, "no text");
    assert_eq!(visitor.get("/bakkerij?volgorde=zomaar&bij=%F0%9F%8C%B1").await.status(), 200);

    let none = visitor.get("/bakkerij?q=dak&gebied=WK019321").await;
    none.assert_shows("Overal naar “dak” zoeken (3)");
    none.assert_shows("Zonder het filter Assendorp, Zwolle");
    none.assert_shows("Plaats aanbod");
    visitor.get("/bakkerij?q=tuinkabouter").await.assert_shows("Alles met het thema Energie (3)");
});

on_both!(a_search_box_suggests_words_posts_and_what_was_meant, async |app: TestApp| {
    let pair = pair(&app).await;
    let visitor = app.visitor();
    let ask = async |path: &str| -> serde_json::Value {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        serde_json::from_str(&answer.html()).expect("JSON")
    };
    let texts = |told: &serde_json::Value| -> Vec<String> {
        let options = told["options"].as_array().expect("options").iter();
        options
            .map(|option| format!("{} ({})", option["text"].as_str().unwrap_or_default(), option["note"].as_str().unwrap_or_default()))
            .collect()
    };
    let told = ask("/suggesties/bakkerij?q=da").await;
    assert!(texts(&told).contains(&"dak (zoek hiernaar)".to_owned()), "{told}");
    let post =
        told["options"].as_array().and_then(|options| options.iter().find(|option| option["text"] == OFFER.title)).expect("the post");
    assert_eq!(post["href"], format!("/bakkerij/{}", pair.offer));
    assert_eq!(told["note"], format!("{} suggesties. Kies met de pijltjestoetsen.", texts(&told).len()));
    let english = ask("/en/suggesties/bakkerij?q=da").await;
    assert!(
        english["options"]
            .as_array()
            .is_some_and(|options| options.iter().any(|option| option["href"] == format!("/en/bakkerij/{}", pair.offer)))
    );
    let meant = ask("/suggesties/bakkerij?q=zonnepaleen").await;
    assert!(texts(&meant).contains(&"zonnepanelen (bedoelde je dit?)".to_owned()), "{meant}");
    for nothing in ["", "d", "%20", "tuinkabouter", "%F0%9F%8C%B1%F0%9F%8C%B1", &"woord+".repeat(40), "het"] {
        assert_eq!(ask(&format!("/suggesties/bakkerij?q={nothing}")).await["options"], serde_json::json!([]), "{nothing:.20}");
    }
    assert_eq!(ask("/suggesties/calls?q=da").await["options"], serde_json::json!([]), "posts are no calls");
    assert_eq!(ask("/suggesties/bakkerij").await["options"], serde_json::json!([]));
    assert!(visitor.get("/bakkerij").await.html().contains("q-suggestions"));
});

on_both!(results_stand_on_a_map_and_in_a_list_of_places, async |app: TestApp| {
    pair(&app).await;
    let visitor = app.visitor();
    let map = visitor.get("/bakkerij/kaart?q=dak").await;
    map.assert_shows("Op de kaart");
    map.assert_shows("Diezerpoort, Zwolle");
    map.assert_shows("1 behoefte");
    map.assert_shows("1 aanbod");
    let html = map.html();
    assert!(html.contains("data-lat=\"52.519\"") && html.contains("data-count=\"2\"") && html.contains("gebied=WK019311"), "{html}");
    assert!(map.header("content-security-policy").contains("img-src 'self' data:;"), "no other server is asked for pictures");
    visitor.get("/bakkerij?q=dak").await.assert_shows("Bekijk deze resultaten op de kaart");
    visitor.get("/bakkerij/kaart?q=tuinkabouter").await.assert_shows("Niets gevonden");
    let one = visitor.get("/bakkerij/kaart?q=dak&soort=offer").await;
    assert!(one.html().contains("data-count=\"1\""), "filters hold on the map");
});

on_both!(the_api_finds_what_the_page_finds_and_tells_no_person, async |app: TestApp| {
    let pair = pair(&app).await;
    let giver = app.sign_in(&pair.giver, None).await;
    let bread =
        posted(&giver, "", Typed { title: "Oud brood voor varkens", body: "Elke dag een zak oud brood.", kind: "materiaal", ..OFFER })
            .await;
    settle(&app).await;
    let visitor = app.visitor();
    let read = async |path: &str| {
        let answer = visitor.get(path).await;
        assert!(!answer.html().contains(&pair.giver.name) && !answer.html().contains(&pair.giver.email), "{path} names somebody");
        let json: serde_json::Value = serde_json::from_str(&answer.html()).unwrap_or_else(|error| panic!("{path}: {error}"));
        (answer.status().as_u16(), json)
    };
    for asked in ["", "brood", "oude broodjes", "soort=offer", "varkns", "sorteer=nieuw"] {
        let (name, value) = asked.split_once('=').unwrap_or(("zoek", asked));
        let value = value.replace(' ', "+");
        let on_the_page = match name {
            "zoek" => "q",
            "sorteer" => "volgorde",
            name => name,
        };
        let page = visitor.get(&format!("/bakkerij?{on_the_page}={value}")).await.html();
        let (status, json) = read(&format!("/api/v1/listings?{name}={value}")).await;
        assert_eq!(status, 200, "{json}");
        let ids: Vec<&str> = json["listings"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
        assert!(!ids.is_empty(), "{asked} finds something");
        let places: Vec<Option<usize>> = ids.iter().map(|id| page.find(&format!("/bakkerij/{id}"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{asked}: the same posts in the same order, {places:?}");
        assert_eq!(json["aantal"], ids.len(), "{asked}");
        // Of each kind there are so many as the other filters leave.
        let themes = json["tellingen"]["thema"].as_array().expect("counts");
        assert_eq!(themes.iter().filter_map(|theme| theme["aantal"].as_u64()).sum::<u64>(), ids.len() as u64, "{json}");
    }
    let (_, first) = read("/api/v1/listings?sorteer=nieuw&paginaGrootte=2").await;
    let next = first["_links"]["next"]["href"].as_str().expect("a next page").to_owned();
    let (_, second) = read(&next[next.find("/api").expect("a path")..]).await;
    assert_eq!((first["listings"].as_array().map(Vec::len), second["listings"].as_array().map(Vec::len)), (Some(2), Some(1)));
    assert!(second["_links"]["next"].is_null(), "{second}");

    let (status, one) = read(&format!("/api/v1/listings/{bread}")).await;
    assert_eq!(
        (status, &one["titel"], &one["soort"], &one["partij"]),
        (200, &"Oud brood voor varkens".into(), &"offer".into(), &serde_json::Value::Null)
    );
    giver.post("/do/bakery/close", &[("form[listing]", &bread)]).await;
    // Nothing has told the index yet.
    assert_eq!(read(&format!("/api/v1/listings/{bread}")).await.0, 404);
    assert_eq!(read("/api/v1/listings?zoek=varkens").await.1["listings"].as_array().map(Vec::len), Some(0));
    let (status, wrong) = read("/api/v1/listings?soort=iets&gebied=WK999999&kleur=rood").await;
    let names: Vec<&str> = wrong["invalidParams"].as_array().expect("a list").iter().filter_map(|param| param["name"].as_str()).collect();
    assert_eq!((status, names), (400, vec!["soort", "kleur", "gebied"]));
    let description = visitor.get("/api/v1/openapi.json").await.html();
    assert!(["/listings", "/listings/{id}", "/calls"].iter().all(|path| description.contains(&format!("\"{path}\""))));
});

/// A text as it stands in an address.
fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// What people and programs type that is no question.
fn odd_texts() -> Vec<String> {
    let texts = [
        "",
        " ",
        "a",
        "é",
        "🌻🚲",
        "'; drop table listing; --",
        "1 or 1=1",
        "title:(tuin AND \"",
        "tuin^9 +plein -weg [a TO z]",
        "* ? ~ \\",
        "<script>alert(1)</script>",
        "שלום עולם",
        "\u{202e}niut\u{202c}",
        "%",
        "{{tuin}}",
    ];
    let long = ["tuin ".repeat(10_000), "tuin".repeat(10_000)];
    texts.into_iter().map(str::to_owned).chain(long).collect()
}

on_both!(odd_texts_give_sensible_pages_everywhere, async |app: TestApp| {
    let pair = pair(&app).await;
    let browser = app.sign_in(&pair.asker, None).await;
    let places = [
        "/bakkerij?q=",
        "/bakkerij?woorden=alle&q=",
        "/bakkerij?volgorde=dichtbij&q=tuin&bij=",
        "/bakkerij/kaart?q=",
        "/calls?q=",
        "/calls?gebied=",
        "/suggesties/bakkerij?q=",
        "/suggesties/calls?q=",
        "/api/v1/listings?zoek=",
        "/api/v1/calls?zoek=",
        "/account/zoekopdrachten/nieuw?in=bakkerij&q=",
        "/account/zoekopdrachten/nieuw?in=calls&q=",
    ];
    for text in odd_texts() {
        let query = encoded(&text);
        let shown: String = text.chars().take(40).collect();
        for place in places {
            let answer = browser.get(&format!("{place}{query}")).await;
            assert_eq!(answer.status(), 200, "{place}{shown}");
            assert!(!answer.html().contains("<script>alert"), "{place}{shown}");
        }
        let fields =
            [("form[target]", "bakkerij"), ("form[query]", &format!("q={query}")), ("form[name]", "Vreemd"), ("form[rhythm]", "daily")];
        let answer = browser.post("/do/alerts/save", &fields).await;
        assert!(matches!(answer.status().as_u16(), 302 | 413), "{} saving {shown}", answer.status());
    }
    for place in places {
        assert_eq!(browser.get(&format!("{place}%00")).await.status(), 400, "{place}");
    }
    browser.get("/account/zoekopdrachten").await.assert_shows("Vreemd");
    alerts::jobs::find(&app.state).await.expect("odd searches are tested like others");
});
