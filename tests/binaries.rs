//! Makes program files: PE, NE and LE with a version block of choice, of any size.

#![allow(dead_code, reason = "the benchmark's set uses less of it than the tests do")]

/// What a file is to say of itself.
#[derive(Clone, Debug)]
pub struct Program {
    /// Of PE: 0x14c is x86, 0x184 Alpha, 0x166 MIPS, 0x1f0 PowerPC.
    pub machine: u16,
    pub version: Option<[u16; 4]>,
    /// Seconds since 1970.
    pub linked: u32,
    pub original_name: &'static str,
    pub is_debug: bool,
}

impl Default for Program {
    fn default() -> Self {
        Self { machine: 0x14c, version: None, linked: 0, original_name: "", is_debug: false }
    }
}

fn short(bytes: &mut Vec<u8>, number: u16) {
    bytes.extend(number.to_le_bytes());
}

fn long(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(number.to_le_bytes());
}

fn set_long(bytes: &mut [u8], at: usize, number: u32) {
    bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
}

fn set_short(bytes: &mut [u8], at: usize, number: u16) {
    bytes[at..at + 2].copy_from_slice(&number.to_le_bytes());
}

/// The stub that all begin with; the header proper is at `at`.
fn stub(at: u32) -> Vec<u8> {
    let mut bytes = vec![0; at as usize];
    bytes[..2].copy_from_slice(b"MZ");
    set_long(&mut bytes, 0x3c, at);
    bytes
}

/// `VS_FIXEDFILEINFO`.
fn fixed(version: [u16; 4], is_debug: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pair = |high: u16, low: u16| u32::from(high) << 16 | u32::from(low);
    let (high, low) = (pair(version[0], version[1]), pair(version[2], version[3]));
    for number in
        [0xfeef_04bd, 0x1_0000, high, low, high, low, 0x3f, u32::from(is_debug), 0x4_0004, 2, 0, 0, 0]
    {
        long(&mut bytes, number);
    }
    bytes
}

fn wide(bytes: &mut Vec<u8>, text: &str) {
    text.encode_utf16().chain([0]).for_each(|unit| short(bytes, unit));
}

fn pad(bytes: &mut Vec<u8>, to: usize) {
    bytes.resize(bytes.len().next_multiple_of(to), 0);
}

/// A node of the version resource: its length, that of its value, its kind, its key, the value, the children.
fn node(key: &str, value: &[u8], value_length: u16, is_text: bool, children: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; 2];
    short(&mut bytes, value_length);
    short(&mut bytes, u16::from(is_text));
    wide(&mut bytes, key);
    pad(&mut bytes, 4);
    bytes.extend(value);
    for child in children {
        pad(&mut bytes, 4);
        bytes.extend(child);
    }
    let length = u16::try_from(bytes.len()).unwrap();
    set_short(&mut bytes, 0, length);
    bytes
}

fn version_info(program: &Program) -> Vec<u8> {
    let Some(version) = program.version else { return Vec::new() };
    let mut name = Vec::new();
    wide(&mut name, program.original_name);
    let units = u16::try_from(name.len() / 2).unwrap();
    let string = node("OriginalFilename", &name, units, true, &[]);
    let table = node("040904B0", &[], 0, true, &[string]);
    let strings = node("StringFileInfo", &[], 0, true, &[table]);
    let children: &[Vec<u8>] = if program.original_name.is_empty() { &[] } else { &[strings] };
    node("VS_VERSION_INFO", &fixed(version, program.is_debug), 52, false, children)
}

/// The section of resources at the address 0x1000: type 16, name 1, language 0x409, data.
fn resources(block: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (id, to) in [(16, 0x8000_0018), (1, 0x8000_0030), (0x409, 0x48)] {
        bytes.extend([0; 12]);
        short(&mut bytes, 0);
        short(&mut bytes, 1);
        long(&mut bytes, id);
        long(&mut bytes, to);
    }
    for number in [0x1058, u32::try_from(block.len()).unwrap(), 0, 0] {
        long(&mut bytes, number);
    }
    bytes.extend(block);
    bytes
}

/// A PE file with one section.
pub fn pe(program: &Program) -> Vec<u8> {
    let rsrc = if program.version.is_some() { resources(&version_info(program)) } else { vec![0; 16] };
    let mut bytes = stub(0x40);
    bytes.extend(b"PE\0\0");
    short(&mut bytes, program.machine);
    short(&mut bytes, 1);
    long(&mut bytes, program.linked);
    bytes.extend([0; 8]);
    short(&mut bytes, 224);
    short(&mut bytes, 0x2102);
    let mut optional = vec![0; 224];
    set_short(&mut optional, 0, 0x10b);
    set_long(&mut optional, 28, 0x40_0000);
    set_long(&mut optional, 32, 0x1000);
    set_long(&mut optional, 36, 0x200);
    set_long(&mut optional, 56, 0x2000);
    set_long(&mut optional, 60, 0x200);
    set_long(&mut optional, 92, 16);
    if program.version.is_some() {
        set_long(&mut optional, 96 + 16, 0x1000);
        set_long(&mut optional, 96 + 20, u32::try_from(rsrc.len()).unwrap());
    }
    bytes.extend(optional);
    let mut section = b".rsrc\0\0\0".to_vec();
    let raw = u32::try_from(rsrc.len().next_multiple_of(0x200)).unwrap();
    for number in [u32::try_from(rsrc.len()).unwrap(), 0x1000, raw, 0x200, 0, 0, 0, 0x4000_0040] {
        long(&mut section, number);
    }
    bytes.extend(section);
    bytes.resize(0x200, 0);
    bytes.extend(rsrc);
    pad(&mut bytes, 0x200);
    bytes
}

/// The version resource of 16 bits: the key in bytes.
fn version_info_16(program: &Program) -> Vec<u8> {
    let Some(version) = program.version else { return Vec::new() };
    let mut bytes = vec![0; 2];
    short(&mut bytes, 52);
    bytes.extend(b"VS_VERSION_INFO\0");
    bytes.extend(fixed(version, program.is_debug));
    if !program.original_name.is_empty() {
        bytes.extend(b"....OriginalFilename\0\0\0\0");
        bytes.extend(program.original_name.as_bytes());
        bytes.push(0);
    }
    let length = u16::try_from(bytes.len()).unwrap();
    set_short(&mut bytes, 0, length);
    bytes
}

/// A 16-bit program of Windows.
pub fn ne(program: &Program) -> Vec<u8> {
    let block = version_info_16(program);
    let mut bytes = stub(0x80);
    let mut header = vec![0; 0x40];
    header[..2].copy_from_slice(b"NE");
    let mut table = Vec::new();
    short(&mut table, 4);
    if !block.is_empty() {
        for number in
            [0x8010, 1, 0, 0, 0x10, u16::try_from(block.len().div_ceil(16)).unwrap(), 0x30, 0x8001, 0, 0]
        {
            short(&mut table, number);
        }
    }
    short(&mut table, 0);
    set_short(&mut header, 0x24, 0x40);
    set_short(&mut header, 0x26, 0x40 + u16::try_from(table.len()).unwrap());
    bytes.extend(header);
    bytes.extend(table);
    bytes.resize(0x100, 0);
    bytes.extend(block);
    pad(&mut bytes, 16);
    bytes
}

/// A virtual device driver.
pub fn le(program: &Program) -> Vec<u8> {
    let block = version_info_16(program);
    let mut bytes = stub(0x80);
    let mut header = vec![0; 0xc8];
    header[..2].copy_from_slice(b"LE");
    set_long(&mut header, 0xc0, 0x200);
    set_long(&mut header, 0xc4, u32::try_from(block.len()).unwrap());
    bytes.extend(header);
    bytes.resize(0x200, 0);
    bytes.extend(block);
    bytes
}
