"use server";

import { proveBooksInput } from "@/contracts/books-views";
import { defineAction } from "@/server/action";
import { proveBooks } from "@/server/commands/prove-books";

export const proveBooksAction = defineAction({
  input: proveBooksInput,
  command: proveBooks,
  revalidates: ["/"],
});
