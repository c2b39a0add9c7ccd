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
        settle(taken, await work(taken.map(({ item }) => item)));
      } catch (error) {
        if (taken.length === 1) taken[0]?.reject(error);
        // One of them cannot be done; the others shall not suffer for it.
        else for (const alone of taken) await workAlone(alone);
      }
    }
    isWorking = false;
  };

  const workAlone = async (alone: Waiting): Promise<void> => {
    try {
      settle([alone], await work([alone.item]));
    } catch (error) {
      alone.reject(error);
    }
  };

  const settle = (taken: readonly Waiting[], outcomes: readonly Outcome[]): void => {
    taken.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) reject(new Error("A batch gave fewer outcomes than it took items."));
      else resolve(outcome);
    });
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
