import { crc32 } from "node:zlib";
import { deflateSync } from "fflate";

export type ZipMember = { name: Uint8Array; content: Uint8Array };

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const DEFLATED = 8;
/** 1 January 2026, 00:00, in MS-DOS form: a real clock would make two equal statements differ. */
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;

/**
 * A zip as the channels make it: member names are raw GBK bytes **without** the flag that says UTF-8. Libraries write
 * names in UTF-8 only, hence our own. Deflated by fflate and not by Node's zlib, whose bytes vary with its version.
 */
export function buildZip(members: readonly ZipMember[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const member of members) {
    const deflated = deflateSync(member.content);
    const common = commonFields(member, deflated.length);
    const local = concat([littleEndian([LOCAL_HEADER, 4]), common, littleEndian([0, 2]), member.name]);
    // Comment length, disk, internal attributes, external attributes, then where the member begins.
    const tail = littleEndian([0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.push(concat([littleEndian([CENTRAL_HEADER, 4], [20, 2]), common, tail, member.name]));
    parts.push(local, deflated);
    offset += local.length + deflated.length;
  }
  const central = concat(directory);
  const count = members.length;
  const end = littleEndian([END_OF_DIRECTORY, 4], [0, 2], [0, 2], [count, 2], [count, 2]);
  return concat([...parts, central, end, littleEndian([central.length, 4], [offset, 4], [0, 2])]);
}

/** What the local header and the directory say alike, from the needed version to the length of the name. */
function commonFields(member: ZipMember, deflatedLength: number): Uint8Array {
  return littleEndian(
    [20, 2],
    [0, 2],
    [DEFLATED, 2],
    [0, 2],
    [DOS_DATE, 2],
    [crc32(member.content), 4],
    [deflatedLength, 4],
    [member.content.length, 4],
    [member.name.length, 2],
  );
}

function littleEndian(...fields: [value: number, bytes: 2 | 4][]): Uint8Array {
  const bytes: number[] = [];
  for (const [value, length] of fields) {
    for (let index = 0; index < length; index += 1) bytes.push((value >>> (8 * index)) & 0xff);
  }
  return Uint8Array.from(bytes);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
