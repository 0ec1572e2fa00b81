import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import zhTW from "antd/locale/zh_TW";
import { type ReactNode, useState } from "react";
import { RouterProvider } from "react-router/dom";
import { toProblem } from "./api/problem.ts";
import { useSession } from "./api/session.ts";
import { useWords } from "./i18n/words.ts";
import { makeRouter } from "./router.tsx";
import { ModeContext, useModeState } from "./theme/mode.ts";
import { antdTheme } from "./theme/theme.ts";
import { useMedia } from "./ui/media.ts";

const locales = { "zh-CN": zhCN, "zh-TW": zhTW, en: enUS } as const;
const RETRIES = 2;

/** Providers around the pages. */
export function App() {
  const { language } = useWords();
  const modeState = useModeState();
  const isTouch = useMedia("(pointer: coarse)");
  const holder = useSession()?.email ?? "";
  const [router] = useState(makeRouter);
  return (
    <ModeContext value={modeState}>
      <ConfigProvider locale={locales[language]} theme={antdTheme(modeState.mode, isTouch)} button={{ autoInsertSpace: false }}>
        <AntApp>
          <Fetched key={holder}>
            <RouterProvider router={router} />
          </Fetched>
        </AntApp>
      </ConfigProvider>
    </ModeContext>
  );
}

/**
 * What is fetched for the pages. It begins anew whenever the session changes hands, in whatever way it ended and in whichever tab: nobody sees
 * what was fetched for the operator before them, nor what is still on its way for that one.
 */
function Fetched({ children }: { readonly children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Only what may pass is tried again; a refusal stays one. */
function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < RETRIES && toProblem(error).isPassing,
        retryDelay: 1_000,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}
