//! PE: goblin reads the headers and the tree of resources; only the section that holds them is read of the file.

use std::io::{self, Read, Seek};

use goblin::pe::data_directories::DataDirectory;
use goblin::pe::header::CoffHeader;
use goblin::pe::optional_header::OptionalHeader;
use goblin::pe::resource::{ResourceData, VsFixedFileInfo};
use goblin::pe::section_table::SectionTable;
use scroll::Pread as _;

use super::{Binary, Format, HEAD, MOST, Source, fixed};
use crate::article::Architecture;

/// Sections that a file has at most; the loader's own bound.
const SECTIONS: u16 = 96;

/// What goblin rounds places by; any power of two will do where the section begins the file.
const ALIGNMENT: u32 = 0x200;

/// Reads a file whose signature `PE` stands at an offset.
pub fn read<R: Read + Seek>(source: &mut Source<R>, at: u32) -> io::Result<Binary> {
    let mut binary = Binary { format: Format::Pe, ..Binary::default() };
    let headers = source.read(u64::from(at), HEAD + usize::from(SECTIONS) * 40)?;
    let mut place = 4;
    let Ok(coff) = headers.gread_with::<CoffHeader>(&mut place, scroll::LE) else {
        binary.damage = Some("it ends within its header");
        return Ok(binary);
    };
    binary.architecture = architecture(coff.machine);
    binary.machine = binary.architecture.is_none().then_some(coff.machine);
    binary.linked = Some(coff.time_date_stamp).filter(|&time| time != 0);
    match resources(&headers[place..], &coff) {
        Some(Resources { directory, section }) => read_resources(source, directory, section, &mut binary)?,
        None if coff.size_of_optional_header == 0 => {}
        None => search(source, &mut binary)?,
    }
    Ok(binary)
}

struct Resources {
    directory: DataDirectory,
    section: SectionTable,
}

/// The directory of resources, and the section that it lies in.
fn resources(rest: &[u8], coff: &CoffHeader) -> Option<Resources> {
    let optional = rest.get(..usize::from(coff.size_of_optional_header))?;
    let optional: OptionalHeader = optional.pread(0).ok()?;
    let directory = *optional.data_directories.get_resource_table()?;
    let mut place = usize::from(coff.size_of_optional_header);
    for _ in 0..coff.number_of_sections.min(SECTIONS) {
        let section = SectionTable::parse(rest, &mut place, 0).ok()?;
        let length = section.virtual_size.max(section.size_of_raw_data);
        section.virtual_address.checked_add(length)?.checked_add(ALIGNMENT)?;
        let inside = directory.virtual_address.checked_sub(section.virtual_address);
        if inside.is_some_and(|inside| inside < length) {
            return Some(Resources { directory, section });
        }
    }
    None
}

/// Reads the section as if it were the whole file.
fn read_resources<R: Read + Seek>(
    source: &mut Source<R>,
    mut directory: DataDirectory,
    mut section: SectionTable,
    binary: &mut Binary,
) -> io::Result<()> {
    let bytes = source.read(u64::from(section.pointer_to_raw_data), section.size_of_raw_data as usize)?;
    section.pointer_to_raw_data = 0;
    let inside = directory.virtual_address.saturating_sub(section.virtual_address) as usize;
    let left = bytes.len().saturating_sub(inside);
    directory.size = directory.size.min(u32::try_from(left).unwrap_or(u32::MAX));
    let whole = u64::from(section.size_of_raw_data).min(MOST as u64);
    let sections = [section];
    let tree = ResourceData::parse(&bytes, directory, &sections, ALIGNMENT).ok();
    let info = tree.and_then(|tree| tree.version_info);
    let fixed = info.and_then(|info| info.fixed_info).filter(VsFixedFileInfo::is_valid);
    if let (Some(info), Some(fixed)) = (info, fixed) {
        let (high, low) = (fixed.file_version_ms, fixed.file_version_ls);
        fixed::take(high, low, fixed.file_flags & fixed.file_flags_mask, binary);
        binary.original_name =
            info.string_info.original_filename().map(|name| name.trim_end_matches('\0').to_owned());
    } else if fixed::find(&bytes, binary) {
        binary.original_name = fixed::original_name(&bytes);
    } else if (bytes.len() as u64) < whole {
        binary.damage = Some("it ends within its resources");
    }
    Ok(())
}

/// The block by its signature, at the beginning and the end of the file.
fn search<R: Read + Seek>(source: &mut Source<R>, binary: &mut Binary) -> io::Result<()> {
    let end = source.size().saturating_sub(MOST as u64);
    let bytes = source.read(end, MOST)?;
    if fixed::find(&bytes, binary) {
        binary.original_name = fixed::original_name(&bytes);
    }
    Ok(())
}

const fn architecture(machine: u16) -> Option<Architecture> {
    Some(match machine {
        0x14c..=0x14e => Architecture::X86,
        0x184 => Architecture::Alpha,
        0x160 | 0x162 | 0x166 | 0x168 | 0x169 => Architecture::Mips,
        0x1f0 | 0x1f1 => Architecture::PowerPc,
        0x200 => Architecture::Ia64,
        _ => return None,
    })
}
