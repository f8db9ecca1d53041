/// What people are called where only plain letters go: `zoe.muller` for Zoé Müller, parts joined by points.
pub(super) fn handle(parts: &[&str]) -> String {
    let parts =
        parts.iter().map(|part| part.chars().flat_map(char::to_lowercase).map(plain).collect::<String>());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}

/// A small letter without its marks; nothing for what is no letter.
fn plain(letter: char) -> &'static str {
    const LETTERS: [&str; 26] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
        "u", "v", "w", "x", "y", "z",
    ];
    match letter {
        'a'..='z' => LETTERS[usize::from(letter as u8 - b'a')],
        'à'..='å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' | 'ı' => "i",
        'ñ' => "n",
        'ò'..='ö' | 'ø' => "o",
        'œ' => "oe",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        'ß' => "ss",
        'ğ' => "g",
        'ş' => "s",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_what_is_no_letter_are_left_out() {
        assert_eq!(handle(&["Zoé", "Müller-Groß"]), "zoe.mullergross");
        assert_eq!(handle(&["İbrahim", "Yıldız O'Şen"]), "ibrahim.yildizosen");
        assert_eq!(handle(&["さくら", "Ann"]), "ann");
    }
}
