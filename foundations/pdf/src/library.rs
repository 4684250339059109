//! Typst's standard library as our templates see it.

use std::sync::LazyLock;

use typst::{
    Feature, Features, Library, LibraryExt,
    foundations::{Binding, Value},
    utils::LazyHash,
};

/// Built once and shared by all documents.
///
/// Row headers of tables (`pdf.header-cell`) are still behind a feature of Typst's, and without
/// them a screen reader cannot say which answer belongs to which question. `plugin` runs WebAssembly
/// without an end in sight, and no document needs it.
pub(crate) static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features: Features = [Feature::A11yExtras].into_iter().collect();
    let mut library = Library::builder().with_features(features).build();
    library
        .global
        .scope_mut()
        .bind("plugin".into(), Binding::detached(Value::None));
    library.std = Binding::detached(library.global.clone());
    LazyHash::new(library)
});
