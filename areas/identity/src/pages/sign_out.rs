//! `POST /salir`: ends the session.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, header};
use platform::{Visit, cookie, redirect};

use crate::{State, sessions};

/// Ends the session of the cookie, here and in the store. Leaving twice is as good as once.
pub(super) async fn leave(
    visit: Visit,
    Shared(state): Shared<State>,
    headers: HeaderMap,
) -> platform::Result {
    if let Some(presented) =
        cookie::get(visit.app.site(), &headers, sessions::COOKIE).map(str::to_owned)
    {
        state
            .app
            .store()
            .write(move |tx| sessions::end_by_cookie(tx, &presented))
            .await?;
    }
    let mut response = redirect::see_other("/");
    response.headers_mut().append(
        header::SET_COOKIE,
        cookie::clear(visit.app.site(), sessions::COOKIE),
    );
    // The browser forgets the pages of whoever leaves, so that "back" on a shared computer shows none.
    response
        .headers_mut()
        .insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    super::no_store(&mut response);
    Ok(response)
}
