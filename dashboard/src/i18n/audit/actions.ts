import { auditZhCN } from "./zh-CN.ts";

/** Every action that the audit log has a word for, by its code: the name of a command, or what was done at the edge. */
export const auditActions: readonly string[] = Object.keys(auditZhCN.auditActions);
