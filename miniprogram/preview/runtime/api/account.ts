import { element } from "../dom.ts";
import { button, type Overlays } from "../overlays.ts";
import type { Site } from "../site.ts";
import { hostWords } from "../words.ts";
import { ApiError, wxAsync } from "./async.ts";

interface PaymentOptions {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType?: string;
  paySign: string;
}

/** Where the host keeps what the app calls `session`. */
const SIGNED_IN = "mp:session";

/** Sign-in and payment, in the sandbox. `?as=<name>` in the address signs in without asking. */
export function accountApi(site: Site, overlays: Overlays) {
  let user: string | null = null;
  return {
    login: wxAsync("login", async () => {
      const asked = new URLSearchParams(location.search).get("as");
      // A phone's WeChat belongs to one person: whoever is signed in here is asked no more.
      const known = localStorage.getItem(SIGNED_IN) === null ? null : user;
      const name = asked ?? known ?? (await chooseName(site, overlays));
      user = name;
      if (name === null) throw new ApiError("cancel");
      return { code: `demo-${name}` };
    }),
    checkSession: wxAsync("checkSession", () => undefined),
    /** WeChat's cashier: paying tells WeChat Pay's counterpart that `package`, `prepay_id=…`, has been paid. */
    requestPayment: wxAsync<PaymentOptions>("requestPayment", async (options) => {
      const prepayId = options.package.replace(/^prepay_id=/, "");
      const pays = await overlays.custom<boolean>(
        (answer) =>
          element(
            "div",
            "preview-modal",
            { role: "dialog", "aria-modal": "true" },
            element("h2", "", {}, hostWords.cashier),
            element("p", "", {}, prepayId),
            element(
              "div",
              "preview-modal-actions",
              {},
              button("", hostWords.cancel, () => answer(false)),
              button("is-primary", hostWords.pay, () => answer(true)),
            ),
          ),
        false,
      );
      if (!pays) throw new ApiError("cancel");
      const paid = await fetch("/sandbox/cashiers/wechat", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ prepayId }),
      });
      if (!paid.ok) throw new ApiError(`the sandbox answered ${paid.status}`);
      return undefined;
    }),
  };
}

async function chooseName(site: Site, overlays: Overlays): Promise<string | null> {
  const index = await overlays.actionSheet(
    site.demoNames.map((name) => `demo-${name}`),
    hostWords.cancel,
    hostWords.signInAs,
  );
  return index === null ? null : (site.demoNames[index] ?? null);
}
