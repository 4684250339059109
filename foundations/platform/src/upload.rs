//! A form with a file, bounded.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};

use crate::form::{Form, read_body, tidy};
use crate::{Problem, limits};

/// A file as a browser sent it. Its name and type are the browser's word only.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The name it had there.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// The fields of a form and its file, if one was chosen.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The other fields.
    pub form: Form,
    /// The file; none when nothing was chosen.
    pub file: Option<UploadedFile>,
}

/// Room for the other fields and the lines between the parts.
const AROUND_THE_FILE_BYTES_MAX: usize = limits::FORM_BODY_BYTES_MAX;

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let boundary =
            multer::parse_boundary(kind).map_err(|error| Problem::bad_request().source(error))?;
        let bytes_max = limits::UPLOAD_BYTES_MAX + AROUND_THE_FILE_BYTES_MAX;
        let body = read_body(request, bytes_max)
            .await
            .map_err(file_too_large)?;
        parse(body, boundary).await
    }
}

pub(crate) async fn parse(body: Bytes, boundary: String) -> Result<Upload, Problem> {
    let whole = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
    let mut parts = multer::Multipart::new(whole, boundary);
    let mut fields = Vec::new();
    let mut file = None;
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        if fields.len() >= limits::FORM_FIELDS_MAX {
            return Err(Problem::bad_request());
        }
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(ToOwned::to_owned) {
            Some(file_name) => {
                let bytes = part.bytes().await.map_err(unreadable)?;
                if bytes.len() > limits::UPLOAD_BYTES_MAX {
                    return Err(Problem::too_large(limits::UPLOAD_BYTES_MAX));
                }
                if !file_name.is_empty() || !bytes.is_empty() {
                    file = Some(UploadedFile {
                        name: file_name,
                        bytes,
                    });
                }
            }
            None => {
                let text = part.text().await.map_err(unreadable)?;
                fields.push((name, tidy(&text)));
            }
        }
    }
    Ok(Upload {
        form: Form::from_fields(fields),
        file,
    })
}

/// The limit that a person is told is the file's.
fn file_too_large(problem: Problem) -> Problem {
    if problem.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::too_large(limits::UPLOAD_BYTES_MAX)
    } else {
        problem
    }
}

fn unreadable(error: multer::Error) -> Problem {
    Problem::bad_request().source(error)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(file: &[u8]) -> Request {
        let mut body =
            b"--x\r\nContent-Disposition: form-data; name=\"pregunta\"\r\n\r\nplano\r\n--x\r\n"
                .to_vec();
        body.extend_from_slice(
            b"Content-Disposition: form-data; name=\"archivo\"; filename=\"p.pdf\"\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let request = Request::builder().header("content-type", "multipart/form-data; boundary=x");
        request.body(Body::from(body)).unwrap()
    }

    #[tokio::test]
    async fn a_file_comes_with_its_fields() {
        let upload = Upload::from_request(request(b"%PDF"), &()).await.unwrap();
        assert_eq!(upload.form.get("pregunta"), "plano");
        let file = upload.file.unwrap();
        assert_eq!(
            (file.name.as_str(), file.bytes.as_ref()),
            ("p.pdf", b"%PDF".as_slice())
        );
    }

    #[tokio::test]
    async fn a_field_beside_a_file_is_kept_as_in_any_form() {
        let body =
            "--x\r\nContent-Disposition: form-data; name=\"nota\"\r\n\r\na\r\nb\0c\r\n--x--\r\n";
        let request = Request::builder().header("content-type", "multipart/form-data; boundary=x");
        let request = request.body(Body::from(body)).unwrap();
        let upload = Upload::from_request(request, &()).await.unwrap();
        assert_eq!(upload.form.get("nota"), "a\nbc");
    }

    #[tokio::test]
    async fn thirty_megabytes_are_refused_by_name_and_not_kept() {
        let problem = Upload::from_request(request(&vec![b'a'; 30 * 1024 * 1024]), &())
            .await
            .unwrap_err();
        assert_eq!(problem.code(), "platform.too-large");
    }

    #[tokio::test]
    async fn what_is_no_form_is_told_so() {
        let request = Request::builder()
            .header("content-type", "text/plain")
            .body(Body::from("x"))
            .unwrap();
        assert_eq!(
            Upload::from_request(request, &()).await.unwrap_err().code(),
            "platform.unreadable"
        );
    }
}
