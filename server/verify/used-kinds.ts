import "server-only";
import { ALL_RULES } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES, type Side } from "@/core/ledger/chart";
import type { PostingRule } from "@/core/ledger/rule";
import type { DbReader } from "@/server/transact";
import type { HeldSubject } from "./weigh-accounts";
import type { VoucherKind } from "./weigh-vouchers";

type EventMarks = { readonly needsApproval: boolean; readonly crossesFunds: boolean };

/** The kinds of vouchers in a book, and the accounts in use: what is plain from them without looking at a line. */
export class UsedKinds {
  private constructor(
    private readonly kinds: readonly VoucherKind[],
    private readonly used: readonly HeldSubject[],
    private readonly marks: ReadonlyMap<string, EventMarks>,
    private readonly areApprovalsExecuted: boolean,
  ) {}

  static async read(db: DbReader, kinds: readonly VoucherKind[], subjects: readonly HeldSubject[]): Promise<UsedKinds> {
    const marks = await db.query<EventMarks & { event: string }>(
      `SELECT event, needs_approval AS "needsApproval", crosses_funds AS "crossesFunds" FROM voucher_events`,
    );
    const pending = await db.query(
      `SELECT 1 FROM vouchers v LEFT JOIN approvals a ON a.id = v.approval_id
       WHERE v.approval_id IS NOT NULL AND a.status IS DISTINCT FROM 'EXECUTED' LIMIT 1`,
    );
    const used = subjects.filter((subject) => subject.used > 0n);
    return new UsedKinds(kinds, used, new Map(marks.map((row) => [row.event, row])), pending.length === 0);
  }

  /** Every event is known, and no voucher lacks an approval that its event asks for. */
  areKnown(): boolean {
    return this.kinds.every(({ event, isApproved }) => {
      const mark = this.marks.get(event);
      return mark !== undefined && (isApproved || !mark.needsApproval);
    });
  }

  /** Whatever account in use a voucher had touched, on whichever side, its rule would allow it. */
  fitCatalogue(): boolean {
    return this.kinds.every((kind) => {
      const rule = ruleOf(kind);
      if (!rule) return false;
      return rule.kind === "AS_APPROVED" || this.used.every(({ glCode }) => allowsBothSides(rule, glCode));
    });
  }

  /**
   * No voucher can have touched both funds without being allowed to. `isCatalogueFollowed` says that lines are known to
   * be on the accounts of their rules alone; otherwise any account in use may have been touched.
   */
  keepFundsApart(isCatalogueFollowed: boolean): boolean {
    return this.kinds.every((kind) => {
      const mark = this.marks.get(kind.event);
      if (!mark) return false;
      if (mark.crossesFunds) return !mark.needsApproval || this.areApprovalsExecuted;
      const rule = isCatalogueFollowed ? ruleOf(kind) : null;
      const touched =
        rule?.kind === "LINES" ? this.used.filter(({ glCode }) => sidesOf(rule, glCode).length > 0) : this.used;
      return new Set(touched.map(({ fundOwner }) => fundOwner)).size <= 1;
    });
  }
}

/** None for a reversal: what it may post depends on what it reverses. */
function ruleOf({ event, version, isReversal }: VoucherKind): PostingRule | null {
  const rule = ALL_RULES.find((one) => one.event === event && one.version === version);
  return rule && !isReversal && rule.kind !== "OPPOSITE" ? rule : null;
}

function sidesOf({ lines }: PostingRule, glCode: string): Side[] {
  return lines.filter(({ place }) => ACCOUNT_PLACES[place].glCode === glCode).map(({ side }) => side);
}

function allowsBothSides(rule: PostingRule, glCode: string): boolean {
  const sides = sidesOf(rule, glCode);
  return sides.includes("DEBIT") && sides.includes("CREDIT");
}
