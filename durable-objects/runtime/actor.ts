import { DurableObject } from "cloudflare:workers";
import type { By } from "@forecourt/contract/audit";
import type { JournalPage } from "@forecourt/contract/commit";
import type { Attempts } from "./attempts.ts";

/** What an actor is asked for whatever its subject; {@link ActorHost} answers it. */
interface Hosted {
  publications(afterSeq: number): JournalPage;
  parkedDeliveries(): readonly Attempts[];
  replayDelivery(deliveryId: string, by?: By): boolean;
  alarm(): Promise<void>;
}

/** A Durable Object that hosts an actor: what each answers alike, for the projectors, for operators and for the platform. */
export abstract class HostedActor<Env> extends DurableObject<Env> {
  protected abstract readonly host: Hosted;

  /** What has been committed after this one, a page of it. */
  publications(afterSeq: number): JournalPage {
    return this.host.publications(afterSeq);
  }

  /** Deliveries that are no longer tried by themselves. */
  parkedDeliveries(): readonly Attempts[] {
    return this.host.parkedDeliveries();
  }

  /** Sends a parked delivery again; false when none of this id is parked. */
  replayDelivery(deliveryId: string, by?: By): boolean {
    return this.host.replayDelivery(deliveryId, by);
  }

  override alarm(): Promise<void> {
    return this.host.alarm();
  }
}
