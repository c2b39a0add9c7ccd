import { gzipSync } from "node:zlib";
import { writeZip, type ZipFixtureMember } from "@/server/statements/zip-fixture";
import type { Random } from "@/tests/random";

const utf8 = (text: string) => new TextEncoder().encode(text);
/** A little beyond what may be padding. */
const BOMB_BYTES = 12 * 1024 * 1024;

let zeros: Buffer | null = null;
let bomb: Buffer | null = null;
const padding = () => {
  zeros ??= Buffer.alloc(BOMB_BYTES);
  return zeros;
};
const gzipBomb = () => {
  bomb ??= gzipSync(padding());
  return bomb;
};

/** Archives that an honest tool would not write, around an honest or a broken file. */
export const PACKINGS: Readonly<Record<string, (content: Uint8Array, name: string, random: Random) => Uint8Array>> = {
  "in gzip": (content) => gzipSync(content),
  "in a zip": (content, name) => zipOf({ name: utf8(name), content }),
  "stored in a zip": (content, name) => zipOf({ name: utf8(name), content, isStored: true }),
  "gzip cut off": (content, _, random) => {
    const packed = gzipSync(content);
    return packed.subarray(0, random.below(packed.length));
  },
  "zip cut off": (content, name, random) => {
    const packed = zipOf({ name: utf8(name), content });
    return packed.subarray(0, random.below(packed.length));
  },
  "gzip and what follows": (content) => Buffer.concat([gzipSync(content), content]),
  "two gzip files in one": (content) => Buffer.concat([gzipSync(content), gzipSync(content)]),
  "bytes flipped in a zip": (content, name, random) => flipped(zipOf({ name: utf8(name), content }), random),
  "bytes flipped in gzip": (content, _, random) => flipped(gzipSync(content), random),
  "a zip in a zip": (content, name) => zipOf({ name: utf8("a.zip"), content: zipOf({ name: utf8(name), content }) }),
  "gzip in gzip": (content) => gzipSync(gzipSync(content)),
  "an encrypted zip": (content, name) => zipOf({ name: utf8(name), content, flags: 1 }),
  "a zip of another method": (content, name) => zipOf({ name: utf8(name), content, method: 12 }),
  "a path out of the zip": (content, name, random) =>
    zipOf({ name: utf8(random.pick(["../", "..\\", "/", "C:\\", "a/../../"]) + name), content }),
  "the member twice": (content, name) => zipOf({ name: utf8(name), content }, { name: utf8(name), content }),
  "a zip of sixty members": (content, name) =>
    zipOf(
      { name: utf8(name), content },
      ...Array.from({ length: 60 }, (_, at) => ({ name: utf8(`${at}`), content: utf8("") })),
    ),
  "a lying size": (content, name, random) =>
    zipOf({
      name: utf8(name),
      content,
      claimedBytes: random.pick([0, 1, content.length - 1, content.length + 1, 0xfffffffe]),
    }),
  "a lying checksum": (content, name) => zipOf({ name: utf8(name), content, claimedCrc32: 1 }),
  "a zip bomb": (_, name) => zipOf({ name: utf8(name), content: padding() }),
  "a zip bomb beside it": (content, name) =>
    zipOf({ name: utf8(name), content }, { name: utf8("b"), content: padding() }),
  "a gzip bomb": () => gzipBomb(),
  "a gzip bomb behind it": (content) => Buffer.concat([gzipSync(content), gzipBomb()]),
};

function zipOf(...members: ZipFixtureMember[]): Buffer {
  return writeZip(members);
}

function flipped(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
}
