//! A direction in 12 bits per number: what cosines need, in half the memory, and quick to compare.

/// The largest number: the sum of a few hundred products of two still fits in 32 bits.
const LARGEST: f32 = 2047.0;

/// Numbers that a vector may have, so that a comparison cannot overflow.
const MOST_NUMBERS: usize = 512;

/// What a text means: a direction of length one.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    pub(super) scale: f32,
    pub(super) numbers: Box<[i16]>,
}

impl Vector {
    /// Packs a direction; none for one that is empty, too long, or has no finite length.
    pub fn new(direction: &[f32]) -> Option<Self> {
        let largest = direction.iter().fold(0.0, |most: f32, number| most.max(number.abs()));
        let is_sound = largest > 0.0 && direction.iter().all(|number| number.is_finite()) && direction.len() <= MOST_NUMBERS;
        #[expect(clippy::cast_possible_truncation, reason = "between -2047 and 2047")]
        let number = |number: &f32| (number / largest * LARGEST).round() as i16;
        is_sound.then(|| Self { scale: largest / LARGEST, numbers: direction.iter().map(number).collect() })
    }

    /// The form in which it is kept: the scale, then the numbers, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.scale.to_le_bytes().to_vec();
        bytes.extend(self.numbers.iter().flat_map(|number| number.to_le_bytes()));
        bytes
    }

    /// Reads it back; none for what is not one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (scale, rest) = bytes.split_first_chunk::<4>()?;
        let (numbers, left) = rest.as_chunks::<2>();
        let scale = f32::from_le_bytes(*scale);
        let numbers: Box<[i16]> = numbers.iter().map(|number| i16::from_le_bytes(*number)).collect();
        let fits = numbers.iter().all(|number| number.unsigned_abs() <= 2047);
        let is_sound = left.is_empty() && scale.is_finite() && scale > 0.0 && !numbers.is_empty() && numbers.len() <= MOST_NUMBERS && fits;
        is_sound.then_some(Self { scale, numbers })
    }

    /// Numbers that it has.
    pub fn dimension(&self) -> usize {
        self.numbers.len()
    }

    /// The cosine of the angle between two of equal dimension.
    pub fn cosine(&self, other: &Self) -> f32 {
        cosine((&self.numbers, self.scale), (&other.numbers, other.scale))
    }
}

/// The same for packed numbers with their scales.
#[expect(clippy::cast_precision_loss, reason = "the sum has 31 bits, and 24 of them are more than the numbers are worth")]
pub(super) fn cosine((one, scale): (&[i16], f32), (other, other_scale): (&[i16], f32)) -> f32 {
    let sum: i32 = one.iter().zip(other).map(|(one, other)| i32::from(*one) * i32::from(*other)).sum();
    sum as f32 * scale * other_scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_cosines_and_survives_its_bytes() {
        let one: Vec<f32> = (0..384_u16).map(|at| (f32::from(at) * 0.7).sin() / 13.9).collect();
        let other: Vec<f32> = (0..384_u16).map(|at| (f32::from(at) * 0.71).sin() / 13.9).collect();
        let exact: f32 = one.iter().zip(&other).map(|(one, other)| one * other).sum();
        let (one, other) = (Vector::new(&one).expect("a vector"), Vector::new(&other).expect("a vector"));
        assert!((one.cosine(&other) - exact).abs() < 2e-4, "{} {exact}", one.cosine(&other));
        assert_eq!(Vector::from_bytes(&one.to_bytes()), Some(one.clone()));
        let bytes = one.to_bytes();
        assert_eq!(Vector::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Vector::from_bytes(&[]), None);
    }

    #[test]
    fn what_is_no_direction_is_refused() {
        assert_eq!(Vector::new(&[]), None);
        assert_eq!(Vector::new(&[0.0, 0.0]), None);
        assert_eq!(Vector::new(&[1.0, f32::NAN]), None);
        assert_eq!(Vector::new(&[1.0; MOST_NUMBERS + 1]), None);
        assert_eq!(Vector::from_bytes(&[0, 0, 128, 63, 255, 127]), None);
    }
}
