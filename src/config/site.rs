//! What the city says about its site: which other sites may show the page in a frame, and whom a reader can ask.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A site by its scheme, host and port, as a browser compares them: `https://www.example.org`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin(String);

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Origin {
    /// Reads an origin. It stands in a header of every answer, so nothing but an origin passes: no path, no name with a
    /// wildcard, and neither `*`: a list of sites can be looked over, "everybody" cannot.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |reason: &str| Err(format!("'{text}' {reason}"));
        let Some((scheme, rest)) = text.split_once("://") else {
            return wrong("is no origin: write scheme and host, such as https://www.example.org");
        };
        if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
            return wrong("does not begin with https:// or http://");
        }
        if rest.contains('*') {
            return wrong("has a wildcard: name each site");
        }
        if rest.contains(['/', '?', '#']) {
            return wrong("has a path: an origin ends at the host or port, without a slash");
        }
        let (host, port) = rest
            .split_once(':')
            .map_or((rest, None), |(host, port)| (host, Some(port)));
        if !is_host(host) {
            return wrong(
                "has no host name of letters, digits and hyphens (a name in other letters is written as xn--…)",
            );
        }
        if port.is_some_and(|port| !is_port(port)) {
            return wrong("has no port from 1 to 65535");
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|number| number > 0)
}

/// Reads the origins of `embed_on`; one that stands twice counts once.
pub fn origins(texts: &[String]) -> Result<Vec<Origin>, String> {
    let mut origins = Vec::new();
    for text in texts {
        let origin = Origin::parse(text)?;
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    Ok(origins)
}

/// Whom a reader can tell that something does not work: a name, with an e-mail address, a web address or both.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub name: String,
    pub email: Option<String>,
    /// A page with a form or a telephone number.
    pub url: Option<String>,
}

impl Contact {
    /// The field that is wrong and why.
    pub fn wrong(&self) -> Option<(&'static str, String)> {
        if self.name.trim().is_empty() {
            return Some(("name", "is empty".to_owned()));
        }
        if self.email.is_none() && self.url.is_none() {
            return Some((
                "email",
                "is missing, and so is url: a reader needs one of them".to_owned(),
            ));
        }
        if let Some(email) = self.email.as_deref().filter(|email| !is_email(email)) {
            return Some(("email", format!("'{email}' is no e-mail address")));
        }
        if let Some(url) = self.url.as_deref().filter(|url| !is_web_address(url)) {
            let reason = format!("'{url}' is no web address that begins with https:// or http://");
            return Some(("url", reason));
        }
        None
    }
}

/// As far as an address can be told from a typing error. It becomes a link, so nothing that means something in one.
fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else {
        return false;
    };
    let of_user = |byte: u8| byte.is_ascii_alphanumeric() || b".+-_".contains(&byte);
    !user.is_empty() && user.bytes().all(of_user) && host.contains('.') && is_host(host)
}

fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'<>\\".contains(c);
    Origin::parse(&text[..text.len() - rest.len() + end]).is_ok() && rest.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port_and_nothing_else() {
        for (text, read) in [
            ("https://www.example.org", "https://www.example.org"),
            ("HTTPS://WWW.Example.org", "https://www.example.org"),
            ("http://localhost:8081", "http://localhost:8081"),
            ("https://xn--caf-dma.example", "https://xn--caf-dma.example"),
            ("http://10.0.0.7", "http://10.0.0.7"),
        ] {
            assert_eq!(Origin::parse(text).map(|of| of.to_string()), Ok(read.to_owned()));
        }
        for (text, reason) in [
            ("*", "is no origin"),
            ("www.example.org", "is no origin"),
            ("'none'", "is no origin"),
            ("ftp://example.org", "does not begin with https"),
            ("data://example.org", "does not begin with https"),
            ("https://*.example.org", "wildcard"),
            ("https://*", "wildcard"),
            ("https://example.org/", "has a path"),
            ("https://example.org/maps", "has a path"),
            ("https://example.org?x", "has a path"),
            ("https://example.org; script-src *", "wildcard"),
            ("https://example.org; script-src x", "no host name"),
            ("https://a.example https://b.example", "has a path"),
            ("https://user@example.org", "no host name"),
            ("https://café.example", "no host name"),
            ("https://", "no host name"),
            ("https://-a.example", "no host name"),
            ("https://a..example", "no host name"),
            ("https://example.org:", "no port"),
            ("https://example.org:0", "no port"),
            ("https://example.org:65536", "no port"),
            ("https://example.org:+80", "no port"),
            ("https://example.org\r\nx: y", "no host name"),
            ("https://example.org:80\r\n", "no port"),
        ] {
            let error = Origin::parse(text).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn an_origin_that_stands_twice_counts_once() {
        let twice = ["https://a.example".to_owned(), "https://A.example".to_owned()];
        assert_eq!(origins(&twice).unwrap().len(), 1);
    }

    #[test]
    fn a_contact_has_a_name_and_a_way_to_reach_it() {
        let contact = |name: &str, email: &str, url: &str| {
            let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let contact = Contact {
                name: name.to_owned(),
                email: given(email),
                url: given(url),
            };
            contact.wrong().map(|(field, _)| field)
        };
        assert_eq!(contact("Team", "kaart@example.org", ""), None);
        assert_eq!(contact("Team", "", "https://example.org/contact?van=kaart"), None);
        assert_eq!(contact(" ", "kaart@example.org", ""), Some("name"));
        assert_eq!(contact("Team", "", ""), Some("email"));
        for email in [
            "kaart",
            "kaart@",
            "a b@example.org",
            "a@b@c.org",
            "a@example",
            "a?cc=b@example.org",
        ] {
            assert_eq!(contact("Team", email, ""), Some("email"), "{email}");
        }
        for url in [
            "example.org",
            "javascript:alert(1)",
            "https://",
            "https://a.example/\"><b>",
            "ftp://a.example",
        ] {
            assert_eq!(contact("Team", "", url), Some("url"), "{url}");
        }
    }
}
