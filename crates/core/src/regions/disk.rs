//! Reading the regions file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::Error;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Reads a regions file; `None` for one that nobody named and that is not there.
pub(crate) fn read_file(path: &Path, named: bool) -> Result<Option<String>, Error> {
    if !named && !path.exists() {
        return Ok(None);
    }
    let fail = |why: String| {
        let way =
            if named { "correct HUAWEICLOUD_SDK_REGIONS_FILE" } else { "correct the file, or remove it" };
        Error::config(format!("regions file {} {why}: {way}", path.display()))
    };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|mut file| (&mut file).take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| fail(format!("cannot be read ({error})")).with_source(error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(fail(format!("has more than the {} KiB that are read", LARGEST >> 10)));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| fail("is not UTF-8".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_an_error_unless_nobody_named_it() {
        let folder = std::env::temp_dir().join(format!("huaweicloud-regions-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        assert_eq!(read_file(&folder.join("none"), false).unwrap(), None);
        assert_eq!(read_file(&path("good", b"VPN:"), false).unwrap().as_deref(), Some("VPN:"));
        let large = vec![b' '; (LARGEST + 1) as usize];
        for (path, named, hint) in [
            (folder.join("none"), true, "HUAWEICLOUD_SDK_REGIONS_FILE"),
            (folder.clone(), false, "or remove it"),
            (path("latin-1", b"\xe9"), true, "not UTF-8"),
            (path("large", &large), false, "more than the 1024 KiB"),
        ] {
            let error = read_file(&path, named).unwrap_err();
            let shown = error.to_string();
            assert!(error.is_config() && shown.contains(hint), "{shown}");
            assert!(shown.contains(&path.display().to_string()), "{shown}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
