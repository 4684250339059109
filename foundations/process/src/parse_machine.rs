//! From what is written to a [`Lookup`] or a [`Call`].

use crate::Error;
use crate::definition::StageId;
use crate::machine::{Call, Kept, KeptSort, Lookup, Method};
use crate::ordered::Ordered;
use crate::parse::{formula, named};
use crate::raw::{RawCall, RawLookup};

/// Values that one answer is kept of.
const KEPT_MAX: usize = 20;

pub(crate) fn build_lookup(stage: &str, raw: RawLookup) -> Result<Lookup, Error> {
    let key = raw.key.map(|key| formula(stage, &key)).transpose()?;
    Ok(Lookup {
        dataset: raw.registry,
        key,
        keeps: build_kept(stage, raw.keeps)?,
    })
}

/// How long it is tried, whether the clock stands still, and where it goes without an answer.
type Patience = (String, bool, StageId);

pub(crate) fn build_call(
    stage: &str,
    raw: RawCall,
    (within, stops_clock, otherwise): Patience,
) -> Result<Call, Error> {
    let methods = [
        (Method::Get, raw.get),
        (Method::Post, raw.post),
        (Method::Put, raw.put),
    ];
    let mut written = methods
        .into_iter()
        .filter_map(|(method, path)| Some((method, path?)));
    let (Some((method, path)), None) = (written.next(), written.next()) else {
        return Err(Error::new(
            stage,
            "calls lleva exactamente uno de: get, post, put",
            "calls takes exactly one of: get, post, put",
        ));
    };
    let mut sends = Vec::new();
    for (name, text) in raw.sends.0 {
        sends.push((name, formula(stage, &text)?));
    }
    let call = Call {
        system: raw.system,
        method,
        path,
        sends,
        keeps: build_kept(stage, raw.keeps)?,
        within,
        stops_clock,
        otherwise,
    };
    prove_path(stage, &call)?;
    Ok(call)
}

fn build_kept(stage: &str, raw: Ordered<KeptSort>) -> Result<Vec<Kept>, Error> {
    if raw.0.len() > KEPT_MAX {
        return Err(Error::new(
            stage,
            format!("keeps guarda hasta {KEPT_MAX} valores"),
            format!("keeps takes up to {KEPT_MAX} values"),
        ));
    }
    let mut kept = Vec::new();
    for (name, sort) in raw.0 {
        named(&name)?;
        kept.push(Kept { name, sort });
    }
    Ok(kept)
}

/// A path stays below the address that the operator gave, and what it names is sent.
fn prove_path(stage: &str, call: &Call) -> Result<(), Error> {
    let is_sent = |name: &str| call.sends.iter().any(|(sent, _)| sent == name);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let fits = |segment: &str| {
        let named = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        match named {
            Some(name) => is_sent(name),
            None => {
                !segment.is_empty() && !segment.starts_with('.') && segment.bytes().all(is_plain)
            }
        }
    };
    let segments = call.path.strip_prefix('/');
    if segments.is_some_and(|path| path.split('/').all(fits)) {
        return Ok(());
    }
    let path = &call.path;
    Err(Error::new(
        stage,
        format!(
            "«{path}» no sirve de ruta: escribe /partes/sencillas, o {{nombre}} de lo que está en sends"
        ),
        format!("«{path}» is no path: write /plain/parts, or {{name}} of what is in sends"),
    ))
}
