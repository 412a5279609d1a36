//! A model for tests, made by hand: no downloads, no chance. Each group of words has a direction of its own, so words of one group mean the same.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Words that every such model knows apart: what comes before a text, and the start and end of it.
const OWN: [&str; 5] = ["<s>", "</s>", "<unk>", "query", "passage"];

/// Tokens of a text.
const POSITIONS: usize = 32;

/// Writes the three files of a model that knows these groups of words, in small letters.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_model(folder: &Path, groups: &[&[&str]]) -> io::Result<()> {
    let words: Vec<(&str, usize)> = (0..).zip(groups).flat_map(|(group, words)| words.iter().map(move |word| (*word, group))).collect();
    // Two directions for the words before a text; the first three words have none. Even, for two heads.
    let size = (groups.len() + 2).next_multiple_of(2);
    let vocabulary: Vec<&str> = OWN.into_iter().chain(words.iter().map(|(word, _)| *word)).collect();
    fs::write(folder.join("config.json"), config(size, vocabulary.len()))?;
    fs::write(folder.join("tokenizer.json"), tokenizer(&vocabulary))?;

    let mut embeddings = vec![0.0; vocabulary.len() * size];
    let directions = [(3, size - 1), (4, size - 2)].into_iter().chain((OWN.len()..).zip(words.iter().map(|(_, group)| *group)));
    directions.for_each(|(word, direction)| embeddings[word * size + direction] = if word < OWN.len() { 0.3 } else { 1.0 });
    let mut tensors: Vec<(String, Vec<usize>, Vec<f32>)> = vec![
        ("embeddings.word_embeddings.weight".to_owned(), vec![vocabulary.len(), size], embeddings),
        ("embeddings.position_embeddings.weight".to_owned(), vec![POSITIONS, size], vec![0.0; POSITIONS * size]),
        ("embeddings.token_type_embeddings.weight".to_owned(), vec![2, size], vec![0.0; 2 * size]),
    ];
    let mut norm = |name: &str| {
        tensors.push((format!("{name}.weight"), vec![size], vec![1.0; size]));
        tensors.push((format!("{name}.bias"), vec![size], vec![0.0; size]));
    };
    ["embeddings.LayerNorm", "encoder.layer.0.attention.output.LayerNorm", "encoder.layer.0.output.LayerNorm"]
        .iter()
        .for_each(|name| norm(name));
    for (name, to, from) in [
        ("attention.self.query", size, size),
        ("attention.self.key", size, size),
        ("attention.self.value", size, size),
        ("attention.output.dense", size, size),
        ("intermediate.dense", 4, size),
        ("output.dense", size, 4),
    ] {
        // So small that a word without a direction keeps none, and different from each other, so that the network is gone through.
        let weights = (0_u8..).cycle().take(to * from).map(|at| (f32::from(at) * 0.7).sin() * 0.001).collect();
        tensors.push((format!("encoder.layer.0.{name}.weight"), vec![to, from], weights));
        tensors.push((format!("encoder.layer.0.{name}.bias"), vec![to], vec![0.0; to]));
    }
    fs::write(folder.join("model.safetensors"), safetensors(&tensors))
}

fn config(size: usize, words: usize) -> String {
    format!(
        r#"{{"model_type":"bert","hidden_act":"gelu","hidden_size":{size},"num_hidden_layers":1,"num_attention_heads":2,"intermediate_size":4,"vocab_size":{words},"max_position_embeddings":{POSITIONS},"type_vocab_size":2,"layer_norm_eps":1e-5}}"#
    )
}

fn tokenizer(vocabulary: &[&str]) -> String {
    let words: Vec<String> = (0..).zip(vocabulary).map(|(number, word): (usize, _)| format!(r#""{word}":{number}"#)).collect();
    format!(
        r#"{{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":{{"type":"Lowercase"}},"pre_tokenizer":{{"type":"Whitespace"}},
        "post_processor":{{"type":"TemplateProcessing","single":[{{"SpecialToken":{{"id":"<s>","type_id":0}}}},{{"Sequence":{{"id":"A","type_id":0}}}},{{"SpecialToken":{{"id":"</s>","type_id":0}}}}],
        "pair":[{{"Sequence":{{"id":"A","type_id":0}}}},{{"Sequence":{{"id":"B","type_id":0}}}}],
        "special_tokens":{{"<s>":{{"id":"<s>","ids":[0],"tokens":["<s>"]}},"</s>":{{"id":"</s>","ids":[1],"tokens":["</s>"]}}}}}},
        "decoder":null,"model":{{"type":"WordLevel","vocab":{{{}}},"unk_token":"<unk>"}}}}"#,
        words.join(",")
    )
}

fn safetensors(tensors: &[(String, Vec<usize>, Vec<f32>)]) -> Vec<u8> {
    let (mut header, mut numbers) = (String::from(r#"{"__metadata__":{"format":"pt"}"#), Vec::new());
    for (name, shape, values) in tensors {
        let from = numbers.len();
        numbers.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        let _ = write!(header, r#","{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{from},{}]}}"#, numbers.len());
    }
    header.push('}');
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &numbers].concat()
}
