//! A page's form that may carry files: whatever becomes of a file, the fields beside it arrive.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use multer::{Field, Multipart};

use crate::form::{Form, ROOM, read_body, tidy};
use crate::{Problem, limits};

/// What one file was, of a form that may carry several.
#[derive(Debug, Clone)]
pub struct EnclosedFile {
    /// The field it was chosen in.
    pub field: String,
    /// The name it had there: the browser's word only.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What arrived of a file.
#[derive(Debug, Clone)]
pub enum Content {
    /// All of it.
    Whole(Bytes),
    /// It was larger than [`limits::UPLOAD_BYTES_MAX`], or there was no room beside others: nothing of it is kept.
    TooLarge,
}

/// The fields of a form, and the files that were chosen in it, in their order.
#[derive(Debug, Clone, Default)]
pub struct Enclosed {
    /// The other fields.
    pub form: Form,
    /// The files. Boxes in which none was chosen are not here.
    pub files: Vec<EnclosedFile>,
}

/// Octets of all files of one form that are held together; the rest are too large.
const HELD_BYTES_MAX: usize = 3 * limits::UPLOAD_BYTES_MAX;

impl<S: Send + Sync> FromRequest<S> for Enclosed {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        match multer::parse_boundary(kind) {
            Ok(boundary) => parse(request.into_body(), boundary).await,
            Err(_) => Ok(Self {
                form: Form::parse(&read_body(request, limits::FORM_BODY_BYTES_MAX).await?)?,
                files: Vec::new(),
            }),
        }
    }
}

async fn parse(body: Body, boundary: String) -> Result<Enclosed, Problem> {
    let bounds = multer::SizeLimit::new().whole_stream(limits::DRAINED_BYTES_MAX as u64);
    let bounds = multer::Constraints::new().size_limit(bounds);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, bounds);
    let mut fields = Vec::new();
    let mut files: Vec<EnclosedFile> = Vec::new();
    let (mut typed_bytes, mut held_bytes) = (0, 0);
    let mut taken = Vec::new();
    while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
        if fields.len() + files.len() >= limits::FORM_FIELDS_MAX {
            return Err(Problem::bad_request());
        }
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file_name) = part.file_name().map(ToOwned::to_owned) else {
            let room = limits::FORM_BODY_BYTES_MAX - typed_bytes;
            let Content::Whole(text) = content(&mut part, room, &mut taken).await? else {
                return Err(Problem::too_large(limits::FORM_BODY_BYTES_MAX));
            };
            typed_bytes += text.len();
            let text =
                std::str::from_utf8(&text).map_err(|error| Problem::bad_request().source(error))?;
            fields.push((name, tidy(text)));
            continue;
        };
        let room = limits::UPLOAD_BYTES_MAX.min(HELD_BYTES_MAX - held_bytes);
        let content = content(&mut part, room, &mut taken).await?;
        let is_chosen = match &content {
            Content::Whole(bytes) => {
                held_bytes += bytes.len();
                !file_name.is_empty() || !bytes.is_empty()
            }
            Content::TooLarge => true,
        };
        if is_chosen {
            files.push(EnclosedFile {
                field: name,
                name: file_name,
                content,
            });
        }
    }
    Ok(Enclosed {
        form: Form::from_fields(fields),
        files,
    })
}

/// One part, up to so many octets; what comes after them is read and thrown away.
async fn content(
    part: &mut Field<'_>,
    bytes_max: usize,
    taken: &mut Vec<tokio::sync::SemaphorePermit<'static>>,
) -> Result<Content, Problem> {
    let mut bytes = Vec::new();
    let mut fits = true;
    let before = taken.len();
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        fits = fits && bytes.len() + chunk.len() <= bytes_max;
        if !fits {
            bytes = Vec::new();
            taken.truncate(before);
            continue;
        }
        bytes.extend_from_slice(&chunk);
        while taken.len() - before < bytes.len() / limits::BODY_BLOCK_BYTES {
            taken.push(ROOM.try_acquire().map_err(|_| Problem::busy())?);
        }
    }
    Ok(match fits {
        true => Content::Whole(bytes.into()),
        false => Content::TooLarge,
    })
}

fn unreadable(error: multer::Error) -> Problem {
    match error {
        multer::Error::StreamSizeExceeded { .. } => Problem::too_large(limits::UPLOAD_BYTES_MAX),
        error => Problem::bad_request().source(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(parts: &[(&str, Option<&str>, Vec<u8>)]) -> Result<Enclosed, Problem> {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
            let head =
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = Request::builder().header("content-type", "multipart/form-data; boundary=x");
        Enclosed::from_request(request.body(Body::from(body)).unwrap(), &()).await
    }

    #[tokio::test]
    async fn what_was_typed_arrives_beside_a_file_that_is_too_large() {
        let large = vec![b'a'; limits::UPLOAD_BYTES_MAX + 1];
        let read = read(&[
            ("plano", Some("p.pdf"), large),
            ("foto", Some("f.png"), b"PNG".to_vec()),
            ("otra", Some(""), Vec::new()),
            ("nota", None, b"a\r\nb".to_vec()),
        ])
        .await
        .unwrap();
        assert_eq!(read.form.get("nota"), "a\nb");
        let [plan, photo] = read.files.as_slice() else {
            panic!("{:?}", read.files.len());
        };
        assert!(matches!(plan.content, Content::TooLarge), "{}", plan.name);
        assert_eq!(
            (photo.field.as_str(), photo.name.as_str()),
            ("foto", "f.png")
        );
        assert!(matches!(&photo.content, Content::Whole(bytes) if bytes.as_ref() == b"PNG"));
    }

    #[tokio::test]
    async fn files_together_have_a_bound_and_so_do_the_fields() {
        let whole = || vec![b'a'; limits::UPLOAD_BYTES_MAX];
        let several: Vec<(&str, Option<&str>, Vec<u8>)> =
            (0..4).map(|_| ("plano", Some("p.pdf"), whole())).collect();
        let kept = read(&several).await.unwrap();
        let kept = kept.files.iter();
        let kept = kept.filter(|file| matches!(file.content, Content::Whole(_)));
        assert_eq!(kept.count(), 3);
        let typed = vec![b'a'; limits::FORM_BODY_BYTES_MAX + 1];
        let refused = read(&[("nota", None, typed)]).await.unwrap_err();
        assert_eq!(refused.code(), "platform.too-large");
    }

    #[tokio::test]
    async fn a_plain_form_is_one_without_files() {
        let request = Request::builder().body(Body::from("nota=hola")).unwrap();
        let read = Enclosed::from_request(request, &()).await.unwrap();
        assert_eq!((read.form.get("nota"), read.files.len()), ("hola", 0));
    }
}
