import { expect, it } from "vitest";
import { watermarked } from "./watermark.ts";

it("lays who opened it and when all over the picture, above it, as text that is no markup", () => {
  const viewer = `"ada"<x>@forecourt.example`;
  const facts = { contentType: "image/png", width: 800, height: 500, viewer, atMs: Date.UTC(2026, 10, 26, 12) } as const;
  const svg = watermarked({ ...facts, bytes: Uint8Array.of(1, 2, 3) });
  const words = "&#34;ada&#34;&#60;x&#62;@forecourt.example · 2026-11-26 12:00 UTC";
  const [before = "", over = ""] = svg.split("data:image/png;base64,AQID");
  const pattern = before.slice(before.indexOf("<pattern"), before.indexOf("</pattern>"));
  expect(pattern).toContain(`id="mark"`);
  expect(pattern).toContain(words);
  expect(over).toBe(`"/><rect width="800" height="500" fill="url(#mark)"/></svg>`);
});
