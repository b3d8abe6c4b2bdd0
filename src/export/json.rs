//! JSON texts of values, written straight to the output: ten thousand features make no tree first.

use std::io::{self, Write};

use crate::domain::feature::{Schema, Value};

/// Writes a text with its quotes.
pub fn text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(out, text).map_err(io::Error::from)
}

/// Writes a number so that it reads back as the same; what is no number is null.
pub fn number(number: f64, out: &mut dyn Write) -> io::Result<()> {
    // -0 is 0 to every reader but looks like an error.
    serde_json::to_writer(out, &(number + 0.0)).map_err(io::Error::from)
}

/// Writes a value.
pub fn value(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    match value {
        Value::Null => out.write_all(b"null"),
        Value::Text(of) => text(of, out),
        Value::Number(of) => number(*of, out),
        Value::Integer(of) => write!(out, "{of}"),
        Value::Boolean(of) => write!(out, "{of}"),
        Value::Date(of) => write!(out, "\"{of}\""),
        Value::TextList(of) => serde_json::to_writer(out, of).map_err(io::Error::from),
    }
}

/// Writes the values of a feature as an object, in the order of the schema.
pub fn properties(schema: &Schema, values: &[Value], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{")?;
    for (at, (property, of)) in schema.properties.iter().zip(values).enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        text(&property.name, out)?;
        out.write_all(b":")?;
        value(of, out)?;
    }
    out.write_all(b"}")
}
