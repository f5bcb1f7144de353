//! A picture without what it tells of its maker: where it was taken, with which device, by whom.
//!
//! Only the turn of the picture is kept, so that it does not come out lying on its side.

use img_parts::{
    Bytes, ImageEXIF as _,
    jpeg::{Jpeg, markers},
    png::Png,
    webp::WebP,
};

use crate::domain::attachment::MediaType;

/// PNG chunks that hold text or EXIF (PNG, third edition, 11.3.3 and 11.3.2.7).
const PNG_TOLD: [[u8; 4]; 4] = [*b"eXIf", *b"tEXt", *b"zTXt", *b"iTXt"];
/// The orientation tag of TIFF 6.0.
const ORIENTATION: u16 = 0x0112;

/// The picture without it; `None` when there is nothing to take away, or it is no picture that can
/// be read: then it stays as it came.
#[must_use]
pub(super) fn without_traces(kind: MediaType, bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = Bytes::copy_from_slice(bytes);
    let plain = match kind {
        MediaType::Jpeg => jpeg(bytes)?,
        MediaType::Png => png(bytes)?,
        MediaType::Webp => webp(bytes)?,
        MediaType::Text | MediaType::Gif | MediaType::Pdf | MediaType::Zip | MediaType::Bytes => {
            return None;
        }
    };
    Some(plain.to_vec())
}

fn jpeg(bytes: Bytes) -> Option<Bytes> {
    let mut picture = Jpeg::from_bytes(bytes).ok()?;
    let turn = picture.exif().and_then(|exif| turn(&exif));
    let before = picture.segments().len();
    // APP1 is EXIF and XMP, APP13 is IPTC, a comment is anything.
    picture
        .segments_mut()
        .retain(|one| !matches!(one.marker(), markers::APP1 | markers::APP13 | markers::COM));
    if picture.segments().len() == before {
        return None;
    }
    if let Some(turn) = turn {
        picture.set_exif(Some(told(turn)));
    }
    Some(picture.encoder().bytes())
}

fn png(bytes: Bytes) -> Option<Bytes> {
    let mut picture = Png::from_bytes(bytes).ok()?;
    let turn = picture.exif().and_then(|exif| turn(&exif));
    let before = picture.chunks().len();
    picture
        .chunks_mut()
        .retain(|chunk| !PNG_TOLD.contains(&chunk.kind()));
    if picture.chunks().len() == before {
        return None;
    }
    if let Some(turn) = turn {
        picture.set_exif(Some(told(turn)));
    }
    Some(picture.encoder().bytes())
}

fn webp(bytes: Bytes) -> Option<Bytes> {
    let mut picture = WebP::from_bytes(bytes).ok()?;
    let turn = picture.exif().and_then(|exif| turn(&exif));
    let before = picture.chunks().len();
    picture
        .chunks_mut()
        .retain(|chunk| !matches!(&chunk.id(), b"EXIF" | b"XMP "));
    if picture.chunks().len() == before {
        return None;
    }
    if let Some(turn) = turn {
        picture.set_exif(Some(told(turn)));
    }
    Some(picture.encoder().bytes())
}

/// The turn of the picture, 1 to 8, when it is not upright already.
fn turn(exif: &[u8]) -> Option<u16> {
    let read = exif::Reader::new().read_raw(exif.to_vec()).ok()?;
    let field = read.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
    let turn = u16::try_from(field.value.get_uint(0)?).ok()?;
    (2..=8).contains(&turn).then_some(turn)
}

/// An EXIF block with the turn and nothing else: a TIFF header and one directory of one entry.
fn told(turn: u16) -> Bytes {
    let mut block = b"II*\0\x08\0\0\0\x01\0".to_vec();
    block.extend(ORIENTATION.to_le_bytes());
    // One SHORT, in the entry itself, and no further directory.
    block.extend([3, 0, 1, 0, 0, 0]);
    block.extend(turn.to_le_bytes());
    block.extend([0; 6]);
    Bytes::from(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of one segment too few to be shown, but enough to be told apart.
    fn photo(exif: Option<Bytes>) -> Vec<u8> {
        let bare = [
            0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0,
            0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 42, 0xFF, 0xD9,
        ];
        let mut picture = Jpeg::from_bytes(Bytes::from(bare.to_vec())).unwrap();
        picture.set_exif(exif);
        picture.encoder().bytes().to_vec()
    }

    fn with_place(turn: u16) -> Bytes {
        // The turn, and a description in a second entry.
        let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
        block.extend([0x0E, 1, 2, 0, 16, 0, 0, 0, 38, 0, 0, 0]);
        block.extend(ORIENTATION.to_le_bytes());
        block.extend([3, 0, 1, 0, 0, 0]);
        block.extend(turn.to_le_bytes());
        block.extend([0; 6]);
        block.extend(b"N 48.85 E 2.35 \0");
        Bytes::from(block)
    }

    #[test]
    fn a_photo_loses_its_place_and_keeps_its_turn() {
        let photo = photo(Some(with_place(6)));
        assert!(photo.windows(7).any(|some| some == b"N 48.85"));
        let plain = without_traces(MediaType::Jpeg, &photo).unwrap();
        assert!(!plain.windows(7).any(|some| some == b"N 48.85"));
        let kept = Jpeg::from_bytes(Bytes::from(plain)).unwrap();
        assert_eq!(turn(&kept.exif().unwrap()), Some(6));
    }

    #[test]
    fn what_tells_nothing_or_is_no_picture_stays_as_it_came() {
        assert_eq!(without_traces(MediaType::Jpeg, &photo(None)), None);
        for kind in MediaType::ALL {
            assert_eq!(without_traces(kind, b"not a picture"), None);
            assert_eq!(without_traces(kind, b""), None);
        }
    }

    #[test]
    fn a_drawing_loses_its_texts() {
        let pixel = [
            0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0,
            0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 0, b'I', b'E',
            b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
        ];
        let mut picture = Png::from_bytes(Bytes::from(pixel.to_vec())).unwrap();
        let told = img_parts::png::PngChunk::new(*b"tEXt", Bytes::from_static(b"Author\0Somebody"));
        picture.chunks_mut().insert(1, told);
        let plain = without_traces(MediaType::Png, &picture.encoder().bytes()).unwrap();
        assert!(!plain.windows(8).any(|some| some == b"Somebody"));
        assert_eq!(plain, pixel);
    }
}
