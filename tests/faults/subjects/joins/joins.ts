import { randomOf } from "../../kit/random.ts";
import { until } from "../../kit/until.ts";
import { Customer } from "../../load/customer.ts";
import type { Subject } from "../subject.ts";
import { settlePayments } from "../topups/acts.ts";
import { goOn, join } from "./acts.ts";
import { once } from "./rules.ts";
import { storiesOf } from "./story.ts";

const SETTLED_MS = 120_000;

/** Accounts that become one, while everything that they bring along changes hands. */
export const joins: Subject = {
  name: "joins",
  acts: [join],
  async settle(_, running) {
    const scene = { running, random: randomOf(1), count: running.count };
    for (const story of storiesOf(running.ledger)) {
      for (const { name } of [story.first, story.second]) await settlePayments(new Customer(name, running));
      let last: unknown;
      const isOver = () =>
        goOn(story, scene).then(
          () => true,
          (error) => {
            last = error;
            return false;
          },
        );
      await until(isOver, `the accounts of ${story.first.name} are one, or two for good`, SETTLED_MS).catch((error) => {
        throw new Error(`${error}: ${last}`);
      });
    }
  },
  rules: [once],
};
