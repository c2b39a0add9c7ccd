const LF = 10;
const CR = 13;

/**
 * Makes line feeds of the carriage returns by which a file of an old Mac ends its lines, byte for byte, so that offsets
 * stay true. The first line end of a file decides: where it is a line feed, or both, a return elsewhere is left alone.
 */
export class LoneReturns {
  private endsLines: boolean | null = null;
  private isHeld = false;

  /** The bytes to go on with: `chunk` itself in nearly every file. A return at its end waits for what follows it. */
  translate(chunk: Uint8Array): Uint8Array {
    if (this.endsLines === false) return chunk;
    const bytes = this.isHeld ? Uint8Array.of(CR, ...chunk) : chunk;
    this.isHeld = false;
    if (this.endsLines === null) {
      const first = bytes.findIndex((byte) => byte === LF || byte === CR);
      if (first < 0) return bytes;
      if (bytes[first] === CR && first + 1 === bytes.length) return this.hold(bytes);
      this.endsLines = bytes[first] === CR && bytes[first + 1] !== LF && bytes[first + 1] !== CR;
      if (!this.endsLines) return bytes;
    }
    const translated = bytes.map((byte, at) => (byte === CR && bytes[at + 1] !== LF ? LF : byte));
    return bytes.at(-1) === CR ? this.hold(translated) : translated;
  }

  /** What the last chunk ended with. */
  end(): Uint8Array {
    const held = this.isHeld ? Uint8Array.of(this.endsLines ? LF : CR) : new Uint8Array(0);
    this.isHeld = false;
    return held;
  }

  private hold(bytes: Uint8Array): Uint8Array {
    this.isHeld = true;
    return bytes.subarray(0, -1);
  }
}
