//! Technical words, found whole and by their parts.

use crate::harness::Kbfix;

/// What an article says, and queries that find it.
const TEXTS: &[(&str, &[&str])] = &[
    ("The file TCPIP.SYS is old.", &["tcpip.sys", "\"TCPIP.SYS is old\"", "\"tcpip\""]),
    ("Change AUTOEXEC.BAT now.", &["\"autoexec.bat\"", "\"autoexec\"", "\"bat\""]),
    ("Version 6.0.8168.1 came.", &["\"6.0.8168.1\""]),
    ("Use build 4.0 of it.", &["\"4.0\"", "\"4\""]),
    ("See Q154321 too.", &["\"q154321\""]),
    (
        "Look at HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\\Browser there.",
        &[
            "\"HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Services\"",
            "\"hkey_local_machine\"",
            "\"CurrentControlSet\"",
        ],
    ),
    ("It stops with 0x0000002E at once.", &["\"0x2E\"", "\"0x0000002e\""]),
    ("It says -2147467261 then.", &["\"-2147467261\"", "\"2147467261\""]),
    ("Written in C++ by hand.", &["\"C++\"", "\"c++ by hand\""]),
    ("The .NET runtime.", &["\".NET\"", "\"net\""]),
    ("Add /3GB to it.", &["\"/3GB\"", "\"3gb\""]),
    (
        "Calls GetPrivateProfileString twice.",
        &["\"getprivateprofilestring\"", "\"private profile\"", "\"string twice\""],
    ),
    ("In CDialog::OnInitDialog it fails.", &["\"CDialog::OnInitDialog\"", "\"CDialog\"", "\"oninitdialog\""]),
    ("Then SQLDriverConnect() fails.", &["\"SQLDriverConnect()\"", "\"sqldriverconnect\""]),
    ("PowerPoint and FoxPro start.", &["\"powerpoint and foxpro start\""]),
    ("The frobnicating users were printing.", &["\"frobnicate\"", "\"user were printed\""]),
    ("Purple elephants\ndance on the\nrooftop.", &["\"purple elephants dance on the rooftop\""]),
];

#[test]
fn technical_words_are_found_whole_and_by_parts() {
    let kbfix = Kbfix::new();
    for (number, (text, _)) in (900_001..).zip(TEXTS) {
        let body = format!("SYMPTOMS\n========\n\n{text}\n");
        kbfix.article(&format!("kb/Q{number}.TXT"), number, "Plain", &body);
    }
    kbfix.run(&["index", "kb"]).found();
    for (number, (_, queries)) in (900_001..).zip(TEXTS) {
        for query in *queries {
            let results = kbfix.run(&["search", "--strict", query, "--format", "json"]).json();
            let hits = results["hits"].as_array().unwrap();
            let id = format!("Q{number}");
            assert!(hits.iter().any(|hit| hit["id"] == id.as_str()), "{query} finds {id}");
        }
    }
}

#[test]
fn codes_and_numbers_are_never_fuzzed() {
    let kbfix = Kbfix::new();
    for number in 900_001..900_020 {
        let body = "SYMPTOMS\n========\n\nSTOP 0x0000001E, error 1018, tcpip.sys 4.72\n";
        kbfix.article(&format!("kb/Q{number}.TXT"), number, "Plain", body);
    }
    kbfix.run(&["index", "kb"]).found();
    for query in ["0x0000001F", "1019", "4.73", "0xC000001E", "-1019"] {
        let run = kbfix.run(&["search", query]);
        assert_eq!(run.code, Some(1), "{query}: {}", run.stdout);
    }
}
