/** Where the page begins: finds the language, signs in with the secret of the address, and shows the frame. */

import {
  Button,
  DirectionProvider,
  MantineProvider,
  PasswordInput,
  TextInput,
  Textarea,
  createTheme,
} from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import type { LanguageCode } from "../language/choose.ts";
import { languageOf } from "../language/choose.ts";
import { Unreachable } from "./api.ts";
import { Gate } from "./gate.tsx";
import { takeSecret } from "./navigate.ts";
import { Spoken, openWords } from "./words.tsx";
import type { Words } from "./words.tsx";

const KEPT = "fivefold.language";

const theme = createTheme({
  fontFamily: "var(--font)",
  headings: { fontFamily: "var(--font)" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { variant: "filled" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "md" } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: "md" } }),
    Textarea: Textarea.extend({ defaultProps: { size: "md" } }),
  },
});

const client = new QueryClient({
  defaultOptions: {
    // The server may be this very computer, which is reached without any network.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 5000,
      retry: (count, error) => error instanceof Unreachable && count < 2,
    },
  },
});

/** What a host asked for, what was chosen here before, what the browser prefers. */
function firstLanguage(): LanguageCode {
  const asked = new URLSearchParams(location.search).get("language");
  const wishes = [asked, localStorage.getItem(KEPT), ...navigator.languages];
  for (const wish of wishes) {
    const code = languageOf(wish ?? "");
    if (code !== null) return code;
  }
  return "en";
}

function Page({
  first,
  secret,
}: {
  readonly first: Words;
  readonly secret: string | null;
}): ReactNode {
  const [words, setWords] = useState(first);
  const setLanguage = (code: LanguageCode): void => {
    localStorage.setItem(KEPT, code);
    void openWords(code).then(setWords);
  };
  return (
    <DirectionProvider
      key={words.direction}
      initialDirection={words.direction}
      detectDirection={false}
    >
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={client}>
          <Spoken words={words} setLanguage={setLanguage}>
            <Gate secret={secret} hasChosenLanguage={localStorage.getItem(KEPT) !== null} />
          </Spoken>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

async function begin(): Promise<void> {
  const secret = takeSecret();
  const words = await openWords(firstLanguage());
  document.documentElement.lang = words.locale;
  document.documentElement.dir = words.direction;
  const root = document.querySelector("#root");
  if (root !== null) createRoot(root).render(<Page first={words} secret={secret} />);
}

await begin();
