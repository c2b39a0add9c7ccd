const REDRAW_MS = 100;
const WIDTH = 30;

export type ProgressBar = { draw: (done: number, total: number, note: string) => void; end: () => void };

/** A bar on stderr that redraws itself in one line; nothing where stderr is not a terminal. */
export function openProgressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  let drawnAt = 0;
  let isOpen = false;
  return {
    draw(done, total, note) {
      const now = performance.now();
      if (!stream.isTTY || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      isOpen = true;
      const filled = total > 0 ? Math.min(WIDTH, Math.floor((done / total) * WIDTH)) : 0;
      stream.write(`\r[${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}] ${note}\x1b[K`);
    },
    end() {
      if (isOpen) stream.write("\r\x1b[K");
      isOpen = false;
    },
  };
}
