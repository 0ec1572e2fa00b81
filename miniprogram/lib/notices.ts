import { noteConsent, type Security } from "./api/self.ts";

/** What the driver can be asked for; null: nothing. */
type Offered = Security["protection"]["message"];

/**
 * Asks whether WeChat may bring one more message, and tells the server when it may. WeChat asks only straight from a tap: this is called before
 * anything is waited for. Whatever comes of it, nothing fails: the message is beside the SMS.
 */
export async function askForMessage(offered: Offered): Promise<void> {
  if (offered === null || (wx.requestSubscribeMessage as unknown) === undefined) return;
  const { templateId } = offered;
  try {
    const answers = await wx.requestSubscribeMessage({ tmplIds: [templateId] });
    if ((answers as unknown as Readonly<Record<string, string>>)[templateId] === "accept") await noteConsent(templateId);
  } catch {
    // Switched off in WeChat's own settings, or the network failed: asked again another time.
  }
}
