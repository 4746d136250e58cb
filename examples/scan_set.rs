//! Makes a set of files for `benches/scan.sh`: builds that the index knows, met exactly, missed, surpassed, disguised.
//! `scan_set INDEX FOLDER COUNT [REAL]` writes COUNT files below FOLDER and says on standard output, for each, what a
//! scan must say of the article: path, article, answer, strength (`-` where it must not be compared at all). Real PE
//! files below the folder REAL are taken for it too, with the version, processor, size and date that are wanted.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "a tool of the benchmark")]

#[path = "../tests/binaries.rs"]
mod binaries;

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, SystemTime};

use binaries::{Program, le, ne, pe};
use kbfix::article::Architecture;
use kbfix::index::Index;
use kbfix::scan::Known;
use kbfix::scan::binary::{Format, Source, read};
use kbfix::search::files::{Build, History};

/// How a file differs from the build that it is made after, and what has to come of it.
struct Way {
    /// Added to the last number of the version; `None` leaves the version out.
    version: Option<i32>,
    days: i64,
    size: i64,
    other_processor: bool,
    copied: bool,
    expected: &'static str,
}

const SAME: Way = Way {
    version: Some(0),
    days: 0,
    size: 0,
    other_processor: false,
    copied: false,
    expected: "has_the_fix,strong",
};

/// For builds whose article gives a version.
const VERSIONED: &[Way] = &[
    SAME,
    Way { version: Some(-1), days: -60, expected: "older_than_the_fix,strong", ..SAME },
    Way { version: Some(-1), days: 60, expected: "older_than_the_fix,likely", ..SAME },
    Way { version: Some(1), days: 60, expected: "newer,strong", ..SAME },
    Way { version: Some(1), days: -60, expected: "newer,likely", ..SAME },
    Way { size: 512, expected: "has_the_fix,likely", ..SAME },
    Way { days: 100, expected: "has_the_fix,likely", ..SAME },
    Way { days: -100, size: 512, expected: "cannot_tell,", ..SAME },
    Way { copied: true, ..SAME },
    Way { other_processor: true, expected: "-", ..SAME },
    Way { version: None, expected: "has_the_fix,likely", ..SAME },
];

/// For those with date, time and size alone; the file has a version of its system.
const DATED: &[Way] = &[
    Way { expected: "has_the_fix,likely", ..SAME },
    Way { days: -100, expected: "older_than_the_fix,likely", ..SAME },
    Way { days: 100, expected: "newer,likely", ..SAME },
    Way { size: 1_000_000, days: 100, expected: "cannot_tell,", ..SAME },
    Way { copied: true, expected: "cannot_tell,", ..SAME },
    Way { other_processor: true, expected: "-", ..SAME },
];

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, index, folder, count, real @ ..] = args.as_slice() else {
        panic!("scan_set INDEX FOLDER COUNT [REAL]")
    };
    let templates = real.first().map(|folder| templates(Path::new(folder))).unwrap_or_default();
    let mut dressed = 0;
    let known = Known::read(&Index::open(Path::new(index)).unwrap(), &[]).unwrap();
    let usable: Vec<(&History, &Build)> = known
        .histories
        .iter()
        .flat_map(|history| history.builds.iter().map(move |build| (history, build)))
        .filter(|(history, build)| is_usable(history, build))
        .collect();
    for at in 0..count.parse::<usize>().unwrap() {
        let (history, build) = usable[at % usable.len()];
        let ways = if build.version.is_some() { VERSIONED } else { DATED };
        let way = &ways[(at / usable.len() + at) % ways.len()];
        let way = if way.other_processor && has_twin(history, build) { &ways[0] } else { way };
        let path = format!("{:03}/{:05}/{}", at / 200, at, cased(&history.name, at));
        let template = fitting(&templates, at, build, way);
        dressed += usize::from(template.is_some());
        make(&Path::new(folder).join(&path), build, way, template);
        build.articles.iter().for_each(|article| println!("{path},{},{}", article.id, way.expected));
    }
    eprintln!("{dressed} of them from {} real files", templates.len());
}

/// A real PE file with a version, and where that stands.
struct Template {
    bytes: Vec<u8>,
    version: usize,
}

/// Bytes of the largest real file that is taken: the set would be too large else.
const LARGEST: u64 = 256 << 10;

/// The PE files of x86 below a folder whose version is told in one place.
fn templates(folder: &Path) -> Vec<Template> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let mut paths: Vec<_> = files.filter(|file| file.file_type().is_file()).collect();
    paths.retain(|file| file.metadata().is_ok_and(|metadata| metadata.len() <= LARGEST));
    paths.sort_by(|a, b| a.path().cmp(b.path()));
    paths.iter().filter_map(|file| template(fs::read(file.path()).ok()?)).collect()
}

fn template(bytes: Vec<u8>) -> Option<Template> {
    let read = read(&mut Source::new(Cursor::new(&bytes)).ok()?).ok()?;
    let fits = read.format == Format::Pe && read.architecture == Some(Architecture::X86) && !read.is_debug;
    let signature = 0xfeef_04bd_u32.to_le_bytes();
    let mut signatures = memchr::memmem::find_iter(&bytes, &signature);
    match (signatures.next(), signatures.next()) {
        (Some(version), None) if fits && read.version.is_some() => Some(Template { bytes, version }),
        _ => None,
    }
}

/// A real file that is small enough, where the way leaves it a version; every third file is of our own making.
fn fitting<'t>(templates: &'t [Template], at: usize, build: &Build, way: &Way) -> Option<&'t Template> {
    let size = size(build, way);
    let fit: Vec<_> = templates.iter().filter(|template| template.bytes.len() as u64 <= size).collect();
    way.version.filter(|_| !at.is_multiple_of(3) && !fit.is_empty()).map(|_| fit[at % fit.len()])
}

impl Template {
    /// The file as what the program is to say of itself.
    fn dressed(&self, program: &Program) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        let header = u32::from_le_bytes(self.bytes[0x3c..0x40].try_into().unwrap()) as usize;
        put(header + 4, &program.machine.to_le_bytes());
        put(header + 8, &program.linked.to_le_bytes());
        let [first, second, third, fourth] = program.version.unwrap().map(u16::to_le_bytes);
        put(self.version + 8, &[second, first, fourth, third].concat());
        bytes
    }
}

fn size(build: &Build, way: &Way) -> u64 {
    (build.size.unwrap().cast_signed() + way.size).max(4096).cast_unsigned()
}

/// Builds of which all that the ways change is known, and that no other build of the same articles resembles.
fn is_usable(history: &History, build: &Build) -> bool {
    let version = build.version_number.as_ref().map(|version| version.0.as_slice());
    let numbered = match version {
        Some([_, _, _, last]) => *last > 5,
        Some(_) => false,
        None => build.product_line.as_ref().is_some_and(|line| line.as_str() == "Windows NT 4.0"),
    };
    let alone = history.builds.iter().all(|other| {
        let shared =
            other.articles.iter().any(|one| build.articles.iter().any(|article| article.id == one.id));
        std::ptr::eq(other, build)
            || !shared
            || (other.architecture, build.architecture) == (build.architecture, None)
            || other.architecture.is_some() && other.architecture != build.architecture
    });
    let lines: std::collections::BTreeSet<_> =
        history.builds.iter().flat_map(|other| &other.product_lines).collect();
    let told = lines.len() == 1
        || matches!(version, None | Some([4, 0, 1381, _] | [5, 0, 2195, _] | [5, 1, 2600, _]));
    let whole = build.size.is_some_and(|size| size > 8192) && build.date.is_some() && build.time.is_some();
    let one_line = history.builds.iter().all(|other| build.version.is_none() || other.product_line.is_some());
    let processor = matches!(build.architecture, Some(Architecture::X86 | Architecture::Alpha));
    numbered && told && alone && whole && one_line && processor && build.uncompared.is_none()
}

/// Whether an article of the build has one for another processor too.
fn has_twin(history: &History, build: &Build) -> bool {
    let shared =
        |other: &Build| other.articles.iter().any(|one| build.articles.iter().any(|own| own.id == one.id));
    history.builds.iter().any(|other| other.architecture != build.architecture && shared(other))
}

/// Names stand in all cases on old disks.
fn cased(name: &str, at: usize) -> String {
    match at % 3 {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        _ => name.to_owned(),
    }
}

fn make(path: &Path, build: &Build, way: &Way, template: Option<&Template>) {
    let alpha = (build.architecture == Some(Architecture::Alpha)) != way.other_processor;
    let numbers: Option<Vec<u16>> = match &build.version_number {
        Some(version) => Some(version.0.iter().map(|&number| number as u16).collect()),
        None => Some(vec![4, 0, 1381, 335]),
    };
    let version = numbers.zip(way.version).map(|(numbers, add)| {
        let add = if build.version.is_some() { add } else { 0 };
        [numbers[0], numbers[1], numbers[2], u16::try_from(i32::from(numbers[3]) + add).unwrap()]
    });
    let program = Program { machine: if alpha { 0x184 } else { 0x14c }, version, ..Program::default() };
    let is_driver = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("vxd"));
    let bytes = match path.to_string_lossy().len() % 7 {
        _ if template.is_some() => template.unwrap().dressed(&program),
        _ if alpha || way.other_processor => pe(&program),
        0 if is_driver => le(&program),
        1 => ne(&program),
        _ => pe(&program),
    };
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_len(size(build, way)).unwrap();
    let minutes = build.moment().unwrap().0 + way.days * 24 * 60;
    let made = if way.copied { 1_767_225_600 } else { minutes.cast_unsigned() * 60 };
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(made)).unwrap();
}
