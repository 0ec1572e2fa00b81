import { profile } from "@forecourt/contract/http/security";
import { beforeAll, describe, expect, it } from "vitest";
import { newDriver } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { openPlatform } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";

beforeAll(async () => {
  await openPlatform();
});

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const send = (bytes: Uint8Array<ArrayBuffer>, type = "image/png") => ({ bytes, headers: { "content-type": type } });

describe("a driver's profile", () => {
  it("is what they say: listed, told with their session, and the last one counts in whatever order it is heard", async () => {
    const driver = await newDriver();
    expect(good(profile, await driver.call("PUT", "/v1/driver/profile", { body: { name: " 王 Wang 🚗 " } })).name).toBe("王 Wang 🚗");
    await projected({ kind: "security", id: driver.driverId }, ...driver.actors());
    expect(await rows("SELECT name FROM drivers WHERE driver_id = ?", driver.driverId)).toEqual([{ name: "王 Wang 🚗" }]);
    const { body } = await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken: driver.refreshToken } });
    expect(body).toMatchObject({ driver: { name: "王 Wang 🚗" } });
    const other = await newDriver();
    await other.call("PUT", "/v1/driver/profile", { body: { name: "Li" } });
    await projected(...other.actors());
    await projected({ kind: "security", id: other.driverId });
    expect(await rows("SELECT name FROM drivers WHERE driver_id = ?", other.driverId)).toEqual([{ name: "Li" }]);
  });

  it("says nothing again to who holds its version, and another version once something has changed", async () => {
    const driver = await newDriver();
    const { version } = good(profile, await driver.call("GET", "/v1/driver/profile"));
    const held = { headers: { "if-none-match": `"${version}"` } };
    expect(await driver.call("GET", "/v1/driver/profile", held)).toMatchObject({ status: 304 });
    const renamed = good(profile, await driver.call("PUT", "/v1/driver/profile", { body: { name: "Li" } }));
    expect(renamed.version).not.toBe(version);
    expect(good(profile, await driver.call("GET", "/v1/driver/profile", held))).toEqual(renamed);
  });

  it.each(["", "   ", "x".repeat(21), "a\u0000b", "a\u202eb", "a\nb"])("has no name like %j", async (name) => {
    const driver = await newDriver();
    expectProblem(await driver.call("PUT", "/v1/driver/profile", { body: { name } }), "validation_failed");
  });

  it("has a picture that is one by its bytes, whatever it is called", async () => {
    const driver = await newDriver();
    const { avatarUrl } = good(profile, await driver.call("PUT", "/v1/driver/profile/avatar", send(png)));
    const shown = await call("GET", avatarUrl ?? "");
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
    const svg = new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    expectProblem(await driver.call("PUT", "/v1/driver/profile/avatar", send(Uint8Array.from(svg))), "picture_invalid");
    expectProblem(await driver.call("PUT", "/v1/driver/profile/avatar", send(png, "text/html")), "unsupported_media_type");
    const huge = new Uint8Array(600 * 1024);
    huge.set(png);
    expectProblem(await driver.call("PUT", "/v1/driver/profile/avatar", send(huge)), "body_too_large");
    expect(good(profile, await driver.call("GET", "/v1/driver/profile")).avatarUrl).toBe(avatarUrl);
    expect(good(profile, await driver.call("DELETE", "/v1/driver/profile/avatar")).avatarUrl).toBeNull();
  });
});
