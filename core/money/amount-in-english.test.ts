import { expect, test } from "vitest";
import { amountInEnglish } from "./amount-in-english";

test.each([
  [0n, "zero yuan and 00/100"],
  [5n, "zero yuan and 05/100"],
  [100n, "one yuan and 00/100"],
  [1_999n, "nineteen yuan and 99/100"],
  [4_200n, "forty-two yuan and 00/100"],
  [30_000n, "three hundred yuan and 00/100"],
  [12_345n, "one hundred and twenty-three yuan and 45/100"],
  [100_850n, "one thousand and eight yuan and 50/100"],
  [110_000n, "one thousand one hundred yuan and 00/100"],
  [123_456_789n, "one million two hundred and thirty-four thousand five hundred and sixty-seven yuan and 89/100"],
  [100_000_000_100n, "one billion and one yuan and 00/100"],
  [-2_000_000n, "minus twenty thousand yuan and 00/100"],
  [
    999_999_999_999_999n,
    "nine trillion nine hundred and ninety-nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine yuan and 99/100",
  ],
])("%s fen", (fen, words) => {
  expect(amountInEnglish(fen)).toBe(words);
});
