import { DOCUMENT_BYTES_MAX, type DocumentKind, type RejectionCause, type ShownState } from "@forecourt/contract/documents";
import { isIdNumber, normalIdNumber } from "@forecourt/contract/idNumbers";
import { Problem } from "../../../lib/api/client.ts";
import { fetchDocuments, type OwnDocument, removeDocument, type Sending, sendDocument } from "../../../lib/api/documents.ts";
import { agreed } from "../../../lib/dialog.ts";
import { date, fill, parseTime } from "../../../lib/format.ts";
import { newId } from "../../../lib/ids.ts";
import { choosePhoto } from "../../../lib/picture.ts";
import { screen } from "../../../lib/screen.ts";
import { requireSession } from "../../../lib/session.ts";
import { currentLanguage } from "../../../lib/settings.ts";
import { store } from "../../../lib/store.ts";
import { type Stop, stopped } from "../../../lib/ticker.ts";
import { problemText } from "../../../lib/words.ts";

const tones: Readonly<Record<ShownState, string>> = {
  missing: "",
  submitted: "status--wait",
  resubmitted: "status--wait",
  approved: "status--good",
  rejected: "status--bad",
};

/** What of a photo's way is no part of what the page shows. */
const run: { stop: Stop; wasOnline: boolean } = { stop: stopped, wasOnline: true };

/**
 * Shows who the driver is and what they drive: photos, one of each kind, and where each stands. A photo whose way was broken goes on
 * by itself once there is a network again; the number that is typed is kept nowhere on the phone.
 */
screen(
  {
    section: "verification",
    watch: ["session"],
    data: {
      phase: "loading" as "loading" | "ready" | "failed",
      documents: [] as readonly OwnDocument[],
      groups: [] as object[],
      idNumber: "",
      asksNumber: false,
      /** Photos chosen since the page was opened, by kind. */
      pictures: {} as Readonly<Partial<Record<DocumentKind, string>>>,
      sending: null as Sending | null,
      percent: 0,
      /** Its way was broken; it waits for a network, or for the driver. */
      broken: false,
      failure: "",
      failedKind: "" as DocumentKind | "",
    },
  },
  {
    onLoad(): void {
      run.wasOnline = store.get("online");
    },
    onShow(): void {
      void this.load();
    },
    onUnload(): void {
      run.stop();
      run.stop = stopped;
    },
    onPullDownRefresh(): void {
      void this.load().then(() => wx.stopPullDownRefresh());
    },
    async load(): Promise<void> {
      if (!requireSession()) return;
      try {
        this.setData({ documents: await fetchDocuments(), phase: "ready" });
        this.render();
      } catch (error) {
        if (this.data.phase !== "ready") this.setData({ phase: "failed", failure: problemText(error) });
      }
    },
    render(): void {
      const isBack = store.get("online") && !run.wasOnline;
      run.wasOnline = store.get("online");
      const { t } = this.data;
      const documents = this.data.documents as readonly OwnDocument[];
      const front = documents.filter(({ kind }) => kind === "id_front")[0];
      const asksNumber = this.data.asksNumber || front?.state === "missing" || front?.state === "rejected";
      const linesOf = (kinds: readonly DocumentKind[]) =>
        documents.filter(({ kind }) => kinds.indexOf(kind) >= 0).map((one) => this.line(one));
      this.setData({
        groups: [
          { title: t.idCard, icon: "card", asksNumber, lines: linesOf(["id_front", "id_back"]) },
          { title: t.vehicle, icon: "car", asksNumber: false, lines: linesOf(["vehicle_licence"]) },
        ],
      });
      if (isBack && this.data.broken) this.goOn();
    },
    line({ kind, state, cause, submittedAt }: OwnDocument): object {
      const { t, sending, broken } = this.data;
      const isSent = state !== "missing";
      const isMoving = (sending as Sending | null)?.kind === kind;
      const sentOn = submittedAt === null ? "" : fill(t.sentOn, { date: date(parseTime(submittedAt), currentLanguage()) });
      return {
        kind,
        title: t[kind],
        state: t[state],
        tone: tones[state],
        caption: cause === null ? (isSent ? sentOn : t[`${kind}_hint`]) : t[cause as RejectionCause],
        isBad: cause !== null,
        take: state === "missing" ? t.take : state === "rejected" ? t.again : t.replace,
        isSent,
        isApproved: state === "approved",
        isMoving,
        isBroken: isMoving && broken,
        picture: (this.data.pictures as Readonly<Record<string, string>>)[kind] ?? "",
      };
    },
    retry(): void {
      this.setData({ phase: "loading", failure: "" });
      void this.load();
    },
    typeNumber(event: WechatMiniprogram.CustomEvent<{ value: string }>): void {
      this.setData({ idNumber: event.detail.value, failure: "", failedKind: "" });
    },
    async take(event: WechatMiniprogram.TouchEvent): Promise<void> {
      const { kind, approved } = event.currentTarget.dataset as { readonly kind: DocumentKind; readonly approved: boolean };
      const { t } = this.data;
      if (this.data.sending) return;
      const idNumber = normalIdNumber(this.data.idNumber);
      if (kind === "id_front" && !isIdNumber(idNumber)) {
        this.setData({ asksNumber: true, failedKind: kind, failure: idNumber === "" ? t.noNumber : t.wrongNumber });
        return this.render();
      }
      if (approved) {
        if (!(await agreed(t.replaceAsk, "replace", "keep"))) return;
      }
      this.setData({ failure: "", failedKind: "" });
      try {
        const photo = await choosePhoto(DOCUMENT_BYTES_MAX);
        if (photo === null) return;
        this.setData({ pictures: { ...this.data.pictures, [kind]: photo.path } });
        await this.send({ kind, photo, idempotencyKey: newId(), ...(kind === "id_front" ? { idNumber } : {}) });
      } catch {
        // The phone could not read or compress what was chosen.
        this.setData({ failure: problemText(new Problem("document_invalid")), failedKind: kind });
      }
    },
    async send(sending: Sending): Promise<void> {
      this.setData({ sending, percent: 0, broken: false, failure: "", failedKind: "" });
      this.render();
      try {
        await sendDocument(
          sending,
          (part) => this.setData({ percent: Math.round(100 * part) }),
          (stop) => {
            run.stop = stop;
          },
        );
        this.setData({ sending: null, ...(sending.kind === "id_front" ? { idNumber: "", asksNumber: false } : {}) });
        await this.load();
      } catch (error) {
        const isStopped = error instanceof Problem && error.code === "not_confirmed";
        const broken = error instanceof Problem && error.retryable;
        this.setData({
          broken,
          sending: broken ? sending : null,
          failure: isStopped ? "" : problemText(error),
          failedKind: isStopped ? "" : sending.kind,
        });
        this.render();
      } finally {
        run.stop = stopped;
      }
    },
    /** The same photo under the same id: what had arrived all the same is no second document. */
    goOn(): void {
      const { sending } = this.data;
      if (sending && this.data.broken) void this.send(sending as Sending);
    },
    stop(): void {
      if (this.data.broken) {
        this.setData({ sending: null, broken: false, failure: "", failedKind: "" });
        this.render();
      } else run.stop();
    },
    async drop(event: WechatMiniprogram.TouchEvent): Promise<void> {
      const { t } = this.data;
      const kind = event.currentTarget.dataset.kind as DocumentKind;
      if (this.data.sending) return;
      if (!(await agreed(t.dropAsk, "erase", "keep"))) return;
      try {
        await removeDocument(kind, newId());
        this.setData({ pictures: { ...this.data.pictures, [kind]: "" }, failure: "", failedKind: "" });
      } catch (error) {
        this.setData({ failure: problemText(error), failedKind: kind });
      }
      await this.load();
    },
  },
);
