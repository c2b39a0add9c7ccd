"use client";

import { Printer } from "lucide-react";
import { Button } from "./button";

/** Prints the sheet that the page carries for paper; what is on screen stays off it. */
export function PrintButton({ label }: { label: string }) {
  return (
    <Button onClick={() => window.print()}>
      <Printer aria-hidden />
      {label}
    </Button>
  );
}
