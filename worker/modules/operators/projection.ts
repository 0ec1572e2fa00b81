import { eq } from "drizzle-orm";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { operators } from "./schema.ts";

type Columns = Partial<typeof operators.$inferInsert>;

function update(writes: Writes, { actor }: Place, columns: Columns): void {
  writes.add(writes.db.update(operators).set(columns).where(eq(operators.operatorId, actor.id)));
}

function upsert(writes: Writes, { actor, atMs }: Place, columns: Omit<typeof operators.$inferInsert, "operatorId" | "createdAtMs">): void {
  writes.add(
    writes.db
      .insert(operators)
      .values({ operatorId: actor.id, createdAtMs: atMs, ...columns })
      .onConflictDoUpdate({ target: operators.operatorId, set: columns }),
  );
}

export const operatorsProjection: Projection = {
  tables: [operators],
  handlers: {
    OperatorInstalled: ({ email, name, role, stations }, place, writes) =>
      upsert(writes, place, {
        ...{ email, name, role, stations, state: "active" },
        ...{ hasSecondFactor: false, mustChangePassword: false, lockedUntilMs: 0 },
      }),
    OperatorInvited: ({ email, name, role, stations }, place, writes) =>
      upsert(writes, place, { email, name, role, stations, state: "invited" }),
    InvitationAccepted: (_, place, writes) => update(writes, place, { state: "active", mustChangePassword: false, lockedUntilMs: 0 }),
    OperatorChanged: ({ name, role, stations }, place, writes) => update(writes, place, { name, role, stations }),
    OperatorDisabled: (_, place, writes) => update(writes, place, { state: "disabled" }),
    OperatorEnabled: ({ invited }, place, writes) => update(writes, place, { state: invited ? "invited" : "active" }),
    OperatorUnlocked: (_, place, writes) => update(writes, place, { lockedUntilMs: 0 }),
    PasswordChangeRequired: (_, place, writes) => update(writes, place, { mustChangePassword: true }),
    PasswordChanged: (_, place, writes) => update(writes, place, { mustChangePassword: false, lockedUntilMs: 0 }),
    SecondFactorEnabled: (_, place, writes) => update(writes, place, { hasSecondFactor: true, lockedUntilMs: 0 }),
    SecondFactorRemoved: (_, place, writes) => update(writes, place, { hasSecondFactor: false }),
    ProofWrong: ({ lockedUntilMs }, place, writes) => update(writes, place, { lockedUntilMs }),
    SessionOpened: (_, place, writes) => update(writes, place, { lastSignInAtMs: place.atMs, lockedUntilMs: 0 }),
  },
};
