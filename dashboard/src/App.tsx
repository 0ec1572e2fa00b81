import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import zhTW from "antd/locale/zh_TW";
import { useState } from "react";
import { RouterProvider } from "react-router/dom";
import { toProblem } from "./api/problem.ts";
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
  const [client] = useState(makeClient);
  const [router] = useState(makeRouter);
  return (
    <ModeContext value={modeState}>
      <ConfigProvider locale={locales[language]} theme={antdTheme(modeState.mode, isTouch)} button={{ autoInsertSpace: false }}>
        <AntApp>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
    </ModeContext>
  );
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
