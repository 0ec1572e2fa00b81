import { languageNames, languages } from "../../../i18n/languages.ts";
import { clearCache } from "../../../lib/cache.ts";
import { APP_VERSION } from "../../../lib/config.ts";
import { screen } from "../../../lib/screen.ts";
import { changeSettings } from "../../../lib/settings.ts";
import { type Settings, store } from "../../../lib/store.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly on: boolean;
}

screen(
  { section: "settings", data: { groups: [] as object[], version: APP_VERSION } },
  {
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
        ],
      });
    },
    choose(event: WechatMiniprogram.TouchEvent): void {
      const { name, value } = event.currentTarget.dataset as { name: keyof Settings; value: string };
      changeSettings({ [name]: value } as Partial<Settings>);
    },
    clear(): void {
      clearCache();
      void wx.showToast({ title: this.data.t.cleared, icon: "success" });
    },
  },
);
