//! From places in decoded texts to places in files.

use super::{Decoded, fingerprint};
use crate::{
    article::{Origin, Provenance},
    grammar::{Judged, Places},
};

/// A file that a record was read from.
#[derive(Clone, Copy)]
pub struct Traced<'a> {
    /// Relative to the folder that was given.
    pub path: &'a str,
    pub bytes: &'a [u8],
    pub decoded: &'a Decoded<'a>,
    /// What was read from it.
    pub places: &'a Places,
}

/// Where each judged field was read: in the first of `files` that has values of it.
pub fn provenance(files: &[Traced<'_>]) -> Provenance {
    let origin =
        |field| files.iter().find(|file| !file.places[field].is_empty()).map(|file| origin(file, field));
    Provenance {
        applies_to: origin(Judged::AppliesTo),
        fix_files: origin(Judged::FixFiles),
        fixed_in: origin(Judged::FixedIn),
        disposition: origin(Judged::Disposition),
        references: origin(Judged::References),
        error_codes: origin(Judged::ErrorCodes),
        errors: origin(Judged::Errors),
        error_messages: origin(Judged::ErrorMessages),
    }
}

fn origin(file: &Traced<'_>, field: Judged) -> Origin {
    let byte = |offset| file.decoded.origin(offset);
    Origin {
        path: file.path.to_owned(),
        fingerprint: format!("{:016x}", fingerprint(Some(file.bytes))),
        spans: file.places[field].iter().map(|span| (byte(span.start), byte(span.end))).collect(),
    }
}
