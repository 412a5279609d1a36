//! The chain on real words.

use super::*;

fn terms(word: &str) -> Vec<String> {
    Analyzer::new().terms(word).map(|terms| terms.all().map(str::to_owned).collect()).unwrap_or_default()
}

fn stem(word: &str) -> String {
    Analyzer::new().terms(word).map(|terms| terms.stem.clone()).unwrap_or_default()
}

#[test]
fn singular_and_plural_share_a_stem() {
    for (one, many) in [
        ("fiets", "fietsen"),
        ("kind", "kinderen"),
        ("stad", "steden"),
        ("paneel", "panelen"),
        ("bewoner", "bewoners"),
        ("huis", "huizen"),
        ("initiatief", "initiatieven"),
        ("school", "scholen"),
        ("lid", "leden"),
        ("afspraak", "afspraken"),
        ("gegeven", "gegevens"),
        ("museum", "musea"),
        ("activiteit", "activiteiten"),
    ] {
        assert_eq!(stem(one), stem(many), "{one} and {many}");
    }
}

#[test]
fn the_forms_of_a_verb_share_a_stem() {
    for (infinitive, forms) in [
        ("zoeken", ["zoekt", "zocht", "gezocht"]),
        ("aanbieden", ["aanbiedt", "aanbood", "aangeboden"]),
        ("organiseren", ["organiseert", "organiseerde", "georganiseerd"]),
        ("spelen", ["speelt", "speelde", "gespeeld"]),
        ("helpen", ["helpt", "hielp", "geholpen"]),
        ("schrijven", ["schrijft", "schreef", "geschreven"]),
        ("bouwen", ["bouwt", "bouwde", "gebouwd"]),
        ("meedoen", ["meedoet", "meedeed", "meegedaan"]),
    ] {
        forms.iter().for_each(|form| assert_eq!(stem(form), stem(infinitive), "{form} of {infinitive}"));
    }
}

#[test]
fn words_that_look_like_a_form_keep_their_own_stem() {
    for (word, other) in [
        ("buurt", "buren"),
        ("markt", "merken"),
        ("kant", "kannen"),
        ("staat", "staan"),
        ("bond", "binden"),
        ("sloot", "sluiten"),
        ("gevallen", "vallen"),
        ("week", "wijken"),
        ("krant", "krammen"),
        ("afspraken", "afspreken"),
        ("toerist", "toerissen"),
        ("leden", "lijden"),
    ] {
        assert_ne!(stem(word), stem(other), "{word} and {other}");
    }
}

#[test]
fn a_compound_bends_as_its_last_part_does() {
    for (one, many) in
        [("zonnepaneel", "zonnepanelen"), ("buurthuis", "buurthuizen"), ("hoofdstad", "hoofdsteden"), ("bakfiets", "bakfietsen")]
    {
        assert_eq!(stem(one), stem(many), "{one} and {many}");
    }
}

#[test]
fn a_compound_is_found_by_its_parts() {
    assert!(terms("zonnepanelen").contains(&stem("zon")));
    assert!(terms("zonnepanelen").contains(&stem("paneel")));
    assert!(terms("buurtmoestuinen").contains(&stem("tuin")));
    assert!(terms("buurtmoestuinen").contains(&stem("moestuin")), "neighbouring parts that are a word");
    assert!(terms("bewonersinitiatief").contains(&stem("bewoner")));
    assert_eq!(terms("vertrokken").len(), 1, "no compound, no parts");
}

#[test]
fn accents_case_and_stop_words_fall_away() {
    assert_eq!(terms("Coöperatie"), terms("cooperatie"));
    assert_eq!(terms("coo\u{308}peratie"), terms("coöperatie"));
    assert_eq!(terms("ENERGIE"), terms("energie"));
    assert_eq!(stem("e-bike"), stem("ebike"));
    assert_eq!(stem("50.000"), stem("50000"));
    assert_eq!(stem("m²"), stem("m2"));
    assert!(terms("het").is_empty() && terms("Daarom").is_empty() && terms("s").is_empty());
}

#[test]
fn synonyms_and_abbreviations_meet() {
    let shares = |one: &str, other: &str| terms(one).iter().any(|term| terms(other).contains(term));
    for (one, other) in [
        ("buurthuis", "dorpshuizen"),
        ("senioren", "bejaarde"),
        ("seniorenmiddag", "ouderen"),
        ("moestuinen", "groentetuin"),
        ("vve", "eigenaren"),
        ("VvE", "vereniging"),
        ("wmo", "ondersteuning"),
        ("ggz", "geestelijke"),
        ("zzp", "zelfstandige"),
    ] {
        assert!(shares(one, other), "{one} and {other}: {:?} {:?}", terms(one), terms(other));
    }
    assert!(!shares("buurthuis", "buurman") || terms("buurman").contains(&stem("buurt")));
}

#[test]
fn lists_say_each_thing_once_and_why() {
    let mut shorts = FxHashSet::default();
    for line in lines(include_str!("lists/abbreviations.txt")).chain(lines(include_str!("lists/synonyms.txt"))) {
        let (words, reason) = line.split_once('#').unwrap_or((line, ""));
        assert!(!reason.trim().is_empty(), "no reason: {line}");
        assert!(words.split_whitespace().count() > 1, "{line}");
    }
    for line in lines(include_str!("lists/abbreviations.txt")) {
        let short = line.split_whitespace().next().unwrap_or_default();
        assert!(shorts.insert(short), "twice: {short}");
    }
}

#[test]
fn english_posts_have_english_stems() {
    let stems = |text: &str| -> Vec<String> {
        Analyzer::new().words_in(text, document::Language::En).iter().map(|word| word.terms.stem.clone()).collect()
    };
    assert_eq!(stems("The gardens of our neighbours"), stems("a garden for neighbours"));
    assert!(stems("the of and").is_empty());
}

#[test]
fn derived_words_share_a_root() {
    let roots = |word: &str| Analyzer::new().terms(word).map(|terms| terms.roots.clone()).unwrap_or_default();
    assert_eq!(roots("bestuurlijk"), roots("bestuurder"));
    assert_eq!(roots("zonnepanelen").len(), 2);
}

#[test]
fn words_keep_their_place_in_the_text() {
    let text = "Wij zoeken een café, mét terras van 50m2 🌻!";
    let words: Vec<&str> = Analyzer::new().words(text).iter().map(|word| &text[word.from..word.to]).collect();
    assert_eq!(words, ["zoeken", "café", "terras", "50", "m2"]);
}
