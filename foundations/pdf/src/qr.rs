//! The square that a telephone reads.

use qrcode::{EcLevel, QrCode, render::svg};

use crate::Error;

/// Draws `text` as a QR code in SVG.
///
/// A quarter of it may be creased or stained and it is still read: paper lives in wallets.
///
/// # Errors
/// [`Error::Qr`] if the text does not fit.
pub(crate) fn draw(text: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).map_err(|_| Error::Qr)?;
    Ok(code
        .render::<svg::Color<'_>>()
        .quiet_zone(true)
        .dark_color(svg::Color("#1b1a17"))
        .light_color(svg::Color("#ffffff"))
        .build())
}
