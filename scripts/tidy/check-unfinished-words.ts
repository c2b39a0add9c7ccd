import type { Source } from "./source";
import type { Violation } from "./violation";

/** What people write where something is missing. In capitals as a marker, in any case as a phrase. */
const MARKER = /\b(TODO|FIXME|XXX|HACK|TBD)\b/;
const PHRASE =
  /not (yet )?implemented|coming soon|lorem ipsum|\b(just|only|as) a (stub|placeholder)\b|\bplaceholder (for now|until|implementation|page)\b|\bimplement (this )?later\b/i;

/** In a script: comments, strings and text on the page; patterns and names are not looked at. */
export function checkUnfinishedWords(source: Source): Violation[] {
  const found: { offset: number; text: string }[] = [];
  for (const comment of source.comments) found.push({ offset: comment.start, text: comment.value });
  for (const { node } of source.of("Literal")) {
    if (typeof node.value === "string") found.push({ offset: node.start, text: node.value });
  }
  for (const { node } of source.of("TemplateElement")) found.push({ offset: node.start, text: node.value.raw });
  for (const { node } of source.of("JSXText")) found.push({ offset: node.start, text: node.value });
  return found.flatMap(({ offset, text }) => {
    const match = findUnfinished(text);
    if (match === null) return [];
    const violation = source.violation(offset + match.index, "unfinished-words", adviceFor(match.word));
    return [violation];
  });
}

/** In any other text file, line by line. */
export function checkUnfinishedText(path: string, text: string): Violation[] {
  return text.split("\n").flatMap((line, index) => {
    const match = findUnfinished(line);
    if (match === null) return [];
    return [{ file: path, line: index + 1, rule: "unfinished-words", advice: adviceFor(match.word) }];
  });
}

function findUnfinished(text: string): { word: string; index: number } | null {
  const match = MARKER.exec(text) ?? PHRASE.exec(text);
  return match ? { word: match[0], index: match.index } : null;
}

function adviceFor(word: string): string {
  return `"${word}": finish it, or take it out`;
}
