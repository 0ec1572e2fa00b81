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

/** Sign-in and payment, in the sandbox. `?as=<name>` in the address signs in without asking. */
export function accountApi(site: Site, overlays: Overlays) {
  return {
    login: wxAsync("login", async () => {
      const asked = new URLSearchParams(location.search).get("as");
      const name = asked ?? (await chooseName(site, overlays));
      if (name === null) throw new ApiError("cancel");
      return { code: `demo-${name}` };
    }),
    checkSession: wxAsync("checkSession", () => undefined),
    /** The cashier of the sandbox: `package` is `prepay_id=<order>`, and paying settles that order. */
    requestPayment: wxAsync<PaymentOptions>("requestPayment", async (options) => {
      const order = options.package.replace(/^prepay_id=/, "");
      const pays = await overlays.custom<boolean>(
        (answer) =>
          element(
            "div",
            "preview-modal",
            { role: "dialog", "aria-modal": "true" },
            element("h2", "", {}, hostWords.cashier),
            element("p", "", {}, order),
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
      const paid = await fetch(`/sandbox/payments/${encodeURIComponent(order)}/pay`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
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
