//! The fields of a submitted form, in the order they came, bounded.

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{FromRequest, Request};
use http_body_util::BodyExt as _;
use tokio::sync::Semaphore;

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

/// Room for the large bodies that this process is receiving.
pub(crate) static ROOM: Semaphore = Semaphore::const_new(limits::BODY_BLOCKS_MAX);

pub(crate) async fn read(body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    read_within(&ROOM, body, bytes_max).await
}

/// Reads a body, taking room for each block past the size of a form, and giving it back at the end.
async fn read_within(room: &Semaphore, mut body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > bytes_max {
        return Err(Problem::too_large(bytes_max));
    }
    let mut bytes = Vec::with_capacity(announced.min(limits::BODY_BLOCK_BYTES));
    let mut taken = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Problem::bad_request().source(error))?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        if bytes.len() + data.len() > bytes_max {
            return Err(Problem::too_large(bytes_max));
        }
        bytes.extend_from_slice(data);
        while taken.len() < bytes.len() / limits::BODY_BLOCK_BYTES {
            taken.push(room.try_acquire().map_err(|_| Problem::busy())?);
        }
    }
    Ok(bytes.into())
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

    #[tokio::test]
    async fn many_large_bodies_at_once_find_no_room_and_forms_always_do() {
        let room = Semaphore::new(2);
        let of = |bytes: usize| Body::from(vec![b'a'; bytes]);
        let (block, max) = (limits::BODY_BLOCK_BYTES, 10 * limits::BODY_BLOCK_BYTES);
        let held = room.try_acquire().unwrap();
        let crowded = read_within(&room, of(2 * block), max).await.unwrap_err();
        assert_eq!(crowded.code(), "platform.busy");
        assert_eq!(
            read_within(&room, of(block), max).await.unwrap().len(),
            block
        );
        drop(held);
        // What a body took it has given back, also one that was refused.
        let large = read_within(&room, of(3 * block - 1), max).await.unwrap();
        assert_eq!(large.len(), 3 * block - 1);
        let _all = room.try_acquire_many(2).unwrap();
        let form = read_within(&room, of(block - 1), max).await.unwrap();
        assert_eq!(form.len(), block - 1);
    }

    #[test]
    fn refuses_what_is_not_utf8_and_what_has_no_end() {
        assert!(Form::parse(b"a=%FF").is_err());
        let many = "a=1&".repeat(limits::FORM_FIELDS_MAX + 1);
        assert!(Form::parse(many.as_bytes()).is_err());
    }
}
