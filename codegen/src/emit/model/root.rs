//! The model crate's root: its modules, and what it says of itself.

use crate::emit::package::Package;
use crate::emit::rust::{SourceFile, lines};

impl Package<'_> {
    pub fn model_root(&self) -> String {
        let mut file = SourceFile::generated_from(&self.spec_folder());
        file.module_docs(&format!(
            "Types of {} ({}).\n\nThey are plain structs. Fields are `Option`, unknown members are ignored, \
             enums keep unknown values,\nand numbers, booleans and text are read in whatever way the service \
             writes them.",
            self.service.title, self.service.version
        ));
        let chapters = self.service.chapters.iter().filter(|chapter| !chapter.types.is_empty());
        let modules: Vec<&str> = chapters.map(|chapter| chapter.module.as_str()).collect();
        file.text(lines(&modules, |module| format!("mod {module};")));
        file.text(lines(&modules, |module| format!("pub use {module}::*;")));
        file.finish()
    }
}
