//! `Kbfix::new().article(…).args(…).run()`: the program on a temporary folder.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A temporary folder with `corpus/` and `index/`, in which the program is run.
pub struct Kbfix {
    folder: TempDir,
}

/// What a run printed and how it ended.
#[must_use]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Kbfix {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With the project's own samples, indexed.
    pub fn with_samples() -> Self {
        let kbfix = Self::new();
        let samples = project().join("corpus");
        let run = kbfix.run(&["index", samples.to_str().unwrap()]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        kbfix
    }

    /// Writes a file below the folder.
    pub fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Writes an article as a DOCUMENT text and returns its path.
    pub fn article(&self, path: &str, number: u32, title: &str, body: &str) -> &Self {
        self.file(path, document(number, "01-MAR-1999", title, body))
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The command, not yet run: in the folder, with its index, without the caller's settings.
    pub fn command(&self, args: &[&str]) -> Command {
        self.settled(Command::new(env!("CARGO_BIN_EXE_kbfix")), args)
    }

    /// A line for the shell, not yet run; the same otherwise.
    pub fn shell(&self, line: &str) -> Command {
        self.settled(Command::new("sh"), &["-c", line])
    }

    fn settled(&self, mut command: Command, args: &[&str]) -> Command {
        command.current_dir(self.folder.path()).args(args);
        let unset = [
            "KBFIX_INDEX",
            "KBFIX_VOCABULARY",
            "KBFIX_PAGER",
            "PAGER",
            "LESS",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "TERM",
        ];
        for name in unset {
            command.env_remove(name);
        }
        command.env("KBFIX_INDEX", self.path("index"));
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    /// Another program, in the folder.
    pub fn run_other(&self, program: &Path, args: &[&str]) -> Run {
        Run::of(Command::new(program).args(args).current_dir(self.folder.path()).output().unwrap())
    }

    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Run::of(child.wait_with_output().unwrap())
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
    }

    /// Asserts success and gives what was printed.
    #[track_caller]
    pub fn found(self) -> String {
        assert_eq!(self.code, Some(0), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self.stdout
    }

    /// Asserts an error and gives its message.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(2), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self.stderr
    }

    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.found()).unwrap()
    }
}

/// A DOCUMENT text in the archive's shape.
pub fn document(number: u32, date: &str, title: &str, body: &str) -> String {
    let rule = "=".repeat(70);
    let text = format!(
        "DOCUMENT:Q{number}  {date}  [winnt]\nTITLE   :{title}\nPRODUCT :Microsoft Windows NT\n\
         PROD/VER:winnt:4.0\nOPER/SYS:\nKEYWORDS:kbnetwork\n\n{rule}\n{body}\n\n\
         Additional query words:\n\n{rule}\nKeywords          : kbnetwork \n"
    );
    text.replace('\n', "\r\n")
}

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of `tests/labels`: labelled queries and records, and the programs that score them.
pub fn labels(name: &str) -> PathBuf {
    project().join("tests/labels").join(name)
}

/// A path of the material beside the project, which only its maintainers have.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = project().join("../shared").join(path);
    if path.exists() { Some(path) } else { skip_without_archive(&path) }
}

/// The folder of the real archive. Says that the test is skipped where there is none.
pub fn archive() -> Option<PathBuf> {
    find_archive().or_else(|| skip_without_archive(Path::new("archive (KBFIX_ARCHIVE)")))
}

/// The folder of the real archive: `KBFIX_ARCHIVE`, or the one beside the project, unpacked.
pub fn find_archive() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("KBFIX_ARCHIVE") {
        return Some(PathBuf::from(folder));
    }
    let program = project().join("../shared/bin/unpack-archive");
    if !program.exists() {
        return None;
    }
    let unpack = Command::new(program).output().unwrap();
    assert!(unpack.status.success(), "{}", String::from_utf8_lossy(&unpack.stderr));
    Some(PathBuf::from(String::from_utf8(unpack.stdout).unwrap().trim()))
}

/// A program of that name on the path; `None`, after a word about it, where there is none.
pub fn program(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).map(|folder| folder.join(&file)).find(|path| path.is_file());
    found.or_else(|| skip(Path::new(name)))
}

/// A Python that has the module: `KBFIX_PYTHON`, or the one on the path; or `None`, as in [`program`].
pub fn python_with(module: &str) -> Option<PathBuf> {
    let python = std::env::var_os("KBFIX_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let import = Command::new(&python).args(["-c", &format!("import {module}")]).output();
    if import.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    skip(Path::new(&format!("{module} for Python")))
}

/// Reports that the test is skipped because a program is missing. `.ci/run` installs every program and sets `KBFIX_CI=1`:
/// then a missing one fails the test.
pub fn skip(path: &Path) -> Option<PathBuf> {
    skip_unless("KBFIX_CI", path)
}

/// Reports that the test is skipped because the archive is missing. With `KBFIX_REQUIRE_ARCHIVE=1` the test fails.
pub fn skip_without_archive<T>(path: &Path) -> Option<T> {
    skip_unless("KBFIX_REQUIRE_ARCHIVE", path)
}

fn skip_unless<T>(required: &str, path: &Path) -> Option<T> {
    let is_required = std::env::var(required).is_ok_and(|value| value == "1");
    assert!(!is_required, "{required}=1, but there is no {}", path.display());
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    // Past the capture of the test runner, so that nobody takes a skipped test for a passed one.
    let _ = writeln!(std::io::stderr(), "SKIPPED {test}: there is no {}", path.display());
    None
}
