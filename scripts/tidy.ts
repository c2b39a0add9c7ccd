import { tidy } from "./tidy/tidy";
import { formatViolation } from "./tidy/violation";

/** `npx tsx scripts/tidy.ts [folder]`: the structure rules as a check. Exit 1 when one is broken. */
const root = process.argv[2] ?? process.cwd();
const violations = await tidy(root);
for (const violation of violations) process.stdout.write(`${formatViolation(violation)}\n`);
if (violations.length > 0) {
  process.stderr.write(`${violations.length} structure rules broken\n`);
  process.exitCode = 1;
}
