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

    /// What stands between quotes after any of the given words.
    fn quoted<'a>(text: &'a str, before: &[&str]) -> Vec<&'a str> {
        before
            .iter()
            .flat_map(|word| {
                text.match_indices(*word)
                    .map(move |(at, _)| &text[at + word.len()..])
            })
            .filter_map(|rest| rest.split(['"', '\'']).next())
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
        let mut asked: BTreeSet<String> = quoted(text("/"), &["href=\"/", "src=\"/"])
            .into_iter()
            .map(|path| format!("/{path}"))
            .filter(|path| !path.starts_with("/v1"))
            .collect();
        asked.extend(
            quoted(text("/tokens.css"), &["url(\"/"])
                .into_iter()
                .map(|path| format!("/{path}")),
        );
        for script in ASSETS.iter().filter(|asset| {
            asset.content_type.starts_with("text/javascript") && !asset.path.starts_with("/vendor/")
        }) {
            let folder = script.path.rsplit_once('/').expect("a path").0;
            for import in quoted(text(script.path), &["from '", "\nimport '"]) {
                asked.insert(match (import.strip_prefix("./"), import.strip_prefix("../")) {
                    (Some(beside), _) => format!("{folder}/{beside}"),
                    (_, Some(above)) => format!("{}/{above}", folder.rsplit_once('/').expect("a folder").0),
                    _ => import.to_owned(),
                });
            }
        }
        assert!(asked.len() > 15, "{asked:?}");
        let missing: Vec<&String> = asked.iter().filter(|path| asset(path).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn nothing_comes_from_another_host_but_the_background_map() {
        for asset in ASSETS
            .iter()
            .filter(|asset| !asset.path.starts_with("/vendor/") && asset.content_type != "font/woff2")
        {
            for (at, _) in text(asset.path).match_indices("https://") {
                let url = text(asset.path)[at..]
                    .split(['"', '\'', '`', ' '])
                    .next()
                    .unwrap_or_default();
                assert!(
                    url.starts_with("https://service.pdok.nl/") || url == "https://leafletjs.com",
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
