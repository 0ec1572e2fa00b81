import { element } from "../dom.ts";
import { ApiError, wxAsync } from "./async.ts";
import { fileAt, keepFile } from "./files.ts";

interface CompressOptions {
  src: string;
  /** 0 to 100. */
  quality?: number;
  compressedWidth?: number;
  compressedHeight?: number;
}

/** Pictures: chosen by the browser's own dialog, made smaller on a canvas, read as bytes. */
export function mediaApi() {
  return {
    chooseMedia: wxAsync("chooseMedia", async () => {
      const file = await pickPicture();
      if (file === null) throw new ApiError("cancel");
      return { type: "image", tempFiles: [{ tempFilePath: keepFile(file), size: file.size, fileType: "image" }] };
    }),
    getImageInfo: wxAsync<{ src: string }>("getImageInfo", async ({ src }) => {
      const { width, height } = await createImageBitmap(fileAt(src));
      return { width, height, path: src };
    }),
    compressImage: wxAsync<CompressOptions>("compressImage", async ({ src, quality, compressedWidth, compressedHeight }) => ({
      tempFilePath: keepFile(
        await shrink(fileAt(src), { quality: (quality ?? 80) / 100, width: compressedWidth, height: compressedHeight }),
      ),
    })),
    getFileSystemManager: () => ({
      readFile: wxAsync<{ filePath: string }>("readFile", async ({ filePath }) => ({ data: await fileAt(filePath).arrayBuffer() })),
    }),
  };
}

function pickPicture(): Promise<File | null> {
  return new Promise((resolve) => {
    const field = element("input", "", { type: "file", accept: "image/*", hidden: "" });
    const answer = (file: File | null) => {
      field.remove();
      resolve(file);
    };
    field.addEventListener("change", () => answer(field.files?.[0] ?? null));
    field.addEventListener("cancel", () => answer(null));
    document.body.append(field);
    field.click();
  });
}

/** As a JPEG within these bounds; one that is smaller keeps its size. */
async function shrink(
  file: Blob,
  bounds: { readonly quality: number; readonly width: number | undefined; readonly height: number | undefined },
): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const part = Math.min(1, (bounds.width ?? picture.width) / picture.width, (bounds.height ?? picture.height) / picture.height);
  const canvas = new OffscreenCanvas(Math.round(picture.width * part), Math.round(picture.height * part));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: bounds.quality });
}
