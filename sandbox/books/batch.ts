/**
 * Gathers what comes while the last batch is under way and does it in one go, in the order of coming. One batch at a time,
 * so whoever works on a batch has the books to himself.
 */
export function createBatch<Item, Outcome>(
  maxItems: number,
  work: (items: readonly Item[]) => Promise<readonly Outcome[]>,
): (item: Item) => Promise<Outcome> {
  type Waiting = { item: Item; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let isWorking = false;

  const workOff = async (): Promise<void> => {
    while (waiting.length > 0) {
      const taken = waiting.slice(0, maxItems);
      waiting = waiting.slice(maxItems);
      try {
        const outcomes = await work(taken.map(({ item }) => item));
        taken.forEach(({ resolve, reject }, index) => {
          const outcome = outcomes[index];
          if (outcome === undefined) reject(new Error("A batch gave fewer outcomes than it took items."));
          else resolve(outcome);
        });
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    isWorking = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isWorking) return;
      isWorking = true;
      // One turn of the loop: requests that have arrived together go together.
      setImmediate(() => void workOff());
    });
}
