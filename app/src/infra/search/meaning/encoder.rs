//! The network itself: BERT (Devlin and others 2019), forward only.

use ndarray::{Array1, Array2, ArrayView1, Axis, Slice};

use super::ModelError;
use super::config::Config;
use super::tensors::{Rows, TensorFile};

/// The weights, in memory but for the table of words.
pub(super) struct Encoder {
    file: TensorFile,
    words: Rows,
    positions: Array2<f32>,
    /// The part of a text that all of ours is.
    segment: Array1<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: usize,
}

struct Linear {
    /// Outputs by inputs.
    weight: Array2<f32>,
    bias: Array1<f32>,
}

impl Linear {
    fn apply(&self, to: &Array2<f32>) -> Array2<f32> {
        to.dot(&self.weight.t()) + &self.bias
    }
}

struct Norm {
    weight: Array1<f32>,
    bias: Array1<f32>,
    epsilon: f32,
}

impl Norm {
    fn apply(&self, to: &mut Array2<f32>) {
        for mut row in to.rows_mut() {
            let mean = row.mean().unwrap_or_default();
            row -= mean;
            let variance = row.mapv(|x| x * x).mean().unwrap_or_default();
            row /= (variance + self.epsilon).sqrt();
            row *= &self.weight;
            row += &self.bias;
        }
    }
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_norm: Norm,
    wide: Linear,
    narrow: Linear,
    norm: Norm,
}

impl Encoder {
    /// Reads the weights; every shape must be what the configuration says.
    pub(super) fn read(file: TensorFile, config: &Config) -> Result<Self, ModelError> {
        let Config { hidden_size: size, intermediate_size: wide, vocab_size, max_position_embeddings, type_vocab_size, .. } = *config;
        // Files that were saved together with a task carry their names behind a prefix.
        let prefix = if file.has("bert.embeddings.LayerNorm.weight") { "bert." } else { "" };
        let name = |name: &str| format!("{prefix}{name}");
        let vector = |of: &str, length| file.read(&name(of), &[length]).map(Array1::from_vec);
        let matrix = |of: &str, rows, columns| {
            let numbers = file.read(&name(of), &[rows, columns])?;
            Array2::from_shape_vec((rows, columns), numbers).map_err(|error| ModelError::Mismatch(format!("`{of}`: {error}")))
        };
        let linear = |of: &str, to, from| {
            Ok::<_, ModelError>(Linear { weight: matrix(&format!("{of}.weight"), to, from)?, bias: vector(&format!("{of}.bias"), to)? })
        };
        let norm = |of: &str| {
            let epsilon = config.layer_norm_eps;
            Ok::<_, ModelError>(Norm {
                weight: vector(&format!("{of}.weight"), size)?,
                bias: vector(&format!("{of}.bias"), size)?,
                epsilon,
            })
        };
        let mut layers = Vec::new();
        for number in 0..config.num_hidden_layers {
            let of = |part: &str| format!("encoder.layer.{number}.{part}");
            layers.push(Layer {
                query: linear(&of("attention.self.query"), size, size)?,
                key: linear(&of("attention.self.key"), size, size)?,
                value: linear(&of("attention.self.value"), size, size)?,
                attended: linear(&of("attention.output.dense"), size, size)?,
                attended_norm: norm(&of("attention.output.LayerNorm"))?,
                wide: linear(&of("intermediate.dense"), wide, size)?,
                narrow: linear(&of("output.dense"), size, wide)?,
                norm: norm(&of("output.LayerNorm"))?,
            });
        }
        let segments = matrix("embeddings.token_type_embeddings.weight", type_vocab_size, size)?;
        Ok(Self {
            words: file.rows(&name("embeddings.word_embeddings.weight"), [vocab_size, size])?,
            positions: matrix("embeddings.position_embeddings.weight", max_position_embeddings, size)?,
            segment: segments.row(0).to_owned(),
            norm: norm("embeddings.LayerNorm")?,
            layers,
            heads: config.num_attention_heads,
            file,
        })
    }

    /// The mean of what the network makes of each token, with length one. At most as many tokens as there are positions.
    pub(super) fn embed(&self, tokens: &[u32]) -> Result<Vec<f32>, ModelError> {
        let count = tokens.len().min(self.positions.nrows());
        let mut states = self.positions.slice_axis(Axis(0), Slice::from(..count)).to_owned();
        states += &self.segment;
        for (mut row, token) in states.rows_mut().into_iter().zip(tokens) {
            let word = self.file.row(&self.words, usize::try_from(*token).unwrap_or(usize::MAX))?;
            row += &ArrayView1::from(&word);
        }
        self.norm.apply(&mut states);
        for layer in &self.layers {
            states = self.through(layer, states);
        }
        let mean = states.mean_axis(Axis(0)).ok_or_else(|| ModelError::Mismatch("a text has no tokens".to_owned()))?;
        let length = mean.dot(&mean).sqrt();
        if !length.is_finite() || length <= 0.0 {
            return Err(ModelError::Mismatch("the weights give no finite numbers; the files are damaged".to_owned()));
        }
        Ok((mean / length).to_vec())
    }

    fn through(&self, layer: &Layer, states: Array2<f32>) -> Array2<f32> {
        let mut attended = layer.attended.apply(&self.attend(layer, &states));
        attended += &states;
        layer.attended_norm.apply(&mut attended);
        let mut wide = layer.wide.apply(&attended);
        wide.mapv_inplace(gelu);
        let mut out = layer.narrow.apply(&wide);
        out += &attended;
        layer.norm.apply(&mut out);
        out
    }

    fn attend(&self, layer: &Layer, states: &Array2<f32>) -> Array2<f32> {
        let (query, key, value) = (layer.query.apply(states), layer.key.apply(states), layer.value.apply(states));
        let width = states.ncols() / self.heads;
        #[expect(clippy::cast_precision_loss, reason = "the width of a head, some dozens")]
        let scale = 1.0 / (width as f32).sqrt();
        let mut out = Array2::zeros(states.dim());
        for head in 0..self.heads {
            let columns = Slice::from(head * width..(head + 1) * width);
            let of_head = |all: &Array2<f32>| all.slice_axis(Axis(1), columns).to_owned();
            let mut scores = of_head(&query).dot(&of_head(&key).t());
            for mut row in scores.rows_mut() {
                let most = row.fold(f32::NEG_INFINITY, |most, score| most.max(*score));
                row.mapv_inplace(|score| ((score - most) * scale).exp());
                let sum = row.sum();
                row /= sum;
            }
            out.slice_axis_mut(Axis(1), columns).assign(&scores.dot(&of_head(&value)));
        }
        out
    }
}

/// x times the chance that a normal variable is below x (Hendrycks and Gimpel 2016).
fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// The error function to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).
fn erf(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let series = t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    (1.0 - series * (-x * x).exp()).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_agrees_with_its_table() {
        for (x, expected) in [(0.0, 0.0), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (2.0, 0.995_322_3), (-1.0, -0.842_700_8)] {
            assert!((erf(x) - expected).abs() < 1e-6, "{x}");
        }
        assert!((gelu(1.0) - 0.841_344_7).abs() < 1e-6 && gelu(-20.0).abs() < 1e-6);
    }
}
