//! The fields of a submitted form, in the order they came, bounded.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};

use crate::{Problem, limits};

/// What a person typed, field by field. Names may repeat, as checkboxes do.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The first value of a field, or nothing typed.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Whether the field was in the form at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every value of a field.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every field as it came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// A form from its fields, for tests and for parts of multipart bodies.
    #[must_use]
    pub fn from_fields(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Reads an URL-encoded body.
    ///
    /// # Errors
    /// A 400 problem when a percent sequence is not UTF-8 or there are more fields than
    /// [`limits::FORM_FIELDS_MAX`].
    pub fn parse(body: &[u8]) -> Result<Self, Problem> {
        let mut fields = Vec::new();
        for pair in body
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            if fields.len() >= limits::FORM_FIELDS_MAX {
                return Err(Problem::bad_request());
            }
            let at = pair
                .iter()
                .position(|byte| *byte == b'=')
                .unwrap_or(pair.len());
            let (key, value) = pair.split_at_checked(at).unwrap_or((pair, b""));
            fields.push((
                decode(key)?,
                decode(value.strip_prefix(b"=").unwrap_or(value))?,
            ));
        }
        Ok(Self(fields))
    }
}

fn decode(raw: &[u8]) -> Result<String, Problem> {
    let spaced: Vec<u8> = raw
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let text = percent_encoding::percent_decode(&spaced)
        .decode_utf8()
        .map_err(Problem::from_source)?;
    Ok(tidy(&text))
}

/// A text as it is kept: lines end as everywhere, and the sign that no database takes is left out.
pub(crate) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\0', "")
}

impl Problem {
    fn from_source(error: std::str::Utf8Error) -> Self {
        Self::bad_request().source(error)
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        Self::parse(&read_body(request, limits::FORM_BODY_BYTES_MAX).await?)
    }
}

/// Reads a whole body up to a limit.
///
/// # Errors
/// A 413 problem past the limit, a 400 problem when the line broke.
pub async fn read_body(request: Request, bytes_max: usize) -> Result<Bytes, Problem> {
    read(request.into_body(), bytes_max).await
}

pub(crate) async fn read(body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    to_bytes(body, bytes_max).await.map_err(|error| {
        let too_long = std::error::Error::source(&error)
            .is_some_and(|inner| inner.is::<http_body_util::LengthLimitError>());
        if too_long {
            Problem::too_large(bytes_max)
        } else {
            Problem::bad_request().source(error)
        }
    })
}

/// A JSON body of the API, bounded.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        let body = read_body(request, limits::JSON_BODY_BYTES_MAX).await?;
        serde_json::from_slice(&body)
            .map(Json)
            .map_err(|error| Problem::bad_request().source(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_letter_a_person_typed() {
        let form =
            Form::parse("nombre=Tupã+Ñandutĩ%CA%BC&nota=a%0D%0Ab&nota=&x".as_bytes()).unwrap();
        assert_eq!(form.get("nombre"), "Tupã Ñandutĩʼ");
        assert_eq!(form.all("nota").collect::<Vec<_>>(), ["a\nb", ""]);
        assert!(form.has("x"));
        assert_eq!(form.get("missing"), "");
    }

    #[test]
    fn refuses_what_is_not_utf8_and_what_has_no_end() {
        assert!(Form::parse(b"a=%FF").is_err());
        let many = "a=1&".repeat(limits::FORM_FIELDS_MAX + 1);
        assert!(Form::parse(many.as_bytes()).is_err());
    }
}
