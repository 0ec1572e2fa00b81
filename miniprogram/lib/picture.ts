import { apiOrigin } from "./config.ts";

/** Where a picture of the API's is shown from; empty when there is none. */
export const pictureAddress = (url: string | null | undefined): string => (url ? (url.charAt(0) === "/" ? apiOrigin() + url : url) : "");

/** A side longer than this tells a face no better. */
const FACE_SIDE_MAX = 512;
const QUALITY = 80;

/** A picture of a face that the driver takes or chooses, made small enough to send; null when they would not. */
export async function choosePicture(): Promise<ArrayBuffer | null> {
  const path = await choose();
  if (path === null) return null;
  const { tempFilePath } = await wx.compressImage({ src: path, quality: QUALITY, compressedWidth: FACE_SIDE_MAX });
  return readFile(tempFilePath);
}

/** A photo on the phone, ready to be sent. */
export interface Photo {
  readonly path: string;
  readonly bytes: number;
  readonly contentType: "image/jpeg" | "image/png";
}

/** Small print is still read at this length, in pixels. */
const PAPER_SIDE_MAX = 1_800;
/** Each tried in turn until the photo is small enough. */
const QUALITIES = [82, 60, 40] as const;

/**
 * A photo of a paper that the driver takes or chooses, compressed on the phone; null when they would not.
 *
 * @param bytesMax the last and smallest attempt is given as it is, even if it is larger
 */
export async function choosePhoto(bytesMax: number): Promise<Photo | null> {
  const src = await choose();
  if (src === null) return null;
  const { width, height } = await wx.getImageInfo({ src });
  const compressedWidth = Math.round(width * Math.min(1, PAPER_SIDE_MAX / Math.max(width, height)));
  let photo: Photo | null = null;
  for (const quality of QUALITIES) {
    const { tempFilePath: path } = await wx.compressImage({ src, quality, compressedWidth });
    const data = await readFile(path);
    // PNGs stay PNGs in WeChat, whatever is asked.
    const contentType = new Uint8Array(data)[0] === 0x89 ? "image/png" : "image/jpeg";
    photo = { path, bytes: data.byteLength, contentType };
    if (photo.bytes <= bytesMax) break;
  }
  return photo;
}

async function choose(): Promise<string | null> {
  try {
    const { tempFiles } = await wx.chooseMedia({ count: 1, mediaType: ["image"], sizeType: ["compressed"] });
    return tempFiles[0]?.tempFilePath ?? "";
  } catch (error) {
    if (/cancel/.test((error as { errMsg?: string }).errMsg ?? "")) return null;
    throw error;
  }
}

const readFile = (filePath: string): Promise<ArrayBuffer> =>
  new Promise((resolve, reject) => {
    wx.getFileSystemManager().readFile({ filePath, success: ({ data }) => resolve(data as ArrayBuffer), fail: reject });
  });
