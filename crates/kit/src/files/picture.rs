//! Pictures are drawn anew: whatever else the file held (place and time of the photograph, hidden content) is gone.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::Refusal;
use super::sniff::{JPEG, Media, PNG};

/// The most pixels: a picture of a phone has twelve to fifty million.
const PIXELS: u64 = 50_000_000;
/// The longest side.
const SIDE: u32 = 16_000;
/// The most memory a decoder may ask for, bytes.
const MEMORY: u64 = 4 * PIXELS + 16 * 1024 * 1024;
const QUALITY: u8 = 88;

/// Draws a picture anew. Its size is looked at before anything is unpacked.
pub(super) fn redraw(content: &[u8], format: ImageFormat) -> Result<(Vec<u8>, &'static Media), Refusal> {
    let broken = |_| Refusal::Unreadable;
    let reader = || ImageReader::with_format(Cursor::new(content), format);
    let (width, height) = reader().into_dimensions().map_err(broken)?;
    if width > SIDE || height > SIDE || u64::from(width) * u64::from(height) > PIXELS {
        return Err(Refusal::TooManyPixels);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = reader();
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(orientation);
    let mut drawn = Cursor::new(Vec::new());
    // Photographs stay photographs; what has sharp lines or transparency stays exact.
    if format == ImageFormat::Png || picture.color().has_alpha() {
        picture.write_to(&mut drawn, ImageFormat::Png).map_err(broken)?;
        return Ok((drawn.into_inner(), &PNG));
    }
    let picture = match picture {
        DynamicImage::ImageLuma8(grey) => DynamicImage::ImageLuma8(grey),
        other => DynamicImage::ImageRgb8(other.into_rgb8()),
    };
    JpegEncoder::new_with_quality(&mut drawn, QUALITY).encode_image(&picture).map_err(broken)?;
    Ok((drawn.into_inner(), &JPEG))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]
    use super::*;
    use image::RgbImage;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = RgbImage::from_fn(width, height, |x, _| {
            image::Rgb(if x < width / 2 { [250, 0, 0] } else { [0, 0, 250] })
        });
        DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    /// A JPEG with an EXIF segment that says «turned by 90°» and holds a secret.
    fn with_exif(plain: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend(b"GPS 53.75,87.11");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat()
    }

    #[test]
    fn what_hides_in_a_photograph_is_gone_and_it_stands_upright() {
        let given = with_exif(&jpeg(40, 20));
        let (drawn, media) = redraw(&given, ImageFormat::Jpeg).unwrap();
        assert_eq!(media.media_type, "image/jpeg");
        assert!(!drawn.windows(4).any(|w| w == b"Exif" || w == b"GPS "));
        let picture = image::load_from_memory(&drawn).unwrap();
        assert_eq!((picture.width(), picture.height()), (20, 40));
        assert!(picture.to_rgb8().get_pixel(10, 2)[0] > 200, "the left half went to the top");
    }

    #[test]
    fn a_picture_too_large_to_unpack_is_refused_by_its_head() {
        // The head of a PNG of 60 000 × 60 000 pixels and nothing else.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0".to_vec();
        png.extend([0, 0, 0, 0]);
        let refused = redraw(&png, ImageFormat::Png);
        assert!(matches!(refused, Err(Refusal::TooManyPixels | Refusal::Unreadable)), "{refused:?}");
        assert!(matches!(redraw(b"\xff\xd8\xff broken", ImageFormat::Jpeg), Err(Refusal::Unreadable)));
    }
}
