//! Scans: what files say of themselves, each verdict with each strength, listings, and reports.

use std::io::Cursor;
use std::{fs, path::Path};

use jiff::Timestamp;
use kbfix::article::{AppliesTo, Architecture, Article, ArticleId, FixFile, Version};
use kbfix::scan::binary::{Binary, Format, Source, read};
use kbfix::scan::judge::{Answer, Reason, examine};
use kbfix::scan::{Examined, File, Known};
use kbfix::search::files::Strength;
use proptest::prelude::*;

use crate::binaries::{Program, le, ne, pe};
use crate::harness::{Kbfix, document};

fn binary(bytes: &[u8]) -> Binary {
    read(&mut Source::new(Cursor::new(bytes)).unwrap()).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with what may be none")]
fn version(text: &str) -> Option<Version> {
    Some(text.parse().unwrap())
}

const NT4: Program = Program {
    machine: 0x14c,
    version: Some([4, 0, 1381, 7109]),
    linked: 0x3bf3_0000,
    original_name: "tcpip.sys",
    is_debug: false,
};

#[test]
fn programs_say_what_they_are() {
    for (machine, architecture) in [
        (0x14c, Some(Architecture::X86)),
        (0x184, Some(Architecture::Alpha)),
        (0x166, Some(Architecture::Mips)),
        (0x1f0, Some(Architecture::PowerPc)),
        (0x200, Some(Architecture::Ia64)),
        (0x8664, None),
    ] {
        let found = binary(&pe(&Program { machine, ..NT4 }));
        assert_eq!((found.format, found.architecture), (Format::Pe, architecture));
        assert_eq!(found.machine.is_some(), architecture.is_none());
        assert_eq!((found.version, found.linked), (version("4.0.1381.7109"), Some(0x3bf3_0000)));
        assert_eq!(found.original_name.as_deref(), Some("tcpip.sys"));
        assert_eq!((found.is_debug, found.damage), (false, None));
    }
    let vxd = Program { version: Some([4, 0, 0, 1114]), original_name: "VREDIR.VXD", is_debug: true, ..NT4 };
    for (bytes, format) in [(ne(&vxd), Format::Ne), (le(&vxd), Format::Le)] {
        let found = binary(&bytes);
        assert_eq!((found.format, found.architecture), (format, Some(Architecture::X86)));
        assert_eq!((found.version, found.is_debug), (version("4.0.0.1114"), true), "{format:?}");
        assert_eq!(found.original_name.as_deref(), Some("VREDIR.VXD"), "{format:?}");
    }
}

#[test]
fn what_has_no_version_says_so() {
    let none = Program { version: None, ..NT4 };
    for (bytes, format) in [
        (pe(&none), Format::Pe),
        (ne(&none), Format::Ne),
        (le(&none), Format::Le),
        (b"MZ and nothing else".to_vec(), Format::Mz),
        (b"[boot]\r\nshell=progman.exe".to_vec(), Format::Other),
        (Vec::new(), Format::Other),
    ] {
        let found = binary(&bytes);
        assert_eq!((found.format, found.version, found.damage), (format, None, None));
    }
}

#[test]
fn a_broken_way_to_the_version_is_made_good_by_its_signature() {
    let mut bytes = pe(&NT4);
    // The type of the resource is another.
    bytes[0x210] = 24;
    assert_eq!(binary(&bytes).version, version("4.0.1381.7109"));
    let mut bytes = le(&NT4);
    bytes[0x80 + 0xc0..0x80 + 0xc8].fill(0);
    assert_eq!(binary(&bytes).version, version("4.0.1381.7109"));
}

#[test]
fn truncated_files_never_panic_and_never_lie() {
    for whole in [pe(&NT4), ne(&NT4), le(&NT4)] {
        let mut versions = Vec::new();
        for length in 0..whole.len() {
            let found = binary(&whole[..length]);
            assert!(found.version.is_none() || found.version == version("4.0.1381.7109"), "{length}");
            versions.push(found.version.is_some());
        }
        assert!(versions.contains(&true) && versions.contains(&false));
    }
    let whole = pe(&NT4);
    assert_eq!(binary(&whole[..0x230]).damage, Some("it ends within its resources"));
}

proptest! {
    #[test]
    fn any_bytes_are_read(mut bytes in prop::collection::vec(any::<u8>(), 0..2000), kind in 0_usize..4) {
        if kind > 0 && bytes.len() > 0x50 {
            let sign: &[u8] = [b"PE\0\0".as_slice(), b"NE", b"LE"][kind - 1];
            bytes[..2].copy_from_slice(b"MZ");
            bytes[0x3c..0x40].copy_from_slice(&0x40_u32.to_le_bytes());
            bytes[0x40..0x40 + sign.len()].copy_from_slice(sign);
        }
        binary(&bytes);
    }

    #[test]
    fn any_change_is_read(changes in prop::collection::vec((0_usize..2000, any::<u8>()), 0..20), kind in 0_usize..3) {
        let make: [fn(&Program) -> Vec<u8>; 3] = [pe, ne, le];
        let mut bytes = make[kind](&NT4);
        for (at, byte) in changes {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        binary(&bytes);
    }

    #[test]
    fn any_listing_is_read(bytes in prop::collection::vec(any::<u8>(), 0..500), text in "[0-9/:. apx~-]{0,60}") {
        let known = known();
        let _ = kbfix::scan::list::scan(&known, &bytes);
        let _ = kbfix::scan::list::scan(&known, text.as_bytes());
    }

    #[test]
    fn any_change_of_a_listing_is_read(
        lines in prop::collection::vec(prop::sample::select(LISTED.to_vec()), 1..9),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..9),
    ) {
        let mut bytes = lines.join("\n").into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = kbfix::scan::list::scan(&known(), &bytes);
    }
}

/// Lines of listings of all kinds.
const LISTED: [&str; 10] = [
    " Directory of C:\\WINNT\\system32\\drivers",
    "01/09/98  08:16a               143,664 tcpip.sys",
    "01/09/1998  08:16a             143,664 TCPIP~1.SYS  tcpip.sys",
    "TCPIP    SYS       143,664  01-09-98   8:16a tcpip.sys",
    "09.01.98  08:16               143.664 tcpip.sys",
    "./WINNT/system32/drivers:",
    "-rwxr-xr-x 1 root root 143664 Jan  9  1998 tcpip.sys",
    "-rwxr-xr-x 1 root root 143664 1998-01-09 08:16:00.000000000 +0000 tcpip.sys",
    "Version;Name;Size;Date",
    "4.0.1381.133;C:\\WINNT\\system32\\drivers\\tcpip.sys;143664;1998-01-09 08:16",
];

/// An article that gives builds of `tcpip.sys`.
fn article(number: u32, products: &[(&str, &str)], files: Vec<FixFile>) -> Article {
    let bullet = |&(product, version): &(&str, &str)| AppliesTo {
        product: product.to_owned(),
        versions: vec![version.to_owned()],
        ..AppliesTo::default()
    };
    let (id, title) = (ArticleId(number), format!("Article {number}"));
    Article {
        id,
        title,
        applies_to: products.iter().map(bullet).collect(),
        fix_files: files,
        ..Article::default()
    }
}

/// A row: version, date with time, size.
fn row(version: &str, moment: &str, size: u64) -> FixFile {
    let (date, time) = moment.split_once(' ').unwrap_or((moment, ""));
    FixFile {
        name: "Tcpip.sys".to_owned(),
        version: (!version.is_empty()).then(|| version.to_owned()),
        version_number: version.parse().ok(),
        date: date.parse().ok(),
        time: (!time.is_empty()).then(|| time.to_owned()),
        size: (size > 0).then_some(size),
        platform: Some("Intel".to_owned()),
        architecture: Some(Architecture::X86),
        ..FixFile::default()
    }
}

const NT: &str = "Microsoft Windows NT Server";

/// NT 4.0 with and without version, NT 3.51, Windows 2000, one that says too much, and one for Alpha.
fn known() -> Known {
    let alpha = FixFile {
        platform: Some("Alpha".to_owned()),
        architecture: Some(Architecture::Alpha),
        ..row("", "1999-11-22 11:21", 305_680)
    };
    let articles = [
        article(1, &[(NT, "4.0")], vec![row("4.0.1381.7109", "2001-11-15 21:34", 174_928)]),
        article(2, &[(NT, "4.0")], vec![row("", "1999-11-22 11:23", 171_664), alpha]),
        article(3, &[(NT, "3.51")], vec![row("", "1999-02-04 21:52", 124_080)]),
        article(
            4,
            &[("Microsoft Windows 2000 Server", "")],
            vec![row("5.0.2195.3163", "2001-01-17 16:43", 311_472)],
        ),
        article(5, &[(NT, "4.0"), (NT, "3.51")], vec![row("", "2000-05-26 13:33", 174_544)]),
    ];
    Known::new(&articles, &[])
}

fn file(version: &str, moment: &str, size: u64) -> File {
    File {
        path: "drivers/TCPIP.SYS".to_owned(),
        size: Some(size),
        modified: moment.parse().ok(),
        architecture: Some(Architecture::X86),
        version: version.parse().ok(),
        ..File::default()
    }
}

/// What is said of the file about the article of that number.
fn told(file: File, number: u32) -> Option<(Answer, Option<Strength>, Reason)> {
    let known = known();
    let history = known.find("TCPIP.SYS").unwrap();
    let Examined { verdicts, .. } = examine(&known, history, file);
    let of =
        |build| known.build(history, build).articles.iter().any(|article| article.id == ArticleId(number));
    let verdict = verdicts.into_iter().find(|verdict| of(verdict.build))?;
    Some((verdict.answer, verdict.strength, verdict.reason))
}

/// Every verdict, with every strength it can have.
#[test]
fn verdicts_by_their_evidence() {
    use Answer::{CannotTell, HasTheFix, Newer, OlderThanTheFix};
    use Strength::{Likely, Strong};
    let (strong, likely) = (Some(Strong), Some(Likely));
    for (version, moment, size, number, expected) in [
        // Versions decide.
        ("4.0.1381.7109", "2001-11-15T21:34", 174_928, 1, (HasTheFix, strong, Reason::Version)),
        ("4.0.1381.4", "1996-08-09T00:00", 100_000, 1, (OlderThanTheFix, strong, Reason::Version)),
        ("4.0.1381.7179", "2002-07-18T03:49", 174_960, 1, (Newer, strong, Reason::Version)),
        // A copy without its date, and a file of another language.
        ("4.0.1381.7109", "2026-01-01T00:00", 174_928, 1, (HasTheFix, strong, Reason::Version)),
        ("4.0.1381.7109", "2001-12-30T00:00", 174_928, 1, (HasTheFix, likely, Reason::VersionNotDate)),
        ("4.0.1381.7109", "2001-11-15T21:34", 175_440, 1, (HasTheFix, likely, Reason::VersionNotSize)),
        ("4.0.1381.7109", "2001-12-30T00:00", 175_440, 1, (CannotTell, None, Reason::Contradiction)),
        // Versions and dates against each other.
        ("4.0.1381.7086", "2002-03-01T00:00", 174_640, 1, (OlderThanTheFix, likely, Reason::VersionNotDate)),
        ("4.0.1381.7179", "2001-03-01T00:00", 174_960, 1, (Newer, likely, Reason::VersionNotDate)),
        // Date and size alone: never more than likely.
        ("4.0.1381.335", "1999-11-22T11:23", 171_664, 2, (HasTheFix, likely, Reason::DateAndSize)),
        ("4.0.1381.335", "1999-11-22T19:23", 171_664, 2, (HasTheFix, likely, Reason::DateAndSize)),
        ("4.0.1381.335", "1999-11-22T11:25", 171_664, 2, (CannotTell, None, Reason::TooLittle)),
        ("4.0.1381.335", "1999-11-22T11:23", 171_000, 2, (CannotTell, None, Reason::Contradiction)),
        ("4.0.1381.133", "1998-01-09T08:16", 143_664, 2, (OlderThanTheFix, likely, Reason::Date)),
        ("4.0.1381.335", "2000-02-25T19:47", 174_448, 2, (Newer, likely, Reason::Date)),
        ("4.0.1381.335", "2000-02-01T13:04", 802_328, 2, (CannotTell, None, Reason::OtherSize)),
        ("4.0.1381.335", "2026-02-01T13:04", 171_664, 2, (CannotTell, None, Reason::TooLittle)),
        // Of two products, and the article does not say which: only the build itself is known again.
        ("4.0.1381.335", "2000-05-26T13:33", 174_544, 5, (HasTheFix, likely, Reason::DateAndSize)),
        ("4.0.1381.335", "1999-11-22T11:23", 171_664, 5, (CannotTell, None, Reason::BuildNotPlaced)),
        ("", "1998-01-09T08:16", 143_664, 2, (CannotTell, None, Reason::ProductNotKnown)),
    ] {
        assert_eq!(
            told(file(version, moment, size), number),
            Some(expected),
            "{version} {moment} {size} Q{number}"
        );
    }
}

#[test]
fn windows_95_prints_three_of_four_numbers() {
    let name = |version: &str| FixFile {
        name: "Vredir.vxd".into(),
        platform: None,
        architecture: None,
        ..row(version, "", 0)
    };
    let articles = [
        article(1, &[("Microsoft Windows 95", "")], vec![name("4.00.958")]),
        article(2, &[("Microsoft Windows 95 OEM Service Release", "2")], vec![name("4.00.1118")]),
    ];
    let known = Known::new(&articles, &[]);
    let history = known.find("vredir.vxd").unwrap();
    let examined = examine(&known, history, File { version: version("4.0.0.955"), ..File::default() });
    let [verdict] = examined.verdicts.as_slice() else { panic!("{examined:?}") };
    assert_eq!((verdict.answer, verdict.strength), (Answer::OlderThanTheFix, Some(Strength::Strong)));
    assert_eq!(examined.lines.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Windows 95"]);
}

#[test]
fn what_is_for_another_processor_or_product_is_not_compared() {
    let nt351 = file("3.51.1057.6", "1998-01-14T12:04", 123_824);
    assert_eq!(told(nt351.clone(), 1), None, "NT 3.51 is not held against NT 4.0");
    assert_eq!(told(nt351, 3), Some((Answer::OlderThanTheFix, Some(Strength::Likely), Reason::Date)));
    assert_eq!(told(file("5.0.2195.2779", "2000-12-01T00:00", 300_000), 1), None);
    let alpha =
        File { architecture: Some(Architecture::Alpha), ..file("4.0.1381.4", "1996-08-09T00:00", 250_000) };
    assert_eq!(told(alpha, 1), None);
    let amd64 = File {
        architecture: None,
        machine: Some(0x8664),
        ..file("6.1.7601.1", "2010-11-20T00:00", 1_900_000)
    };
    assert_eq!((1..=5).find_map(|number| told(amd64.clone(), number)), None);
}

#[test]
fn the_time_of_linking_stands_in_for_a_lost_date() {
    let linked = "1998-01-09T08:16".parse().ok();
    let copy = File { linked, ..file("4.0.1381.133", "2026-02-01T13:04", 143_664) };
    assert_eq!(told(copy, 2), Some((Answer::OlderThanTheFix, Some(Strength::Likely), Reason::Date)));
}

#[test]
fn a_build_for_finding_faults_is_told_by_its_version_only() {
    let debug = File { is_debug: true, ..file("4.0.1381.133", "1998-01-09T08:16", 180_000) };
    assert_eq!(told(debug.clone(), 2), Some((Answer::CannotTell, None, Reason::DebugBuild)));
    assert_eq!(told(debug, 1), Some((Answer::OlderThanTheFix, Some(Strength::Strong), Reason::Version)));
}

#[test]
fn a_build_that_is_recognised_tells_the_product() {
    let listed = File { architecture: None, ..file("", "1999-11-22T11:23", 171_664) };
    assert_eq!(
        told(listed.clone(), 2),
        Some((Answer::HasTheFix, Some(Strength::Likely), Reason::DateAndSize))
    );
    assert_eq!(
        told(listed.clone(), 1),
        Some((Answer::OlderThanTheFix, Some(Strength::Likely), Reason::Date))
    );
    assert_eq!(told(listed, 3), None, "it is of NT 4.0");
}

/// A system folder with fixes and without, and an index of three articles.
fn system() -> Kbfix {
    let kbfix = Kbfix::new();
    let table = |rows: &str| {
        format!(
            "The information in this article applies to:\n\n - Microsoft Windows NT Server version 4.0\n{}\n\nRESOLUTION\n\
             ==========\n\nThe fix should have the following file attributes:\n\n{rows}\n",
            "-".repeat(79)
        )
    };
    for (number, title, rows) in [
        (
            900_001,
            "Stop 0x50 <b>in</b> Tcpip.sys",
            "   18-Jul-2002  03:49  4.0.1381.7179  174,960  Tcpip.sys  x86",
        ),
        (900_002, "Sessions Stay Open", "   15-Nov-2001  21:34  4.0.1381.7109  174,928  Tcpip.sys  x86"),
        (900_003, "Denial of Service in Afd.sys", "   11/11/1999  05:18p    66,352    Afd.sys     x86"),
        (900_004, "Leak in Services.exe", "   05/26/98  10:07p                88,336 Xactsrv.dll (Intel)"),
    ] {
        kbfix.file(&format!("kb/Q{number}.TXT"), document(number, "01-AUG-2002", title, &table(rows)));
    }
    kbfix.run(&["index", "kb"]).found();
    put(&kbfix, "c/WINNT/system32/drivers/TCPIP.SYS", &NT4, 174_928, "2001-11-15T21:34:00Z");
    let afd = Program { version: Some([4, 0, 1381, 133]), original_name: "afd.sys", ..NT4 };
    put(&kbfix, "c/WINNT/system32/drivers/afd.sys", &afd, 66_000, "1998-12-01T10:00:00Z");
    let spool = Program { version: Some([4, 0, 1381, 4]), original_name: "xactsrv.dll", ..NT4 };
    put(&kbfix, "c/WINNT/system32/xactsrv.dll", &spool, 88_336, "1998-05-27T05:07:00Z");
    put(&kbfix, "c/WINNT/$NtUninstallQ900002$/tcpip.sys", &afd, 143_664, "1998-01-09T08:16:00Z");
    kbfix.file("c/WINNT/notes.txt", "nothing").file("c/i386/TCPIP.SY_", "SZDD");
    kbfix
}

fn put(kbfix: &Kbfix, path: &str, program: &Program, size: usize, time: &str) {
    let mut bytes = pe(program);
    bytes.resize(size, 0);
    kbfix.file(path, bytes);
    let time: Timestamp = time.parse().unwrap();
    fs::File::options().write(true).open(kbfix.path(path)).unwrap().set_modified(time.into()).unwrap();
}

#[test]
fn a_system_and_its_report() {
    let kbfix = system();
    let page = kbfix.run(&["scan", "c"]).found();
    insta::assert_snapshot!("report_for_people", page);
    insta::assert_snapshot!("report_with_all", kbfix.run(&["scan", "c", "--all"]).found());
    insta::assert_json_snapshot!("report_as_data", kbfix.run(&["scan", "c", "--format", "json"]).json());
    insta::assert_snapshot!(
        "report_as_rows",
        kbfix.run(&["scan", "c", "--format", "csv"]).found().replace("\r\n", "\n")
    );
    let html = kbfix.run(&["scan", "c", "--format", "html"]).found();
    assert!(html.contains("Stop 0x50 &lt;b&gt;in&lt;/b&gt; Tcpip.sys"), "{html}");
    assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
    insta::assert_snapshot!("report_as_a_page", html);
}

#[test]
fn nothing_is_written_and_no_link_is_followed() {
    let kbfix = system();
    #[cfg(unix)]
    std::os::unix::fs::symlink(kbfix.path("c/WINNT/system32"), kbfix.path("c/link")).unwrap();
    let state = |folder: &Path| -> Vec<_> {
        let mut all: Vec<_> = walk(folder)
            .into_iter()
            .map(|path| (fs::symlink_metadata(&path).unwrap().modified().unwrap(), path))
            .collect();
        all.sort();
        all
    };
    let before = state(&kbfix.path("c"));
    let report = kbfix.run(&["scan", "c", "--format", "json"]).json();
    assert_eq!(report["counts"]["known"], 3, "{report}");
    assert_eq!(report["counts"]["backups"], 1);
    assert_eq!(report["counts"]["compressed"], 1);
    assert_eq!(state(&kbfix.path("c")), before);
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        if metadata.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn short_names_are_told_by_the_version_block() {
    let kbfix = system();
    fs::create_dir(kbfix.path("d")).unwrap();
    fs::copy(kbfix.path("c/WINNT/system32/drivers/TCPIP.SYS"), kbfix.path("d/TCPIP~1.SYS")).unwrap();
    kbfix.file("d/TCPIP~2.SYS", "no program");
    let report = kbfix.run(&["scan", "d", "--format", "json"]).json();
    assert_eq!(
        (&report["counts"]["known"], &report["short_names"][0]),
        (&1.into(), &"TCPIP~2.SYS".into()),
        "{report}"
    );
}

#[test]
fn hostile_files_are_reported_and_counted() {
    let kbfix = system();
    kbfix.file("d/tcpip.sys", &pe(&NT4)[..0x230]);
    let run = kbfix.run(&["scan", "d"]);
    assert_eq!(run.stderr, "not read: tcpip.sys: it ends within its resources\n");
    assert!(run.stdout.contains("1 file damaged or not readable"), "{}", run.stdout);
    assert_eq!(run.code, Some(1), "its link time may say little");
    let missing = kbfix.run(&["scan", "nowhere"]).refused();
    assert!(missing.contains("nowhere"), "{missing}");
}

#[test]
fn listings_of_all_kinds() {
    let kbfix = system();
    for (name, listing) in [
        (
            "nt",
            " Directory of C:\\WINNT\\system32\\drivers\n\n01/09/98  08:16a               143,664 tcpip.sys\n               1 File(s)\n",
        ),
        (
            "2000",
            " Directory of C:\\WINNT\\system32\\drivers\r\n\r\n01/09/1998  08:16a             143,664 TCPIP~1.SYS  tcpip.sys\r\n",
        ),
        (
            "dos",
            " Directory of C:\\WINNT\\system32\\drivers\n\nTCPIP    SYS       143,664  01-09-98   8:16a tcpip.sys\n",
        ),
        (
            "short",
            " Directory of C:\\WINNT\\system32\\drivers\n\nTCPIP    SYS       143664  01-09-98   8:16a\n",
        ),
        (
            "german",
            " Directory of C:\\WINNT\\system32\\drivers\n\n09.01.98  08:16               143.664 tcpip.sys\n28.02.98  08:16  10 other.sys\n",
        ),
        ("ls", "./WINNT/system32/drivers:\ntotal 1\n-rwxr-xr-x 1 root root 143664 Jan  9  1998 tcpip.sys\n"),
        ("iso", "-rwxr-xr-x 1 root root 143664 1998-01-09 08:16:00.000000000 +0000 tcpip.sys\n"),
        (
            "csv",
            "Version;Name;Size;Date\n4.0.1381.133;C:\\WINNT\\system32\\drivers\\tcpip.sys;143664;1998-01-09 08:16\n",
        ),
    ] {
        kbfix.file(name, listing);
        let report = kbfix.run(&["scan", "--list", name, "--product", "nt4", "--format", "json"]).json();
        let file = &report["files"][0];
        assert_eq!(
            (&file["size"], &file["answer"]),
            (&143_664.into(), &"older_than_the_fix".into()),
            "{name}: {report}"
        );
        assert!(file["path"].as_str().unwrap().to_lowercase().ends_with("tcpip.sys"), "{name}: {report}");
        assert!(file["modified"].as_str().unwrap().starts_with("1998-01-09"), "{name}: {report}");
        assert_eq!(report["problems"], serde_json::json!([]), "{name}");
    }
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("name,size\r\ntcpip.sys,1\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    kbfix.file("wide", wide);
    assert_eq!(kbfix.run(&["scan", "--list", "wide"]).code, Some(1), "a size alone tells nothing");
    kbfix.file("prose", "Dear Sirs,\nplease find the files enclosed.\n");
    let refused = kbfix.run(&["scan", "--list", "prose"]).refused();
    assert!(refused.contains("it is no listing"), "{refused}");
}

#[test]
fn a_system_with_its_fixes_lacks_nothing() {
    let kbfix = system();
    fs::remove_file(kbfix.path("c/WINNT/system32/drivers/TCPIP.SYS")).unwrap();
    fs::remove_file(kbfix.path("c/WINNT/system32/drivers/afd.sys")).unwrap();
    let run = kbfix.run(&["scan", "c"]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    assert!(run.stdout.contains("PRESENT  1 article\nQ900004"), "{}", run.stdout);
}
