import { ApiError } from "./async.ts";

/**
 * Files that the app was given, by the path that it knows them by; they last as long as the page, as WeChat's do about. A path is an
 * address as well, so that a picture of it can be shown.
 */
const files = new Map<string, Blob>();

export function keepFile(file: Blob): string {
  const path = URL.createObjectURL(file);
  files.set(path, file);
  return path;
}

export function fileAt(path: string): Blob {
  const file = files.get(path);
  if (file === undefined) throw new ApiError(`no such file ${path}`);
  return file;
}
