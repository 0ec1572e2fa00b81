import { languageNames, languages } from "../../../i18n/languages.ts";
import { chooseRegion, fetchCatalog, keys } from "../../../lib/api/driver.ts";
import type { Catalog } from "../../../lib/api/types.ts";
import { clearCache, peek } from "../../../lib/cache.ts";
import { APP_VERSION } from "../../../lib/config.ts";
import { fill } from "../../../lib/format.ts";
import { screen } from "../../../lib/screen.ts";
import { changeSettings } from "../../../lib/settings.ts";
import { type Settings, store } from "../../../lib/store.ts";
import { nameOf, problemText } from "../../../lib/words.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly on: boolean;
  /** Why it can't be chosen. */
  readonly note?: string;
}

type Group = keyof Settings | "region";

screen(
  { section: "settings", watch: ["session"], data: { groups: [] as object[], version: APP_VERSION, choosing: false } },
  {
    onLoad(): void {
      if (store.get("session"))
        void fetchCatalog().then(
          () => this.render(),
          () => undefined,
        );
    },
    render(): void {
      const words = this.data.t;
      const settings = store.get("settings");
      const group = (name: keyof Settings, title: string, icon: string, choices: readonly (readonly [string, string])[]) => ({
        name,
        title,
        icon,
        choices: choices.map(([value, label]): Choice => ({ value, label, on: settings[name] === value })),
      });
      this.setData({
        groups: [
          group("language", words.language, "language", [
            ["system", words.followPhone] as const,
            ...languages.map((one) => [one, languageNames[one]] as const),
          ]),
          group("theme", words.appearance, "moon", [
            ["system", words.followPhone],
            ["light", words.light],
            ["dark", words.dark],
          ]),
          group("text", words.text, "text", [
            ["normal", words.normal],
            ["large", words.large],
            ["largest", words.largest],
          ]),
          ...this.regionGroup(),
        ],
      });
    },
    /** The home region, once it is known which there are. One of another currency is shown, but not to be had. */
    regionGroup(): readonly object[] {
      const catalog = peek<Catalog>(keys.catalog);
      if (!catalog || !store.get("session")) return [];
      const words = this.data.t;
      const currency = catalog.regions.filter((one) => one.regionId === catalog.homeRegionId)[0]?.currency;
      const choices = catalog.regions.map(
        (one): Choice => ({
          value: one.regionId,
          label: nameOf(one.names),
          on: one.regionId === catalog.homeRegionId,
          ...(one.currency === currency ? {} : { note: fill(words.otherCurrency, { currency: one.currency }) }),
        }),
      );
      return [{ name: "region", title: words.region, icon: "location", choices }];
    },
    choose(event: WechatMiniprogram.TouchEvent): void {
      const { name, value } = event.currentTarget.dataset as { name: Group; value: string };
      if (name === "region") void this.moveTo(value);
      else changeSettings({ [name]: value } as Partial<Settings>);
    },
    async moveTo(regionId: string): Promise<void> {
      if (this.data.choosing) return;
      this.setData({ choosing: true });
      try {
        await chooseRegion(regionId);
        this.render();
      } catch (error) {
        void wx.showToast({ title: problemText(error), icon: "none" });
      } finally {
        this.setData({ choosing: false });
      }
    },
    clear(): void {
      clearCache();
      void wx.showToast({ title: this.data.t.cleared, icon: "success" });
    },
  },
);
