//! `config.json`: the measures of a network, as the standard file names them.

use std::path::Path;

use serde::Deserialize;

use super::ModelError;

/// What of the file matters here.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Config {
    pub(super) model_type: String,
    pub(super) hidden_size: usize,
    pub(super) num_hidden_layers: usize,
    pub(super) num_attention_heads: usize,
    pub(super) intermediate_size: usize,
    pub(super) vocab_size: usize,
    pub(super) max_position_embeddings: usize,
    #[serde(default = "two")]
    pub(super) type_vocab_size: usize,
    #[serde(default = "tiny")]
    pub(super) layer_norm_eps: f32,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default = "absolute")]
    position_embedding_type: String,
}

fn two() -> usize {
    2
}

fn tiny() -> f32 {
    1e-12
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn absolute() -> String {
    "absolute".to_owned()
}

impl Config {
    /// Reads the file and refuses a network of another kind.
    pub(super) fn read(path: &Path, text: &[u8]) -> Result<Self, ModelError> {
        let config: Self =
            serde_json::from_slice(text).map_err(|error| ModelError::Broken { path: path.to_owned(), why: error.to_string() })?;
        let kind = (config.model_type.as_str(), config.hidden_act.as_str(), config.position_embedding_type.as_str());
        if kind != ("bert", "gelu", "absolute") {
            let (model, act, position) = kind;
            return Err(ModelError::Mismatch(format!(
                "config.json describes a network of another kind ({model}, {act}, {position}); what works is bert, gelu, absolute, as multilingual-e5-small"
            )));
        }
        let heads = config.num_attention_heads;
        if heads == 0 || config.hidden_size == 0 || !config.hidden_size.is_multiple_of(heads) || config.type_vocab_size == 0 {
            return Err(ModelError::Mismatch("config.json has measures that do not go together".to_owned()));
        }
        if config.max_position_embeddings < 3 {
            return Err(ModelError::Mismatch("config.json allows no text: max_position_embeddings is below 3".to_owned()));
        }
        Ok(config)
    }
}
