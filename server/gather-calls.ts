import "server-only";

type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Makes a function whose callers of one moment are worked for together: whoever comes while a batch is under way is in the next
 * one, at most `maxItems` of them. `work` answers each item at its place; where it throws, all of its callers get the error.
 */
export function gatherCalls<Item, Answer>(
  maxItems: number,
  work: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  const waiting: Waiting<Item, Answer>[] = [];
  let isWorking = false;

  async function workOff(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxItems);
      try {
        const answers = await work(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, place) => {
          const answer = answers[place];
          if (answer === undefined) reject(new Error("a batch was not answered as a whole"));
          else resolve(answer);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWorking = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isWorking) return;
      isWorking = true;
      // After this turn of the event loop, so that callers of the same turn are in the first batch already.
      setImmediate(() => void workOff());
    });
}
