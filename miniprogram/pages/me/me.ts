import { fetchWallet } from "../../lib/api/driver.ts";
import { knownProfile } from "../../lib/api/self.ts";
import { agreed } from "../../lib/dialog.ts";
import { fill, money } from "../../lib/format.ts";
import { go } from "../../lib/navigation.ts";
import { pictureAddress } from "../../lib/picture.ts";
import { screen } from "../../lib/screen.ts";
import { requireSession, signOut } from "../../lib/session.ts";
import { store } from "../../lib/store.ts";

/**
 * Where each subject of the driver's stands. A new one (membership, messages, support) adds its line here
 * and its page in a subpackage.
 */
const groups = [
  {
    title: "money",
    rows: [
      { name: "wallet", url: "/packages/wallet/wallet/wallet", session: true },
      { name: "topup", url: "/packages/wallet/topup/topup", session: true },
      { name: "coupons", url: "/packages/wallet/coupons/coupons", session: true },
      { name: "orders", url: "/pages/orders/orders", session: true, tab: true },
    ],
  },
  {
    title: "car",
    rows: [
      { name: "records", url: "/packages/car/records/records", session: true },
      { name: "vehicles", url: "/packages/car/vehicles/vehicles", session: true },
    ],
  },
  {
    title: "account",
    rows: [
      { name: "profile", url: "/packages/account/profile/profile", session: true },
      { name: "security", url: "/packages/account/security/security", session: true },
      { name: "verification", url: "/packages/account/verification/verification", session: true },
    ],
  },
  { title: "app", rows: [{ name: "settings", url: "/packages/account/settings/settings" }] },
] as const;

interface Row {
  readonly name: string;
  readonly url: string;
  readonly session?: boolean;
  readonly tab?: boolean;
}

screen(
  {
    section: "me",
    tab: true,
    watch: ["session", "wallet", "profile"],
    data: { signedIn: false, hello: "", initial: "", picture: "", groups: [] as object[] },
  },
  {
    onShow(): void {
      if (!store.get("session")) return;
      knownProfile();
      void fetchWallet().catch(() => undefined);
    },
    render(): void {
      const session = store.get("session");
      const wallet = store.get("wallet");
      const name = store.get("profile")?.name ?? session?.driver.name ?? "";
      const words = this.data.t as Readonly<Record<string, string>>;
      this.setData({
        signedIn: session !== null,
        hello: session ? fill(this.data.t.hello, { name }) : "",
        initial: name.charAt(0).toUpperCase(),
        picture: pictureAddress(store.get("profile")?.avatarUrl),
        groups: groups.map((group) => ({
          title: words[group.title],
          rows: group.rows.map((row) => ({
            ...row,
            title: words[row.name],
            note: row.name === "wallet" && wallet ? money(wallet.availableMinor, wallet.currency) : "",
          })),
        })),
      });
    },
    open(event: WechatMiniprogram.CustomEvent): void {
      const row = event.currentTarget.dataset.row as Row;
      if (row.session && !requireSession()) return;
      if (row.tab) void wx.switchTab({ url: row.url });
      else go(row.url);
    },
    signIn(): void {
      requireSession();
    },
    profile(): void {
      go("/packages/account/profile/profile");
    },
    async signOut(): Promise<void> {
      const words = this.data.t;
      if (await agreed(words.signOutAsk, "signOut", "stay")) signOut();
    },
  },
);
