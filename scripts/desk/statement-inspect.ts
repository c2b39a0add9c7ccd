import { basename } from "node:path";
import { inspectStatement } from "@/server/statements/inspect-statement";
import { acceptedOrExit, type DeskCommand } from "./command";
import { openProgressBar } from "./progress-bar";
import { sayStatement } from "./statement-import";
import { inputFile, onlyWord, parseDay } from "./words";

export const statementInspect: DeskCommand = {
  usage: "statement inspect <file> [--channel C] [--date D]",
  summary:
    "Reads and checks a channel's statement without storing it. With --channel it is also held against that channel and against what is stored.",
  options: { channel: { type: "string" }, date: { type: "string" } },
  async run(context) {
    const path = inputFile(onlyWord(context, "The file"));
    const channel = context.option("channel") ?? null;
    const date = context.option("date");
    const settlesOn = date === undefined ? null : parseDay(date);
    if (channel !== null) await context.pool();
    const bar = openProgressBar();
    const onProgress = ({ readBytes, sizeBytes, lines }: { readBytes: number; sizeBytes: number; lines: number }) =>
      bar.draw(readBytes, sizeBytes, `${lines} lines`);
    const result = await inspectStatement({ path, fileName: basename(path), channel, settlesOn, onProgress });
    bar.end();
    const inspected = acceptedOrExit(result);
    const day = inspected.settlesOn === null ? "no settlement date of its own" : `for ${inspected.settlesOn}`;
    const known = inspected.duplicate ? " It is stored already." : "";
    await context.print(
      inspected,
      `A ${inspected.format} statement, ${day}: ${sayStatement(inspected)}. Nothing was stored.${known}`,
    );
    return 0;
  },
};
