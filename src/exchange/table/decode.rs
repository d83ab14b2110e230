//! Bytes → text.

use crate::exchange::ImportError;
use crate::exchange::error::cell_excerpt;
use crate::source::MAX_FILE_BYTES;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a file, and what was guessed about its encoding.
pub(super) struct Decoded {
    pub text: String,
    pub guess: Option<String>,
}

/// The text of a file: in the encoding asked for, else UTF-8, UTF-16 as spreadsheets write "Unicode text", or
/// Windows-1252 as Western spreadsheets write "CSV".
pub(super) fn text(bytes: &[u8], asked: Option<&str>) -> Result<Decoded, ImportError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ImportError::new("the table is larger than 64 MiB").help("split it into several files"));
    }
    let (text, guess) = match asked {
        Some(label) => (in_encoding(bytes, label)?, None),
        None => guessed(bytes)?,
    };
    if text.contains('\0') {
        return Err(ImportError::new("this is no text: it holds bytes that are 0").help("save it as “CSV UTF-8”"));
    }
    // Lines that end in a lone carriage return, as old spreadsheets write them, would all be line 1.
    let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
    Ok(Decoded { text, guess })
}

fn in_encoding(bytes: &[u8], label: &str) -> Result<String, ImportError> {
    let Some(encoding) = Encoding::for_label(label.trim().as_bytes()) else {
        return Err(ImportError::new(format!("there is no encoding `{}`", cell_excerpt(label))).help(ENCODINGS));
    };
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let bytes = bytes.strip_prefix(&[0xFF, 0xFE]).filter(|_| encoding == UTF_16LE).unwrap_or(bytes);
    let bytes = bytes.strip_prefix(&[0xFE, 0xFF]).filter(|_| encoding == UTF_16BE).unwrap_or(bytes);
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(|t| t.into_owned()).ok_or_else(|| {
        ImportError::new(format!("the table is not {} text", encoding.name()))
            .help("leave out `--encoding`, or name another")
    })
}

const ENCODINGS: &str = "there are `utf-8`, `utf-16le`, `windows-1252`, `windows-1251`, `macintosh`, `shift_jis`, `gbk`, `euc-kr` and those that browsers know";

fn guessed(bytes: &[u8]) -> Result<(String, Option<String>), ImportError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => return utf8(rest).map(|t| (t, None)),
        [0xFF, 0xFE, rest @ ..] => return utf16(rest, UTF_16LE).map(|t| (t, None)),
        [0xFE, 0xFF, rest @ ..] => return utf16(rest, UTF_16BE).map(|t| (t, None)),
        [b'P', b'K', 3 | 5, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            let said = "this is a workbook, not a table as text";
            return Err(ImportError::new(said).help("save the sheet as “CSV UTF-8”"));
        }
        [b'%', b'P', b'D', b'F', ..] => return Err(ImportError::new("this is a PDF, not a table")),
        _ => {}
    }
    if let Some(encoding) = without_mark(bytes) {
        let said = format!("the table is {} text, by its zeros; `--encoding` decides otherwise", encoding.name());
        return Ok((utf16(bytes, encoding)?, Some(said)));
    }
    if std::str::from_utf8(bytes).is_ok() {
        return utf8(bytes).map(|t| (t, None));
    }
    if !is_western(bytes) {
        return Err(not_utf8(bytes).help(format!("say what it is with `--encoding`: {ENCODINGS}")));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let line = bad_line(bytes);
    let said =
        format!("the table is no UTF-8 (line {line}) and is read as windows-1252; `--encoding` decides otherwise");
    Ok((text.into_owned(), Some(said)))
}

/// UTF-16 without its mark: Latin letters have a zero beside them, always on the same side.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512) & !1];
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = |n: usize| n * 10 > sample.len();
    match (many(even), many(odd)) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the bytes are like those of Western text: letters beyond ASCII stand alone or in pairs there, and five
/// bytes not at all.
fn is_western(bytes: &[u8]) -> bool {
    let (mut high, mut crowded, mut run) = (0usize, 0usize, 0usize);
    for b in bytes.iter().chain([&b' ']) {
        if matches!(b, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D) {
            return false;
        }
        if *b >= 0xC0 {
            run += 1;
            continue;
        }
        high += run;
        crowded += if run > 2 { run } else { 0 };
        run = 0;
    }
    crowded * 5 <= high
}

fn bad_line(bytes: &[u8]) -> usize {
    let valid = std::str::from_utf8(bytes).err().map_or(bytes.len(), |e| e.valid_up_to());
    bytes[..valid].iter().filter(|b| **b == b'\n').count() + 1
}

fn not_utf8(bytes: &[u8]) -> ImportError {
    ImportError::new(format!("the table is not UTF-8 text (line {})", bad_line(bytes)))
}

fn utf8(bytes: &[u8]) -> Result<String, ImportError> {
    let text = std::str::from_utf8(bytes).map_err(|_| not_utf8(bytes).help("save it as “CSV UTF-8”"))?;
    Ok(text.to_string())
}

fn utf16(bytes: &[u8], encoding: &'static Encoding) -> Result<String, ImportError> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(|t| t.into_owned())
        .ok_or_else(|| ImportError::new("the table is not UTF-16 text").help("save it as “CSV UTF-8”"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_guessed_with_a_margin() {
        let of = |bytes: &[u8], asked| text(bytes, asked).map(|d| (d.text, d.guess.is_some())).map_err(|r| r.message);
        assert_eq!(of(b"Gr\xf6\xdfe;\x80", None), Ok(("Größe;€".into(), true)));
        assert_eq!(of("Größe".as_bytes(), None), Ok(("Größe".into(), false)));
        let utf16: Vec<u8> = "a;b\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&utf16, None), Ok(("a;b\n".into(), true)));
        let cyrillic = [0xCD, 0xE0, 0xE7, 0xE2, 0xE0, 0xED, 0xE8, 0xE5];
        assert_eq!(of(&cyrillic, None), Err("the table is not UTF-8 text (line 1)".into()));
        assert_eq!(of(&cyrillic, Some("windows-1251")), Ok(("Название".into(), false)));
        assert_eq!(of(b"\x83\x5e\x83\x43", Some("shift_jis")), Ok(("タイ".into(), false)));
        assert_eq!(of(b"x", Some("ebcdic")), Err("there is no encoding `ebcdic`".into()));
        assert_eq!(of(b"\xff\xfe\xfd", Some("utf-8")), Err("the table is not UTF-8 text".into()));
        assert!(of(b"PK\x03\x04rest", None).is_err_and(|m| m.contains("workbook")));
        assert!(of(b"a,b\n\0,\x01x\n", None).is_err());
    }
}
