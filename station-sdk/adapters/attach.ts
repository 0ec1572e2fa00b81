import type { TerminalCommand } from "@forecourt/contract/terminal";
import type { AuthorizationAnswer } from "../answers.ts";
import type { TerminalClient } from "../client.ts";
import type { AuthorizationRequest, PumpAdapter } from "./port.ts";

/** A controller at work on a terminal's line. */
export interface AttachedAdapter {
  /** Asks Forecourt for a driver who shows a payment code, and releases the pump when it says yes. */
  pay(request: AuthorizationRequest, options?: { readonly timeoutMs?: number }): Promise<AuthorizationAnswer>;
  /** Disconnects the controller, then closes the client. */
  close(): Promise<void>;
}

/** Connects a brand's adapter to a client that has not been started, and starts both. */
export async function attachAdapter(client: TerminalClient, adapter: PumpAdapter): Promise<AttachedAdapter> {
  await adapter.open({
    record: (events) => {
      client.recordAll(events);
    },
    reading: (reading) => {
      client.progress(reading);
    },
  });
  client.start(async (command, isLast) => {
    try {
      await carryOut(adapter, command);
    } catch (error) {
      if (isLast && command.type === "authorize") giveBack(client, command.data.fuelingId);
      throw error;
    }
  });
  return {
    async pay(request, options) {
      const answer = await client.authorise(request, options);
      if (answer.status !== "authorised") return answer;
      const { grade, ...order } = answer.authorization;
      try {
        await adapter.authorise({ ...order, pump: request.pump, grades: [grade] });
      } catch (error) {
        giveBack(client, order.fuelingId);
        throw error;
      }
      return answer;
    },
    async close() {
      await adapter.close();
      await client.close();
    },
  };
}

/** The controller did not take it, so no fuel will flow: the driver's money must not wait for the expiry. */
function giveBack(client: TerminalClient, fuelingId: string): void {
  client.record("fuel.cancelled", { fuelingId, reason: "controller_failed" });
}

function carryOut(adapter: PumpAdapter, command: TerminalCommand): Promise<void> {
  switch (command.type) {
    case "authorize":
      return adapter.authorise(command.data);
    case "release":
      return adapter.release(command.data);
    case "set_price":
      return adapter.setPrice(command.data);
    case "notify":
      return adapter.notify(command.data);
    default: {
      const unknown: never = command;
      throw new Error(`Unknown command ${JSON.stringify(unknown)}`);
    }
  }
}
