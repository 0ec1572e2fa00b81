import type { DocumentKind } from "@forecourt/contract/documents";
import type { BrowserContext } from "playwright-core";
import type { Api } from "./api.ts";

/** A card such as a driver would photograph, with these lines on it; a browser draws it. */
export async function drawnCard(context: BrowserContext, lines: readonly string[]): Promise<Buffer> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 860, height: 540 });
  const style = "margin:0;padding:56px;font:34px/1.9 sans-serif;background:linear-gradient(120deg,#dbe7ee,#f4efe2)";
  await page.setContent(`<body style="${style}">${lines.map((line) => `<div>${line}</div>`).join("")}</body>`);
  const picture = await page.screenshot({ type: "jpeg", quality: 70 });
  await page.close();
  return picture;
}

/** Sends a document as the app does: asks for an address, and sends the picture there. @returns its id */
export async function sendDocument(
  driver: Api,
  baseUrl: string,
  { kind, photo, idNumber }: { readonly kind: DocumentKind; readonly photo: Buffer; readonly idNumber?: string },
): Promise<string> {
  const { documentId, url } = await driver.call<{ documentId: string; url: string }>("POST", "/v1/driver/documents/uploads", {
    kind,
    contentType: "image/jpeg",
    bytes: photo.byteLength,
    ...(idNumber === undefined ? {} : { idNumber }),
  });
  const sent = await fetch(baseUrl + url, { method: "PUT", headers: { "content-type": "image/jpeg" }, body: new Uint8Array(photo) });
  if (!sent.ok) throw new Error(`the picture was not taken: ${await sent.text()}`);
  return documentId;
}

/** Signs a driver of the sandbox in. */
export async function asDriver(anyone: Api, name: string): Promise<{ readonly api: Api; readonly driverId: string }> {
  const session = await anyone.call<{ accessToken: string; driver: { driverId: string } }>("POST", "/v1/driver/sessions", {
    provider: "wechat",
    code: `demo-${name}`,
  });
  return { api: anyone.withToken(session.accessToken), driverId: session.driver.driverId };
}
