import { type Ledger, notesOf } from "../../load/ledger.ts";

export const vendorNames = ["wechat", "unionpay", "stripe"] as const;
export type VendorName = (typeof vendorNames)[number];

/** An order at one of the vendors, as its driver was told of it; from then on it may be paid there. */
export interface VendorOrder {
  readonly vendor: VendorName;
  readonly driver: string;
  readonly orderId: string;
  readonly amountMinor: number;
  /** Its driver has asked for the money back. */
  refundAsked: boolean;
}

/** A notification that no vendor has sent, and what it was answered; 0: the product was down. */
export interface Forged {
  readonly vendor: VendorName;
  readonly orderId: string;
  readonly forgery: string;
  readonly answered: number;
}

export const vendorOrders = (ledger: Ledger): VendorOrder[] => notesOf<VendorOrder>(ledger, "vendors");
export const forgeries = (ledger: Ledger): Forged[] => notesOf<Forged>(ledger, "forgeries");
/** Where the vendors are asked for their books; one entry, or none where there are no vendors. */
export const addressesOf = (ledger: Ledger): Record<VendorName, string>[] =>
  notesOf<Record<VendorName, string>>(ledger, "vendor addresses");
/** Bills that could not be compared. */
export const failedBills = (ledger: Ledger): object[] => notesOf<object>(ledger, "failed bills");

/** Whether an order is one of a vendor's, and none of the sandbox's. */
export function isVendors(ledger: Ledger, orderId: string): boolean {
  return vendorOrders(ledger).some((order) => order.orderId === orderId);
}

/** Tells a vendor what to do, or asks for its books. */
export async function tellVendor<Reply>(address: string, what: string, wish: object): Promise<Reply> {
  const response = await fetch(`${address}/control/${what}`, { method: "POST", body: JSON.stringify(wish) });
  if (!response.ok) throw new Error(`a vendor answered ${response.status}`);
  return (await response.json()) as Reply;
}
