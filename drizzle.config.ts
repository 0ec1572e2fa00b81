import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./worker/modules/*/schema.ts", "./worker/projection/schema.ts", "./worker/providers/*/*/schema.ts"],
  out: "./migrations",
});
