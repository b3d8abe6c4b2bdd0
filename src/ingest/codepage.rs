//! The encodings of dBase files: named by a `.cpg` file, else by the language number in the header.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// Code page 437, 0x80 to 0xFF.
const DOS_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// Code page 850, 0x80 to 0xFF.
const DOS_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How bytes become text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CodePage {
    Web(&'static Encoding),
    /// A DOS page by its upper half; the lower half is ASCII.
    Dos(&'static str),
}

impl CodePage {
    /// UTF-8.
    pub const UTF_8: Self = Self::Web(encoding_rs::UTF_8);
    /// Windows-1252, which holds all of ISO 8859-1 that is printed.
    pub const WESTERN: Self = Self::Web(encoding_rs::WINDOWS_1252);

    /// The page that a `.cpg` file names.
    pub fn named(label: &str) -> Option<Self> {
        let plain: String = label
            .trim()
            .trim_start_matches('\u{feff}')
            .to_ascii_uppercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let number = plain
            .trim_start_matches("WINDOWS")
            .trim_start_matches("ANSI")
            .trim_start_matches("OEM")
            .trim_start_matches("IBM")
            .trim_start_matches("CP")
            .trim_start_matches("DOS");
        match number {
            "UTF8" | "65001" => Some(Self::UTF_8),
            "437" => Some(Self::Dos(DOS_437)),
            "850" => Some(Self::Dos(DOS_850)),
            "LATIN1" | "88591" | "ISO88591" | "28591" | "1252" => Some(Self::WESTERN),
            _ => {
                let iso = number.strip_prefix("ISO").unwrap_or(number);
                let label = match (iso.strip_prefix("8859"), number.len()) {
                    (Some(part), _) => format!("iso-8859-{part}"),
                    (None, 4) if number.starts_with("125") => format!("windows-{number}"),
                    _ => label.trim().to_owned(),
                };
                Encoding::for_label(label.as_bytes()).map(Self::Web)
            }
        }
    }

    /// The page of a dBase language number; none where the number says nothing.
    pub fn of_language(number: u8) -> Option<Self> {
        let web = |encoding| Some(Self::Web(encoding));
        match number {
            0x01 | 0x09 | 0x0b | 0x0d | 0x0f | 0x11 | 0x15 | 0x18 | 0x19 | 0x1b => Some(Self::Dos(DOS_437)),
            0x02 | 0x0a | 0x0e | 0x10 | 0x12 | 0x14 | 0x16 | 0x1a | 0x1d | 0x25 | 0x37 => {
                Some(Self::Dos(DOS_850))
            }
            0x03 | 0x57 | 0x58 | 0x59 => Some(Self::WESTERN),
            0xc8 => web(encoding_rs::WINDOWS_1250),
            0xc9 => web(encoding_rs::WINDOWS_1251),
            0xca => web(encoding_rs::WINDOWS_1254),
            0xcb => web(encoding_rs::WINDOWS_1253),
            0xcc => web(encoding_rs::WINDOWS_1257),
            0x26 | 0x65 => web(encoding_rs::IBM866),
            0x13 | 0x7b => web(encoding_rs::SHIFT_JIS),
            0x4d | 0x7a => web(encoding_rs::GBK),
            0x4e | 0x79 => web(encoding_rs::EUC_KR),
            0x4f | 0x78 => web(encoding_rs::BIG5),
            0x50 | 0x7c => web(encoding_rs::WINDOWS_874),
            _ => None,
        }
    }

    /// The text, and whether some bytes had no meaning.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes),
            Self::Dos(upper) => {
                let text = bytes
                    .iter()
                    .map(|byte| match byte.checked_sub(128) {
                        None => char::from(*byte),
                        Some(place) => upper.chars().nth(place.into()).unwrap_or('\u{fffd}'),
                    })
                    .collect::<String>();
                (Cow::Owned(text), false)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_every_habit_are_known() {
        for label in ["UTF-8", "utf8", "65001", "UTF-8\r\n"] {
            assert_eq!(CodePage::named(label), Some(CodePage::UTF_8), "{label}");
        }
        for label in [
            "1252",
            "ANSI 1252",
            "windows-1252",
            "ISO-8859-1",
            "8859_1",
            "ISO 88591",
            "CP1252",
        ] {
            assert_eq!(CodePage::named(label), Some(CodePage::WESTERN), "{label}");
        }
        assert_eq!(CodePage::named("OEM 850"), Some(CodePage::Dos(DOS_850)));
        assert_eq!(CodePage::named("ISO88592").unwrap().decode(b"\xb1").0, "\u{105}");
        assert_eq!(CodePage::named("KLINGON"), None);
    }

    #[test]
    fn dos_pages_have_their_accents() {
        assert_eq!(
            CodePage::of_language(1).unwrap().decode(b"Caf\x82").0,
            "Caf\u{e9}"
        );
        assert_eq!(
            CodePage::of_language(2).unwrap().decode(b"\xa9 \x8b").0,
            "\u{ae} \u{ef}"
        );
        assert_eq!(DOS_437.chars().count(), 128);
        assert_eq!(DOS_850.chars().count(), 128);
    }
}
