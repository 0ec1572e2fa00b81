import { describe, expect, it } from "vitest";
import { isPhotoSized, readPicture } from "../../../worker/modules/documents/picture.ts";
import { chunk, jpeg, png, segment } from "../kit/pictures.ts";

describe("a picture", () => {
  it("is what its bytes are, whatever anybody calls it", () => {
    expect(readPicture(jpeg())).toEqual({ contentType: "image/jpeg", width: 800, height: 500 });
    expect(readPicture(png({ width: 1200 }))).toEqual({ contentType: "image/png", width: 1200, height: 500 });
    expect(readPicture(jpeg({ extra: segment(0xe1, "Exif\0\0 an orientation") }))).not.toBeNull();
    expect(readPicture(png({ extra: chunk("pHYs", [0, 0, 0, 1, 0, 0, 0, 1, 0]) }))).not.toBeNull();
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["a page", new TextEncoder().encode("<html><script>alert(1)</script>")],
    ["the beginning of a JPEG", Uint8Array.of(0xff, 0xd8, 0xff)],
    ["a JPEG with an archive behind it", jpeg({ tail: "PK\u0003\u0004" })],
    ["a JPEG with a byte behind it", jpeg({ tail: "x" })],
    ["a JPEG cut off", jpeg().subarray(0, -2)],
    ["a JPEG with a page in its comment", jpeg({ extra: segment(0xfe, "<SCRIPT>alert(1)</SCRIPT>") })],
    ["a JPEG with a PDF in its remarks", jpeg({ extra: segment(0xe4, "%PDF-1.7") })],
    ["a JPEG that has two sizes", jpeg({ extra: segment(0xc2, [8, 0, 9, 0, 9, 1, 1, 17, 0]) })],
    ["a JPEG whose segment says that it is longer than all", jpeg({ extra: Uint8Array.of(0xff, 0xe1, 0xff, 0xff) })],
    ["a JPEG without pixels", Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
    ["a PNG with a page behind it", png({ tail: "<html>" })],
    ["a PNG with a text in it", png({ extra: chunk("tEXt", "comment") })],
    ["a PNG with a chunk that nobody knows", png({ extra: chunk("eVIL", "x") })],
    ["a PNG with two heads", png({ extra: chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]) })],
    ["a PNG cut off", png().subarray(0, -5)],
    ["a GIF", new TextEncoder().encode("GIF89a\u0001\u0000")],
    ["an SVG", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>")],
  ])("is not %s", (_, bytes) => {
    expect(readPicture(bytes)).toBeNull();
  });

  it("is read to its end however it is cut, and never beyond", () => {
    for (const whole of [jpeg({ coded: 60 }), png()]) {
      for (let length = 0; length < whole.byteLength; length++) expect(readPicture(whole.subarray(0, length))).toBeNull();
    }
  });

  it("of a document can be read, and is no bomb", () => {
    expect(isPhotoSized({ width: 300, height: 4_000 })).toBe(true);
    expect(isPhotoSized({ width: 299, height: 4_000 })).toBe(false);
    expect(isPhotoSized({ width: 12_001, height: 400 })).toBe(false);
    expect(isPhotoSized({ width: 12_000, height: 12_000 })).toBe(false);
  });
});
