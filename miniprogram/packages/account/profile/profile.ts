import {
  bindWechat,
  type Credential,
  changeName,
  fetchCredentials,
  fetchJoined,
  fetchProfile,
  type JoinedItem,
  knownProfile,
  type Profile,
  removeAvatar,
  sendAvatar,
} from "../../../lib/api/self.ts";
import { date, fill, parseTime } from "../../../lib/format.ts";
import { go } from "../../../lib/navigation.ts";
import { choosePicture, pictureAddress } from "../../../lib/picture.ts";
import { screen } from "../../../lib/screen.ts";
import { continueAs, requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { store } from "../../../lib/store.ts";
import { problemText } from "../../../lib/words.ts";

/** What the driver is called, their picture, and what they sign in with. */
screen(
  {
    section: "profile",
    watch: ["session", "profile"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      name: "",
      initial: "",
      picture: "",
      credentials: [] as readonly Credential[],
      accounts: [] as readonly JoinedItem[],
      joined: [] as object[],
      wechatText: "",
      phoneText: "",
      hasWechat: false,
      failure: "",
      busy: "" as "" | "name" | "picture" | "wechat",
    },
  },
  {
    onLoad(): void {
      const known = store.get("session") ? knownProfile() : undefined;
      if (known) this.setData({ name: known.name, phase: "ready" });
    },
    onShow(): void {
      void this.load();
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      const typed = this.data.phase === "ready" && this.data.name !== knownProfile()?.name;
      try {
        const [profile, credentials, accounts] = await Promise.all([fetchProfile(), fetchCredentials(), fetchJoined()]);
        // What is being typed is not taken away by what was read meanwhile.
        this.setData({ credentials, accounts, phase: "ready", ...(typed ? {} : { name: profile.name }) });
        this.render();
      } catch (error) {
        if (this.data.phase !== "ready") this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const profile: Profile | null = store.get("profile");
      const { t } = this.data;
      const of = (kind: Credential["kind"]) => (this.data.credentials as readonly Credential[]).filter((one) => one.kind === kind)[0];
      const [phone, wechat] = [of("phone"), of("wechat")];
      this.setData({
        picture: pictureAddress(profile?.avatarUrl),
        initial: (profile?.name ?? "").charAt(0).toUpperCase(),
        hasWechat: wechat !== undefined,
        wechatText: wechat ? fill(t.since, { date: date(parseTime(wechat.addedAt), currentLanguage()) }) : t.notBound,
        joined: (this.data.accounts as readonly JoinedItem[]).map(({ driverId, joinedAt }) => ({
          id: driverId,
          text: fill(t.joinedOn, { date: date(parseTime(joinedAt), currentLanguage()) }),
        })),
        phoneText: phone ? `··· ${phone.tail ?? ""}` : t.notBound,
      });
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
    type(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.setData({ name: event.detail.value, failure: "" });
    },
    save(): void {
      const name = this.data.name.trim();
      if (name === "") this.setData({ failure: this.data.t.noName });
      else void this.run("name", () => this.rename(name));
    },
    async rename(name: string): Promise<void> {
      await changeName(name);
      void wx.showToast({ title: this.data.t.saved, icon: "success" });
    },
    choose(): void {
      void this.run("picture", async () => {
        const picture = await choosePicture();
        if (picture !== null) await sendAvatar(picture);
      });
    },
    drop(): void {
      void this.run("picture", removeAvatar);
    },
    phone(): void {
      go("/packages/account/phone/phone?bind=1");
    },
    earlier(event: WechatMiniprogram.TouchEvent): void {
      go(`/packages/wallet/earlier/earlier?account=${event.currentTarget.dataset.id as string}`);
    },
    wechat(): void {
      if (this.data.hasWechat) return;
      void this.run("wechat", async () => {
        const { session } = await bindWechat();
        if (session) continueAs(session);
        await this.load();
      });
    },
    async run(busy: "name" | "picture" | "wechat", work: () => Promise<unknown>): Promise<void> {
      if (this.data.busy !== "") return;
      this.setData({ busy, failure: "" });
      try {
        await work();
      } catch (error) {
        this.setData({ failure: problemText(error) });
      } finally {
        this.setData({ busy: "" });
      }
    },
  },
);
