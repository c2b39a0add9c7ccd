import { readFile } from "node:fs/promises";
import { checkActions } from "./check-actions";
import { checkCoreAreas } from "./check-core-areas";
import { checkCorePurity } from "./check-core-purity";
import { checkEscapeHatches } from "./check-escape-hatches";
import { checkBarrels, checkDefaultExports } from "./check-exports";
import { checkMessageUses } from "./check-message-uses";
import { checkMessages } from "./check-messages";
import { checkMoneyFloats } from "./check-money-floats";
import { checkFileNames, checkFolderNames } from "./check-names";
import { checkOwnedImports } from "./check-owned-imports";
import { checkRoomImports } from "./check-room-imports";
import { checkServerOnly } from "./check-server-only";
import { checkFileSize, checkFunctionSizes } from "./check-sizes";
import { checkUnfinishedText, checkUnfinishedWords } from "./check-unfinished-words";
import { checkVersions } from "./check-versions";
import { isScript, isText } from "./file-kinds";
import { listTree } from "./list-tree";
import { listMessageUses, type MessageUse } from "./message-uses";
import { loadMessages } from "./messages";
import { parseSource, type Source } from "./source";
import { compareViolations, type Violation } from "./violation";

const SOURCE_RULES: readonly ((source: Source) => Violation[])[] = [
  checkRoomImports,
  checkCoreAreas,
  checkCorePurity,
  checkOwnedImports,
  checkActions,
  checkServerOnly,
  checkFunctionSizes,
  checkEscapeHatches,
  checkBarrels,
  checkDefaultExports,
  checkMoneyFloats,
  checkUnfinishedWords,
];

/** Checks the structure rules of the project that lies at `root`; an empty answer is a tidy one. */
export async function tidy(root: string): Promise<Violation[]> {
  const tree = await listTree(root);
  const violations = [...checkFolderNames(tree), ...checkFileNames(tree)];
  const uses: MessageUse[] = [];
  for (const path of tree.files) {
    if (!isScript(path) && !isText(path)) continue;
    const text = await readFile(`${root}/${path}`, "utf8");
    violations.push(...checkFileSize(path, text));
    if (isText(path)) {
      violations.push(...checkUnfinishedText(path, text));
      continue;
    }
    const source = parseSource(path, text);
    if ("rule" in source) {
      violations.push(source);
      continue;
    }
    for (const check of SOURCE_RULES) violations.push(...check(source));
    uses.push(...listMessageUses(source));
  }
  const messages = await loadMessages(root, tree);
  violations.push(...checkMessages(messages), ...checkMessageUses(messages, uses), ...(await checkVersions(root)));
  return violations.sort(compareViolations);
}
