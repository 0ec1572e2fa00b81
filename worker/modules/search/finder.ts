import type { SearchGroup } from "@forecourt/contract/http/search";
import type { Permission } from "@forecourt/contract/permissions";
import type { OperatorCaller } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";

/** Things of one kind that a search shows at most. */
export const HITS_MAX = 5;

/**
 * Finds things of one kind. Its cost is bounded whatever is typed: by a primary key or the beginning of one, by an index,
 * or by the name of an actor; never by reading rows until one fits.
 */
export interface Finder {
  /** Without it the group is not there. */
  readonly permission: Permission;
  /** Empty when nothing fits, or when the text can't be a key of this kind. */
  find(env: Env, text: string, caller: OperatorCaller): Promise<SearchGroup>;
}
