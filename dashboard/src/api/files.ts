import { saveFile } from "../format/csv.ts";
import { call } from "./client.ts";
import type { ExportItem } from "./people.ts";
import { readProblem } from "./problem.ts";
import { currentSession } from "./session.ts";

/** What to export, in which words and whose time. */
export interface ExportWish {
  readonly subject: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly language: string;
  readonly timeZone: string;
}

/** Asks for an export: a short list is saved at once, a long one goes on in the background. @throws Problem */
export async function requestExport(wish: ExportWish, key: string): Promise<"saved" | "running"> {
  const response = await ask(
    "POST",
    "/v1/operator/exports",
    { "content-type": "application/json", "idempotency-key": key },
    JSON.stringify(wish),
  );
  if (response.status === 202) return "running";
  saveFile(nameOf(response, wish.subject), await response.blob());
  return "saved";
}

/** Saves the file of an export that is ready. @throws Problem */
export async function fetchExport({ exportId, subject }: ExportItem): Promise<void> {
  const response = await ask("GET", `/v1/operator/exports/${encodeURIComponent(exportId)}/file`);
  saveFile(nameOf(response, subject), await response.blob());
}

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Response> {
  const token = currentSession()?.accessToken ?? "";
  const response = await fetch(path, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  });
  if (response.ok) return response;
  // Read again by the usual way, which knows what a refused session means.
  if (method === "GET") await call("GET", path);
  throw readProblem(response.status, await response.json().catch(() => null), response.headers.get("x-request-id"));
}

function nameOf(response: Response, subject: string): string {
  return /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? `${subject}.csv`;
}
