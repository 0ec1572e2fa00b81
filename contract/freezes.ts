/**
 * A wallet that is frozen spends nothing new: no reservation, no top-up, no refund. Money that is on its way is credited, and
 * fuel that has flowed is paid for. Several parties may freeze it, each for its own reason; it is free once none does.
 */

/** Who keeps it frozen: an operator, or the driver's own protection until they have shown that it is them. */
export const freezeKinds = ["operator", "protection"] as const;
export type FreezeKind = (typeof freezeKinds)[number];

export interface Freeze {
  readonly kind: FreezeKind;
  /** For whoever looks into it; the driver is told that the wallet is frozen, and by which kind. */
  readonly reason: string;
  /** The operator's e-mail address; null where no operator did it. */
  readonly operator: string | null;
  readonly atMs: number;
}

export type FreezeCommand =
  /** Harmless when that kind has frozen it already. */
  | { readonly type: "FreezeWallet"; readonly kind: FreezeKind; readonly reason: string; readonly operator: string | null }
  | { readonly type: "UnfreezeWallet"; readonly kind: FreezeKind; readonly reason: string; readonly operator: string | null };

export type FreezeEvent =
  | { readonly type: "WalletFrozen"; readonly kind: FreezeKind; readonly reason: string; readonly operator: string | null }
  | {
      readonly type: "WalletUnfrozen";
      readonly kind: FreezeKind;
      readonly reason: string;
      readonly operator: string | null;
      /** Others keep it frozen. */
      readonly stillFrozen: boolean;
    };
