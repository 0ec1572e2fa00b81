import { CSV_BOM, csvLines } from "@forecourt/contract/csv";

/** A file that is sent while it is made: pages are read as the client takes them. */
export function csvResponse(name: string, heads: readonly string[], pages: AsyncIterable<string>): Response {
  const encoder = new TextEncoder();
  const rest = pages[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(CSV_BOM + csvLines([heads]))),
    async pull(controller) {
      const { done, value } = await rest.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await rest.return?.()),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
