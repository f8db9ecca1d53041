//! Secrets and digests as text: two hexadecimal digits a byte.

use zeroize::Zeroizing;

/// The text of 32 bytes.
pub(crate) fn encode(bytes: &[u8; 32]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The 32 bytes of a text of 64 digits, large or small; `None` for any other text.
pub(super) fn decode(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    if text.len() != 64 {
        return None;
    }
    let mut bytes = Zeroizing::new([0; 32]);
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = (digit(pair[0])? << 4) | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(character: u8) -> Option<u8> {
    char::from(character).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let bytes: [u8; 32] = std::array::from_fn(|place| u8::try_from(place * 8 + 7).unwrap());
        let text = encode(&bytes);
        assert!(text.starts_with("070f17") && text.len() == 64, "{text}");
        assert_eq!(decode(&text).as_deref(), Some(&bytes));
        assert_eq!(decode(&text.to_uppercase()).as_deref(), Some(&bytes));
        for wrong in [&text[1..], &format!("{text}0"), &text.replace('7', "g"), &text.replace("07", "é"), ""]
        {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
