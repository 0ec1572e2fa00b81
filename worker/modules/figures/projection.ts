import type { Projection } from "../../projection/projection.ts";
import { figuresHourly } from "./schema.ts";

/** Other modules add to the figures as they go; here is only what a rebuild empties. */
export const figuresProjection: Projection = { tables: [figuresHourly], handlers: {} };
