//! Bytes → text.

use crate::exchange::Refusal;
use crate::source::MAX_FILE_BYTES;

/// The text of a file: UTF-8 with or without its mark, or UTF-16 with it, as spreadsheets write "Unicode text".
pub(super) fn text(bytes: &[u8]) -> Result<String, Refusal> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Refusal::new("the table is larger than 64 MiB").help("split it into several files"));
    }
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => utf8(bytes)?,
    };
    // Lines that end in a lone carriage return, as old spreadsheets write them, would all be line 1.
    Ok(if text.contains('\n') { text } else { text.replace('\r', "\n") })
}

fn utf8(bytes: &[u8]) -> Result<String, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Refusal::new(format!("the table is not UTF-8 text (line {line})")).help("save it as “CSV UTF-8”")
    })?;
    Ok(text.to_string())
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Result<String, Refusal> {
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|_| Refusal::new("the table is not UTF-16 text").help("save it as “CSV UTF-8”"))
}
