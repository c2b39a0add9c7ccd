import { CamtBook } from "./camt053-book";
import type { CashLine, CashParser } from "./cash-line";
import { endBankFile } from "./end-cash-file";
import { type XmlHandler, XmlReader } from "./pull-xml";
import { refuseStatement, refuseTruncated } from "./refuse-statement";
import { MAX_PROBLEMS } from "./statement";

/** camt.053.001.02 is the oldest version that banks send; the later ones only add elements or move them a level down. */
const NAMESPACE = /(?:^|:)camt\.053\.001\.(\d\d)$/;

function versionIn(attributes: ReadonlyMap<string, string>): string | undefined {
  return [...attributes.values()].map((value) => NAMESPACE.exec(value)?.[1]).find(Boolean);
}

/** camt.053 of any version. The control total is opening balance + booked entries = closing balance, per Stmt. */
export function createCamt053Parser(): CashParser {
  const book = new CamtBook();
  const path: string[] = [];
  let documentDepth = -1;
  let unknown: string | null = "has no camt.053 document";
  let declared: string | undefined;

  const handler: XmlHandler = {
    open(name, attributes, place) {
      // An envelope may declare the document's namespace before it begins.
      if (documentDepth < 0) declared = versionIn(attributes) ?? declared;
      if (documentDepth < 0 && name === "Document") {
        if (declared !== undefined && declared >= "02") {
          documentDepth = path.length;
          unknown = null;
          book.file.layout = `camt.053.001.${declared}`;
        } else unknown = `is ${declared ? `camt.053.001.${declared}` : "another message of ISO 20022"}`;
      }
      path.push(name);
      if (documentDepth >= 0) book.open(path.slice(documentDepth + 1), attributes, place);
    },
    text: (text) => book.text(text),
    close() {
      if (documentDepth >= 0) book.close(path.slice(documentDepth + 1));
      path.pop();
    },
    source: (piece) => book.source(piece),
  };
  const reader = new XmlReader(handler);

  function takeLines(): CashLine[] {
    const lines = book.lines;
    book.lines = [];
    return book.file.problems.length > 0 ? [] : lines;
  }

  return {
    format: "camt053",
    feed(chunk) {
      reader.feed(chunk);
      return takeLines();
    },
    finish() {
      reader.end();
      const lines = takeLines();
      const { failure, encoding } = reader;
      const problems = book.file.problems;
      if (failure?.isCut) return { lines, outcome: refuseTruncated(failure.reason, book.file.lines, problems) };
      if (failure) {
        const { lineNo, byteOffset, reason } = failure;
        const where = `line ${lineNo} (byte ${byteOffset}): ${reason}`;
        const code = failure.isEncoding ? "statement_encoding_invalid" : "statement_xml_invalid";
        const message = `The file cannot be read: ${where}. Fetch it from the bank again, unchanged.`;
        const params = { lineNo: `${lineNo}`, byteOffset: `${byteOffset}`, reason };
        return { lines, outcome: refuseStatement(code, message, params, [where]) };
      }
      const empty = unknown === null && book.statements === 0 ? "has no statement (Stmt)" : null;
      return { lines, outcome: endBankFile(book.file, { encoding, unknown: unknown ?? empty, missing: null }) };
    },
    hasFailed: () => reader.failure !== null || book.file.problems.length >= MAX_PROBLEMS,
  };
}
