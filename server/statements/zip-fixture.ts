import "server-only";
import { crc32, deflateRawSync } from "node:zlib";

export type ZipFixtureMember = {
  /** Raw name bytes: Alipay's are GBK and not marked as such. */
  name: Uint8Array;
  content: Uint8Array;
  isStored?: boolean;
  flags?: number;
  method?: number;
  /** What the directory claims instead of the truth. */
  claimedBytes?: number;
  claimedCrc32?: number;
};

/** Writes a ZIP archive byte by byte, so that tests can also write what no honest tool would. */
export function writeZip(members: readonly ZipFixtureMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const packed = member.isStored ? Buffer.from(member.content) : deflateRawSync(member.content);
    const header = commonFields(member, packed.length);
    const local = Buffer.concat([u32(0x04034b50), header, Buffer.from(member.name)]);
    const central = [
      u32(0x02014b50),
      u16(20),
      header,
      u16(0),
      u16(0),
      u16(0),
      u32(0),
      u32(at),
      Buffer.from(member.name),
    ];
    directory.push(Buffer.concat(central));
    parts.push(local, packed);
    at += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const count = u16(members.length);
  const end = [u32(0x06054b50), u16(0), u16(0), count, count, u32(central.length), u32(at), u16(0)];
  return Buffer.concat([...parts, central, ...end]);
}

/** The fields that the local header and the directory have in common, from the version to the length of the extra field. */
function commonFields(member: ZipFixtureMember, packedBytes: number): Buffer {
  const method = member.method ?? (member.isStored ? 0 : 8);
  const checksum = member.claimedCrc32 ?? crc32(member.content);
  const sizes = [u32(packedBytes), u32(member.claimedBytes ?? member.content.length)];
  const start = [u16(20), u16(member.flags ?? 0), u16(method), u16(0), u16(0), u32(checksum)];
  return Buffer.concat([...start, ...sizes, u16(member.name.length), u16(0)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
