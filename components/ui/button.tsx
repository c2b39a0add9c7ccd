import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap " +
    "transition-colors duration-100 disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-accent-solid text-white shadow-card hover:not-disabled:bg-accent-solid-hover aria-disabled:bg-accent-solid",
        secondary: "border-line-strong/60 bg-surface text-ink shadow-card hover:not-disabled:bg-hover",
        ghost: "border-transparent bg-transparent text-muted hover:not-disabled:bg-hover hover:not-disabled:text-ink",
        danger:
          "border-transparent bg-danger-solid text-white shadow-card hover:not-disabled:bg-danger-solid-hover aria-disabled:bg-danger-solid",
      },
      size: {
        sm: "h-7 px-2.5 text-xs",
        md: "h-control px-3 text-sm",
        lg: "h-10 px-4 text-base",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonVariants> & { pending?: boolean | undefined };

/**
 * A button does something; a link goes somewhere (`ButtonLink`). While `pending` it keeps its width and its focus, says
 * that it is busy, and ignores further presses.
 */
export function Button({ variant, size, pending = false, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={cn(buttonVariants({ variant, size }), "relative", className)}
    >
      <span className={cn("inline-flex items-center gap-1.5", pending && "opacity-0")}>{children}</span>
      {pending ? <LoaderCircle aria-hidden className="absolute animate-spin" /> : null}
    </button>
  );
}

type ButtonLinkProps = ComponentProps<typeof Link> & VariantProps<typeof buttonVariants>;

export function ButtonLink({ variant, size, className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={cn(buttonVariants({ variant, size }), className)} />;
}
