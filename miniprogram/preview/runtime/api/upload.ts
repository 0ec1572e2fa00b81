import { ApiError, type Callbacks, wxAsync, wxEvent } from "./async.ts";
import { fileAt } from "./files.ts";

interface UploadOptions extends Callbacks {
  url: string;
  filePath: string;
  /** Of the form's field. */
  name: string;
  header?: Record<string, string>;
  formData?: Record<string, string>;
  timeout?: number;
}

interface Progress {
  /** Percent. */
  progress: number;
  totalBytesSent: number;
  totalBytesExpectedToSend: number;
}

const TIMEOUT_MS = 60_000;

/** `wx.uploadFile`: a form with one file, always by POST. It returns a task that tells how far it has come, never a promise. */
export function uploadFile(options: UploadOptions) {
  const call = new XMLHttpRequest();
  const progressed = wxEvent<Progress>();
  call.upload.addEventListener("progress", ({ loaded, total }) =>
    progressed.emit({
      progress: Math.floor((100 * loaded) / Math.max(1, total)),
      totalBytesSent: loaded,
      totalBytesExpectedToSend: total,
    }),
  );
  const send = wxAsync<UploadOptions>("uploadFile", (given) => sent(call, given));
  void send({ fail: () => undefined, ...options });
  return { abort: () => call.abort(), onProgressUpdate: progressed.on, offProgressUpdate: progressed.off };
}

/** Any status is a success; `data` is text, whatever its type. */
function sent(call: XMLHttpRequest, { url, filePath, name, header, formData, timeout }: UploadOptions): Promise<object> {
  const form = new FormData();
  for (const [field, value] of Object.entries(formData ?? {})) form.append(field, value);
  form.append(name, fileAt(filePath), "picture");
  return new Promise((resolve, reject) => {
    const fails = (reason: string) => () => reject(new ApiError(reason));
    call.addEventListener("load", () => resolve({ data: call.responseText, statusCode: call.status }));
    call.addEventListener("error", fails("network error"));
    call.addEventListener("timeout", fails("timeout"));
    call.addEventListener("abort", fails("abort"));
    call.open("POST", url);
    call.timeout = timeout ?? TIMEOUT_MS;
    for (const [field, value] of Object.entries(header ?? {})) call.setRequestHeader(field, value);
    call.send(form);
  });
}
