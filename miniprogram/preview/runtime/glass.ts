/** glass-easel sets how it writes the document when it is first loaded, so its options are set here, before anything else imports it. */

import * as glassEasel from "glass-easel";
import { MiniProgramEnv } from "glass-easel-miniprogram-adapter";

glassEasel.globalOptions.writeIdToDOM = true;

export type { domlikeBackend } from "glass-easel";
export { glassEasel, MiniProgramEnv };
