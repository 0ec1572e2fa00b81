import { describe, expect, it } from "vitest";
import { account } from "./account.ts";
import { bare } from "./given.ts";

describe("the home region", () => {
  it("is none until the driver chooses one, and then the last one chosen", () => {
    expect(bare().state.homeRegionId).toBeNull();
    const given = bare()
      .when({ type: "ChooseRegion", regionId: "cn-east" })
      .yields({ events: [{ type: "HomeRegionChosen", regionId: "cn-east" }] });
    given.when({ type: "ChooseRegion", regionId: "cn-north" }).yields({ events: [{ type: "HomeRegionChosen", regionId: "cn-north" }] });
    given.when({ type: "ChooseRegion", regionId: "cn-east" }).yields({ events: [] });
  });

  it("is none in an account that was kept before there were home regions", () => {
    const { homeRegionId: _, ...older } = account.initial("drv_1");
    expect(account.upcastState?.(older, 1)).toEqual(account.initial("drv_1"));
  });
});
