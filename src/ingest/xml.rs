//! XML of a stranger: no document type, no entities of its own, not deep.

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event as Raw};

use super::findings::Refusal;
use super::table::MOST_CHARACTERS;

const DEEPEST: usize = 32;

/// What a reader of workbooks needs to hear.
pub(super) enum Event<'a> {
    Start(Element<'a>),
    End(End<'a>),
    Text(String),
}

/// The end of an element.
pub(super) struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// Whether the element is called `name`, without prefix.
    pub fn is(&self, name: &str) -> bool {
        self.0.local_name().as_ref() == name
    }
}

/// The start of an element.
pub(super) struct Element<'a> {
    start: BytesStart<'a>,
    empty: bool,
}

impl Element<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Whether it ends where it begins.
    pub fn is_empty(&self) -> bool {
        self.empty
    }

    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Result<Option<String>, Refusal> {
        for attribute in self.start.attributes() {
            let attribute = attribute.map_err(corrupt)?;
            if attribute.key.local_name().as_ref() == name {
                let value = quick_xml::escape::unescape(&attribute.value).map_err(corrupt)?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }
}

fn corrupt(error: impl std::fmt::Display) -> Refusal {
    Refusal::file("corrupt_workbook", error.to_string())
}

/// Reads XML event by event.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// A reader of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            reader: Reader::from_str(text),
            depth: 0,
        }
    }

    /// The next event; none at the end.
    pub fn next(&mut self) -> Result<Option<Event<'a>>, Refusal> {
        loop {
            return match self.reader.read_event().map_err(corrupt)? {
                Raw::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(corrupt("the XML is nested too deep"));
                    }
                    Ok(Some(Event::Start(Element { start, empty: false })))
                }
                Raw::Empty(start) => Ok(Some(Event::Start(Element { start, empty: true }))),
                Raw::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Ok(Some(Event::End(End(end))))
                }
                Raw::Text(text) => Ok(Some(Event::Text(text.xml10_content().into_owned()))),
                Raw::CData(text) => Ok(Some(Event::Text(text.xml10_content().into_owned()))),
                Raw::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref().map_err(corrupt)? {
                        Some(c) => c.to_string(),
                        None => quick_xml::escape::resolve_xml_entity(&reference)
                            .ok_or_else(|| corrupt("an entity that XML does not know"))?
                            .to_owned(),
                    };
                    Ok(Some(Event::Text(resolved)))
                }
                Raw::DocType(_) => Err(Refusal::file("xml_dtd", "the XML has a document type")),
                Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => continue,
                Raw::Eof if self.depth > 0 => Err(corrupt("the XML ends too early")),
                Raw::Eof => Ok(None),
            };
        }
    }

    /// The text of all `t` elements up to the end of `element`, without the reading aids of Japanese.
    pub fn rich_text(&mut self, element: &str) -> Result<String, Refusal> {
        let mut text = String::new();
        let (mut in_text, mut in_aid) = (false, false);
        while let Some(event) = self.next()? {
            match event {
                Event::Start(start) if !start.is_empty() => match start.name() {
                    "t" => in_text = true,
                    "rPh" => in_aid = true,
                    _ => {}
                },
                Event::End(end) if end.is("t") => in_text = false,
                Event::End(end) if end.is("rPh") => in_aid = false,
                Event::End(end) if end.is(element) => return Ok(text),
                Event::Text(more) if in_text && !in_aid => {
                    if text.len() + more.len() > MOST_CHARACTERS {
                        return Err(Refusal::file("field_too_long", "a text is too long for a field"));
                    }
                    text.push_str(&more);
                }
                _ => {}
            }
        }
        Ok(text)
    }

    /// The text up to the end of `element`.
    pub fn plain_text(&mut self, element: &str) -> Result<String, Refusal> {
        let mut text = String::new();
        while let Some(event) = self.next()? {
            match event {
                Event::End(end) if end.is(element) => break,
                Event::Text(more) => {
                    if text.len() + more.len() > MOST_CHARACTERS {
                        return Err(Refusal::file("field_too_long", "a text is too long for a field"));
                    }
                    text.push_str(&more);
                }
                _ => {}
            }
        }
        Ok(text)
    }
}
