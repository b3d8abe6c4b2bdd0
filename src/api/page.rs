//! The page and its libraries, carried inside the binary.

/// A file of the page, as it is served.
#[derive(Debug)]
pub struct Asset {
    /// The path of its URL.
    pub path: &'static str,
    /// The media type.
    pub content_type: &'static str,
    /// The contents.
    pub bytes: &'static [u8],
    /// A strong entity tag with its quotes: the first half of the contents' SHA-256.
    pub etag: &'static str,
}

// `static ASSETS: &[Asset]`, sorted by path: see build.rs.
include!(concat!(env!("OUT_DIR"), "/page_assets.rs"));

/// The file that is served at `path`; the page itself is `/`.
pub fn asset(path: &str) -> Option<&'static Asset> {
    ASSETS
        .binary_search_by(|asset| asset.path.cmp(path))
        .ok()
        .map(|index| &ASSETS[index])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn text(path: &str) -> &'static str {
        let asset = asset(path).unwrap_or_else(|| panic!("{path} is not served"));
        std::str::from_utf8(asset.bytes).expect("UTF-8")
    }

    /// Where a reader may go from the page; nothing is fetched from there.
    const LINKS: [&str; 2] = [
        "https://leafletjs.com",
        "https://www.toegankelijkheidsverklaring.nl",
    ];

    /// The paths that begin at the slash of any of the given words.
    fn named<'a>(text: &'a str, before: &[&str]) -> Vec<&'a str> {
        before
            .iter()
            .flat_map(|word| {
                text.match_indices(*word)
                    .map(move |(at, _)| &text[at + word.find('/').unwrap_or(0)..])
            })
            .filter_map(|rest| rest.split(['"', '\'', '`', ')', '#', '?']).next())
            .collect()
    }

    #[test]
    fn the_page_is_served_at_the_root_and_not_twice() {
        let page = asset("/").expect("the page");
        assert_eq!(page.content_type, "text/html; charset=utf-8");
        assert!(asset("/index.html").is_none());
        assert!(asset("/no-such-file.js").is_none());
    }

    #[test]
    fn everything_that_the_page_asks_for_is_in_the_binary() {
        let mut asked: BTreeSet<String> = BTreeSet::new();
        for asset in ASSETS {
            let before: &[&str] = match asset.content_type.split(';').next() {
                Some("text/html") => &["href=\"/", "src=\"/"],
                Some("text/css") => &["url(/", "url(\"/"],
                Some("text/javascript") => &["\"/symbols", "`/symbols", "\"/accessibility"],
                _ => continue,
            };
            let text = text(asset.path);
            asked.extend(named(text, before).into_iter().map(str::to_owned));
            if asset.content_type.starts_with("text/javascript") {
                let folder = asset.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                asked.extend(
                    named(text, &["\"./"])
                        .into_iter()
                        .map(|path| format!("{folder}{path}")),
                );
            }
        }
        asked.retain(|path| !path.starts_with("/v1"));
        assert!(
            asked.iter().filter(|path| path.starts_with("/parts/")).count() > 12,
            "{asked:?}"
        );
        let missing: Vec<&String> = asked.iter().filter(|path| asset(path).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn nothing_comes_from_another_host_but_the_background_map_and_addresses() {
        for asset in ASSETS
            .iter()
            .filter(|asset| !asset.path.starts_with("/vendor/") && asset.content_type != "font/woff2")
        {
            for (at, _) in text(asset.path).match_indices("https://") {
                let url = text(asset.path)[at..]
                    .split(['"', '\'', '`', ' ', '\n', ')'])
                    .next()
                    .unwrap_or_default();
                assert!(
                    ["https://service.pdok.nl/", "https://api.pdok.nl/"]
                        .iter()
                        .any(|host| url.starts_with(host))
                        || LINKS.contains(&url),
                    "{} asks {url}",
                    asset.path
                );
            }
        }
    }

    #[test]
    fn entity_tags_are_quoted_and_differ() {
        let tags: BTreeSet<&str> = ASSETS.iter().map(|asset| asset.etag).collect();
        assert_eq!(tags.len(), ASSETS.len());
        assert!(
            tags.iter()
                .all(|tag| tag.len() == 34 && tag.starts_with('"') && tag.ends_with('"'))
        );
    }
}
