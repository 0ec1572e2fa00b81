import { keys } from "../../lib/api/driver.ts";
import type { Fueling, Home, Station, TopupPackage, Wallet } from "../../lib/api/types.ts";
import { invalidate, peek } from "../../lib/cache.ts";
import { fill, money } from "../../lib/format.ts";
import { loadHome } from "../../lib/home-feed.ts";
import { runningStates, watchLive } from "../../lib/live.ts";
import { go } from "../../lib/navigation.ts";
import { openPumpByScan } from "../../lib/pump-code.ts";
import { screen } from "../../lib/screen.ts";
import { requireSession } from "../../lib/session.ts";
import { currentLanguage } from "../../lib/settings.ts";
import { shareCard } from "../../lib/share.ts";
import { store } from "../../lib/store.ts";

const QUICK_MAX = 3;

let stopLive: (() => void) | undefined;

screen(
  {
    section: "home",
    tab: true,
    watch: ["session", "wallet", "fill"],
    data: {
      signedIn: false,
      wallet: null as Wallet | null,
      debtText: "",
      signInText: "",
      quick: [] as object[],
      stations: [] as readonly Station[],
      phase: "loading" as "loading" | "ready" | "failed",
      fueling: null as Fueling | null,
      language: "",
    },
  },
  {
    onLoad(): void {
      // What was kept from the last time is there in the first frame; the fresh copy replaces it.
      const kept = peek<Home>(keys.home);
      if (!kept || !store.get("session")) return;
      this.setData({ stations: kept.stations, phase: "ready" });
      const wallet = peek<Wallet>(keys.wallet) ?? kept.wallet;
      if (!store.get("wallet")) this.setData({ wallet });
    },
    onShow(): void {
      stopLive = watchLive();
      void this.load();
    },
    onHide(): void {
      stopLive?.();
    },
    onPullDownRefresh(): void {
      invalidate(keys.home);
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
      return shareCard(this.data.t.share, "/pages/home/home");
    },
    render(): void {
      const wallet = store.get("wallet");
      const fueling = store.get("fill");
      this.setData({
        signedIn: store.get("session") !== null,
        language: currentLanguage(),
        fueling: fueling && runningStates.indexOf(fueling.state) >= 0 ? fueling : null,
      });
      if (wallet) {
        const debtText = wallet.debtMinor > 0 ? fill(this.data.t.debt, { amount: money(wallet.debtMinor, wallet.currency) }) : "";
        this.setData({ wallet, debtText });
      } else if (!store.get("session")) this.setData({ wallet: null });
      this.showPackages(peek<Home>(keys.home)?.packages ?? []);
    },
    async load(): Promise<void> {
      if (!store.get("session")) return this.setData({ phase: "ready", signInText: "" });
      try {
        const home = await loadHome();
        this.showPackages(home.packages);
        this.showSignIn(home.newSignIn);
        this.setData({ stations: home.stations, phase: "ready" });
      } catch {
        this.setData({ phase: this.data.stations.length > 0 ? "ready" : "failed" });
      }
    },
    /** Whoever signed in on a new device is asked about it by SMS, and here, where most drivers look first. */
    showSignIn(found: Home["newSignIn"]): void {
      const device = found?.deviceName || this.data.t.unnamed;
      this.setData({ signInText: found === null ? "" : fill(this.data.t.newSignIn, { device }) });
    },
    showPackages(packages: readonly TopupPackage[]): void {
      const currency = store.get("wallet")?.currency ?? "CNY";
      const quick = packages.slice(0, QUICK_MAX).map((one) => ({
        id: one.packageId,
        amount: money(one.amountMinor, currency, { short: true }),
        bonus: one.bonusMinor > 0 ? fill(this.data.t.plusBonus, { amount: money(one.bonusMinor, currency, { short: true }) }) : "",
      }));
      this.setData({ quick });
    },
    signIn(): void {
      requireSession();
    },
    topup(event: WechatMiniprogram.TouchEvent): void {
      if (!requireSession()) return;
      const id = event.currentTarget.dataset.id as string | undefined;
      go(`/packages/wallet/topup/topup${id ? `?package=${id}` : ""}`);
    },
    openWallet(): void {
      if (requireSession()) go("/packages/wallet/wallet/wallet");
    },
    openDevices(): void {
      go("/packages/account/devices/devices");
    },
    pay(): void {
      void wx.switchTab({ url: "/pages/pay/pay" });
    },
    scan(): void {
      if (requireSession()) void openPumpByScan();
    },
    allStations(): void {
      void wx.switchTab({ url: "/pages/stations/stations" });
    },
    retry(): void {
      this.setData({ phase: "loading" });
      void this.load();
    },
  },
);
