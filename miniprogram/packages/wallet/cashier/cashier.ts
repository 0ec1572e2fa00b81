import { fetchTopup } from "../../../lib/api/driver.ts";
import { back } from "../../../lib/navigation.ts";
import { screen } from "../../../lib/screen.ts";
import { every } from "../../../lib/ticker.ts";
import { cashierOrderId, cashierUrl } from "../../../lib/topup-payment.ts";

const WATCH_MS = 2_000;
let stopWatching: (() => void) | undefined;
/** Leaving twice would leave the page beneath, too. */
let hasLeft = false;

/** A provider's own cashier, which fills the page. What it says proves nothing: the order does, and once it is paid or over, this page leaves by itself. */
screen(
  { section: "cashier", data: { url: "" } },
  {
    onLoad(): void {
      hasLeft = false;
      this.setData({ url: cashierUrl() });
    },
    onShow(): void {
      stopWatching = every(WATCH_MS, () => void this.look());
    },
    onHide(): void {
      stopWatching?.();
    },
    onUnload(): void {
      stopWatching?.();
      hasLeft = true;
    },
    async look(): Promise<void> {
      const orderId = cashierOrderId();
      const topup = orderId === "" ? undefined : await fetchTopup(orderId).catch(() => undefined);
      if (!topup || topup.state === "awaiting_payment" || topup.state === "requested" || hasLeft) return;
      hasLeft = true;
      stopWatching?.();
      await back(`/packages/wallet/order/order?id=${orderId}`);
    },
  },
);
