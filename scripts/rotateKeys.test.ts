import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Rotation } from "@forecourt/contract/http/keys";
import { expect, it } from "vitest";

const CODE = "123456";
const done: Rotation = { newest: 2, older: [1], looked: 50, rewrapped: 0, left: 0, nextCursor: null };

/** What the command says and how it ends, against an installation that answers so, one call after the other and the last one for ever. */
async function rotateKeys(answers: readonly Rotation[]) {
  const asked: unknown[] = [];
  const reply = (path: string, body: Record<string, unknown>, token: string | undefined): readonly [number, object] => {
    if (path === "/v1/operator/sessions") return [401, { code: "second_factor_required", challengeId: "chl_1" }];
    if (path === "/v1/operator/sessions/second-factor")
      return body.challengeId === "chl_1" && body.code === CODE ? [201, { accessToken: "good" }] : [401, { code: "code_wrong" }];
    if (path !== "/v1/operator/keys/rotations" || token !== "Bearer good") return [401, { code: "unauthenticated" }];
    asked.push(body.cursor);
    return [200, answers[asked.length - 1] ?? answers.at(-1) ?? done];
  };
  const server = createServer(async (request, response) => {
    const [status, answer] = reply(request.url ?? "", JSON.parse(await text(request)), request.headers.authorization);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { ...process.env, FORECOURT_PASSWORD: "a password of one's own", FORECOURT_CODE: CODE };
  const command = spawn(process.execPath, ["scripts/rotateKeys.ts", "--base-url", baseUrl, "--email", "ada@forecourt.example"], { env });
  const [said, [code]] = await Promise.all([text(command.stdout), once(command, "close")]);
  server.close();
  return { said, code, asked };
}

it("wraps page by page, pass by pass, until a whole pass finds nothing to do; then says which keys may go", async () => {
  const { said, code, asked } = await rotateKeys([
    { ...done, rewrapped: 50, nextCursor: "next" },
    { ...done, looked: 3, rewrapped: 2, left: 1 },
    { ...done, nextCursor: "next" },
    { ...done, rewrapped: 1 },
    done,
  ]);
  expect(asked).toEqual([null, "next", null, "next", null]);
  expect(said).toContain("pass 1: 53 keys looked at, 52 wrapped anew by version 2");
  expect(said).toContain("version 1 may be left out of MASTER_KEYS");
  expect(code).toBe(0);
});

it("vouches for nothing while somebody still wraps by an older key", async () => {
  const { said, code, asked } = await rotateKeys([{ ...done, rewrapped: 1 }]);
  expect(asked).toHaveLength(5);
  expect(said).not.toContain("may be left out");
  expect(code).not.toBe(0);
});
