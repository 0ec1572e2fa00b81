/** chanfana asks for this even where Hono is not used; `wrangler.toml` names it in its place. */
export class HTTPException extends Error {}
