//! Makes one list of the samples in `corpus/`, which `kbfix demo` carries with it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=corpus");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("corpus");
    let mut files = Vec::new();
    list(&root.join("kb"), &mut files)?;
    list(&root.join("txt"), &mut files)?;
    files.sort();
    let mut out = String::from("/// The samples: path and content.\nconst SAMPLES: &[(&str, &[u8])] = &[\n");
    for file in files {
        let path = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(out, "    ({path:?}, include_bytes!({:?})),", file.display().to_string());
    }
    out.push_str("];\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("samples.rs"), out)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
