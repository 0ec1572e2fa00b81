import { Problem } from "../../lib/api/client.ts";
import { createPaymentCode, fetchWallet } from "../../lib/api/driver.ts";
import type { PaymentCode, Wallet } from "../../lib/api/types.ts";
import { confirmationsGiven } from "../../lib/confirmation.ts";
import { fill, money, parseTime } from "../../lib/format.ts";
import { runningStates, watchLive } from "../../lib/live.ts";
import { go } from "../../lib/navigation.ts";
import { openPumpByScan } from "../../lib/pump-code.ts";
import { qrPicture } from "../../lib/qr.ts";
import { screen } from "../../lib/screen.ts";
import { requireSession } from "../../lib/session.ts";
import { store } from "../../lib/store.ts";
import { every, type Stop, stopped } from "../../lib/ticker.ts";
import { needsMoney, problemText } from "../../lib/words.ts";

/** After so many codes without a pump the driver has put the phone away: stop making codes. */
const RENEWALS_MAX = 10;
/** Renewed a little before it ends, so that the pump never reads a dead one. */
const MARGIN_MS = 3_000;

type Phase = "signed-out" | "loading" | "showing" | "paused" | "empty" | "failed";

interface Runtime {
  stopTicking: Stop;
  stopLive: Stop;
  renewals: number;
  expiresAtMs: number;
  brightness: number | undefined;
  visible: boolean;
  /** The fill that ran before the code was shown; going back from it must not lead there again. */
  knownFill: string | undefined;
  /** Whether the code that is shown was confirmed by the driver. */
  isConfirmed: boolean;
}

const run: Runtime = {
  stopTicking: stopped,
  stopLive: stopped,
  renewals: 0,
  expiresAtMs: 0,
  brightness: undefined,
  visible: false,
  knownFill: undefined,
  isConfirmed: false,
};

screen(
  {
    section: "pay",
    tab: true,
    watch: ["session", "wallet", "fill"],
    data: { mode: "show" as "show" | "scan", phase: "loading" as Phase, picture: "", renewsText: "", part: 0, failure: "", toSpend: "" },
  },
  {
    onShow(): void {
      run.visible = true;
      run.knownFill = store.get("fill")?.fuelingId;
      run.renewals = 0;
      run.stopLive = watchLive();
      run.stopTicking = every(500, () => this.tick());
      this.brighten();
      void this.begin();
    },
    onHide(): void {
      this.leave();
    },
    onUnload(): void {
      this.leave();
    },
    leave(): void {
      run.visible = false;
      run.stopTicking();
      run.stopLive();
      if (run.brightness !== undefined) wx.setScreenBrightness({ value: run.brightness, fail: () => undefined });
      run.brightness = undefined;
    },
    render(): void {
      const wallet = store.get("wallet");
      if (wallet) this.setData({ toSpend: fill(this.data.t.toSpend, { amount: money(wallet.availableMinor, wallet.currency) }) });
      const fueling = store.get("fill");
      // A pump took the code: what matters now is that pump.
      if (run.visible && fueling && fueling.fuelingId !== run.knownFill && runningStates.indexOf(fueling.state) >= 0) {
        run.visible = false;
        go(`/packages/fuel/fill/fill?id=${fueling.fuelingId}`);
      }
    },
    /** A scanner reads a bright screen; the driver's own setting comes back when the page is left. */
    brighten(): void {
      wx.getScreenBrightness({
        success: ({ value }) => {
          run.brightness = value;
          wx.setScreenBrightness({ value: 1, fail: () => undefined });
        },
        fail: () => undefined,
      });
    },
    async begin(): Promise<void> {
      if (!store.get("session")) return this.setData({ phase: "signed-out" });
      let wallet: Wallet | null = store.get("wallet");
      try {
        wallet = await fetchWallet();
      } catch {
        // The code itself will say what is wrong.
      }
      if (wallet && wallet.availableMinor <= 0) return this.setData({ phase: "empty" });
      if (run.expiresAtMs - MARGIN_MS > Date.now() && this.data.picture) return this.setData({ phase: "showing" });
      await this.renew();
    },
    async renew(): Promise<void> {
      if (this.data.picture === "") this.setData({ phase: "loading" });
      const given = confirmationsGiven();
      try {
        const made: PaymentCode = await createPaymentCode();
        run.isConfirmed = confirmationsGiven() > given;
        run.expiresAtMs = parseTime(made.expiresAt);
        this.setData({ picture: qrPicture(made.code), phase: "showing", failure: "" });
        this.tick();
      } catch (error) {
        run.expiresAtMs = 0;
        if (error instanceof Problem && error.code === "not_confirmed") return this.setData({ phase: "paused", picture: "" });
        this.setData({ phase: needsMoney(error) ? "empty" : "failed", failure: problemText(error), picture: "" });
      }
    },
    tick(): void {
      if (this.data.phase !== "showing") return;
      const leftMs = run.expiresAtMs - MARGIN_MS - Date.now();
      if (leftMs > 0) {
        const seconds = Math.ceil(leftMs / 1000);
        this.setData({ renewsText: fill(this.data.t.renewsIn, { n: seconds }), part: Math.min(100, Math.round((leftMs / 57_000) * 100)) });
        return;
      }
      run.renewals += 1;
      // A code that the driver had to confirm isn't followed by another one unasked.
      if (run.renewals > RENEWALS_MAX || run.isConfirmed) {
        this.setData({ phase: "paused", picture: "" });
        return;
      }
      // No second renewal while this one is on its way.
      run.expiresAtMs = Date.now() + 30_000;
      void this.renew();
    },
    again(): void {
      run.renewals = 0;
      void this.renew();
    },
    choose(event: WechatMiniprogram.TouchEvent): void {
      this.setData({ mode: event.currentTarget.dataset.mode as "show" | "scan" });
    },
    scan(): void {
      if (requireSession()) void openPumpByScan();
    },
    signIn(): void {
      requireSession();
    },
    topup(): void {
      go("/packages/wallet/topup/topup");
    },
  },
);
