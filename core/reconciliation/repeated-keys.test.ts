import fc from "fast-check";
import { expect, test } from "vitest";
import { RepeatedKeys } from "./repeated-keys";

test("names exactly the keys that come more than once, however many there are", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 6 }), { maxLength: 300 }), (keys) => {
      const found = new RepeatedKeys();
      for (const key of keys) found.add(key);
      const repeated = new Set(keys.filter((key, at) => keys.indexOf(key) < at));
      expect(found.repeated).toEqual(repeated);
    }),
  );
});

test("grows, and tells numbers apart that differ in one place", () => {
  const found = new RepeatedKeys();
  for (let place = 0; place < 200_000; place += 1) found.add(`O20261005${String(place).padStart(10, "0")}`);
  expect(found.repeated.size).toBe(0);
  found.add("O202610050000123456");
  expect([...found.repeated]).toEqual(["O202610050000123456"]);
});

test("a key is the same as text and as bytes", () => {
  const ascii = fc.string({ maxLength: 5 });
  fc.assert(
    fc.property(fc.array(fc.tuple(ascii, fc.boolean()), { maxLength: 200 }), fc.nat(3), (keys, before) => {
      const found = new RepeatedKeys();
      for (const [key, isText] of keys) {
        const bytes = new TextEncoder().encode("#".repeat(before) + key);
        if (isText) found.add(key);
        else found.addBytes(bytes, before, bytes.length);
      }
      const texts = keys.map(([key]) => key);
      expect(found.repeated).toEqual(new Set(texts.filter((key, at) => texts.indexOf(key) < at)));
    }),
  );
});
