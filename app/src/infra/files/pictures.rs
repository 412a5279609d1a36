//! Pictures, made anew from what can be seen on them.
//!
//! A photo tells more than it shows: where and when it was taken, with which device, often a small picture of how it was before it was cut. And a file of
//! a few kilobytes can grow to gigabytes when it is opened. So a picture is opened within limits, turned upright as its EXIF data say, and written again
//! with nothing beside its points. One at a time, since each takes its share of memory.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};
use sha2::{Digest as _, Sha256};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// The longest side of a picture, in points.
const LONGEST_SIDE: u32 = 16_000;
/// The largest picture, in points; telephones make up to half of it by default.
pub const MOST_POINTS: u64 = 50_000_000;
/// What the points may take in memory; a picture with transparency takes four bytes a point.
const MOST_MEMORY: u64 = MOST_POINTS * 4;
/// Good enough to read a photographed letter.
const JPEG_QUALITY: u8 = 88;

static SEAT: Semaphore = Semaphore::const_new(1);

/// Why a picture could not be made anew.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    #[error("the picture cannot be read")]
    Unreadable,
    #[error("the picture has too many points")]
    TooLarge,
    #[error("the picture could not be written")]
    Disk(#[from] io::Error),
}

impl From<ImageError> for Unusable {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            ImageError::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof && error.raw_os_error().is_some() => {
                Self::Disk(error)
            }
            _ => Self::Unreadable,
        }
    }
}

/// Gives the format of a media type that is a picture's.
pub fn format_of(media_type: &str) -> Option<ImageFormat> {
    match media_type {
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/png" => Some(ImageFormat::Png),
        _ => None,
    }
}

/// Reads a picture and writes it anew, in its own format and waiting for the disk; gives the SHA-256 and the size of what was written.
///
/// # Errors
/// [`Unusable`].
pub async fn make_anew(from: PathBuf, to: PathBuf, format: ImageFormat) -> Result<(String, u64), Unusable> {
    let _seat = SEAT.acquire().await.map_err(|_| Unusable::Unreadable)?;
    // A reader that broke off has met a picture that nobody can read.
    spawn_blocking(move || write(&upright(&from, format)?, &to, format)).await.unwrap_or(Err(Unusable::Unreadable))
}

fn upright(from: &Path, format: ImageFormat) -> Result<DynamicImage, Unusable> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(BufReader::new(File::open(from)?), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_POINTS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Unusable::TooLarge);
    }
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn write(image: &DynamicImage, to: &Path, format: ImageFormat) -> Result<(String, u64), Unusable> {
    let mut out = Hashing { inner: BufWriter::new(File::create_new(to)?), hash: Sha256::new(), bytes: 0 };
    let gray = !image.color().has_color();
    match format {
        ImageFormat::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
            if gray { image.to_luma8().write_with_encoder(encoder)? } else { image.to_rgb8().write_with_encoder(encoder)? }
        }
        _ => {
            let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
            match (image.color().has_alpha(), gray) {
                (true, _) => image.to_rgba8().write_with_encoder(encoder)?,
                (false, true) => image.to_luma8().write_with_encoder(encoder)?,
                (false, false) => image.to_rgb8().write_with_encoder(encoder)?,
            }
        }
    }
    let Hashing { inner, hash, bytes } = out;
    inner.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok((hex::encode(hash.finalize()), bytes))
}

/// Counts and hashes what is written.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use image::{ImageBuffer, Rgb, RgbImage};

    use super::*;

    /// A photo of 48 by 32 points, red on the left and blue on the right, as its maker wrote it.
    fn photo() -> Vec<u8> {
        let image: RgbImage = ImageBuffer::from_fn(48, 32, |x, _| if x < 24 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) });
        let mut bytes = Vec::new();
        image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95)).expect("a photo");
        bytes
    }

    /// EXIF data: turned by a quarter, taken with a named camera, at 52.5 degrees north.
    fn exif() -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            let mut entry = Vec::new();
            entry.extend(tag.to_le_bytes());
            entry.extend(kind.to_le_bytes());
            entry.extend(count.to_le_bytes());
            entry.extend(value.to_le_bytes());
            entry
        };
        // Three entries of 12 bytes after their count, then the offset of the next directory.
        let (after_first, text) = (8 + 2 + 3 * 12 + 4, b"GeheimeCamera\0");
        let gps = after_first + text.len() as u32;
        let first = [entry(0x010f, 2, text.len() as u32, after_first), entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, gps)];
        let second = [entry(0x0001, 2, 2, u32::from_le_bytes(*b"N\0\0\0")), entry(0x0002, 5, 3, gps + 2 + 2 * 12 + 4)];
        tiff.extend([3, 0]);
        tiff.extend(first.concat());
        tiff.extend([0; 4]);
        tiff.extend(text);
        tiff.extend([2, 0]);
        tiff.extend(second.concat());
        tiff.extend([0; 4]);
        for part in [52_u32, 1, 30, 1, 0, 1] {
            tiff.extend(part.to_le_bytes());
        }
        tiff
    }

    fn with_exif(photo: &[u8]) -> Vec<u8> {
        let exif = [b"Exif\0\0".as_slice(), &exif()].concat();
        let length = u16::try_from(exif.len() + 2).expect("a short segment").to_be_bytes();
        [&photo[..2], &[0xff, 0xe1], &length, &exif, &photo[2..]].concat()
    }

    async fn anew(bytes: &[u8], format: ImageFormat) -> Result<Vec<u8>, Unusable> {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        std::fs::write(&from, bytes).expect("a file");
        let (hash, size) = make_anew(from, to.clone(), format).await?;
        let written = std::fs::read(to).expect("what was written");
        assert_eq!((hash, size), (hex::encode(Sha256::digest(&written)), written.len() as u64));
        Ok(written)
    }

    #[tokio::test]
    async fn where_and_with_what_a_photo_was_taken_does_not_come_out_and_it_stands_upright() {
        let sent = with_exif(&photo());
        let mut decoder = ImageReader::with_format(io::Cursor::new(&sent), ImageFormat::Jpeg).into_decoder().expect("a photo");
        assert!(decoder.exif_metadata().expect("readable").is_some(), "the test's own photo has EXIF data");
        let written = anew(&sent, ImageFormat::Jpeg).await.expect("a photo");
        for secret in [b"Exif".as_slice(), b"GeheimeCamera"] {
            assert!(sent.windows(secret.len()).any(|part| part == secret));
            assert!(!written.windows(secret.len()).any(|part| part == secret));
        }
        let image = image::load_from_memory_with_format(&written, ImageFormat::Jpeg).expect("a photo").to_rgb8();
        assert_eq!(image.dimensions(), (32, 48));
        // What was left is now above.
        assert!(image.get_pixel(16, 4).0[0] > 150 && image.get_pixel(16, 44).0[2] > 150);
    }

    #[tokio::test]
    async fn texts_in_a_drawing_do_not_come_out() {
        let image: RgbImage = ImageBuffer::from_pixel(3, 2, Rgb([1, 2, 3]));
        let mut sent = Vec::new();
        image.write_with_encoder(PngEncoder::new(&mut sent)).expect("a drawing");
        let chunk = b"tEXtAuthor\0Geheime Tekenaar";
        let mut text = u32::try_from(chunk.len() - 4).expect("short").to_be_bytes().to_vec();
        text.extend(chunk);
        text.extend(crc32(chunk).to_be_bytes());
        // After the signature and the first chunk.
        sent.splice(33..33, text);
        let written = anew(&sent, ImageFormat::Png).await.expect("a drawing");
        assert!(!written.windows(7).any(|part| part == b"Geheime"));
        assert_eq!(image::load_from_memory_with_format(&written, ImageFormat::Png).expect("a drawing").to_rgb8(), image);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }

    #[tokio::test]
    async fn a_picture_that_would_fill_the_memory_is_not_opened() {
        // A drawing that says of itself how large it is, with nothing behind it.
        for (width, height) in [(60_000_u32, 60_000_u32), (15_000, 15_000), (16_001, 1)] {
            let mut sent = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
            let head = [b"IHDR".as_slice(), &width.to_be_bytes(), &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
            sent.extend(&head);
            sent.extend(crc32(&head).to_be_bytes());
            sent.extend(b"\0\0\0\x08IDAT\x78\x9c\x03\0\0\0\0\x01");
            sent.extend(crc32(b"IDAT\x78\x9c\x03\0\0\0\0\x01").to_be_bytes());
            assert!(matches!(anew(&sent, ImageFormat::Png).await, Err(Unusable::TooLarge)), "{width} x {height}");
        }
    }

    #[tokio::test]
    async fn half_a_picture_is_refused() {
        let photo = photo();
        assert!(matches!(anew(&photo[..photo.len() / 8], ImageFormat::Jpeg).await, Err(Unusable::Unreadable)));
        assert!(matches!(anew(b"\x89PNG\r\n\x1a\nplan", ImageFormat::Png).await, Err(Unusable::Unreadable)));
    }
}
