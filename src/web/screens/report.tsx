/** The report of a run, to be printed. */

import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call } from "../api.ts";
import { Icon } from "../components/icons.tsx";
import { Title } from "../components/text.tsx";
import { Trouble } from "../components/trouble.tsx";
import { useWords } from "../words.tsx";

export function Report({ id }: { readonly id: string }): ReactNode {
  const words = useWords();
  const { data, error } = useQuery({
    queryKey: ["report", id],
    queryFn: () => call("GET /api/runs/:run/report", { params: { run: id } }),
  });
  return (
    <section className="card sheet">
      <Title>{words.text("report.title")}</Title>
      <Trouble error={error} />
      {data === undefined ? (
        error === null ? (
          <Loader aria-label={words.text("wait")} />
        ) : null
      ) : (
        <pre className="report">{data.text}</pre>
      )}
      <div className="actions no-print">
        <Button
          size="md"
          leftSection={<Icon name="printer" />}
          onClick={() => {
            window.print();
          }}
        >
          {words.text("sheet.print")}
        </Button>
        <Button size="md" variant="default" onClick={() => history.back()}>
          {words.text("button.goBack")}
        </Button>
      </div>
    </section>
  );
}
