import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { figuresQuery } from "../api/figures.ts";
import type { RangeFilter } from "../ranges/useRange.ts";
import { Figure, type FigureKind } from "../ui/Figure.tsx";
import { Freshness } from "../ui/Freshness.tsx";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

const LIVE_MS = 30_000;

/** Figures of the chosen range; those before stay until the new ones are there. */
export function useFigures<Path extends Parameters<typeof figuresQuery>[0]>(path: Path, chosen: RangeFilter) {
  const { name, regionId, range } = chosen;
  return useQuery({
    ...figuresQuery(path, name, regionId, chosen.now, range.isLive ? LIVE_MS : false),
    placeholderData: (before) => before,
  });
}

interface FiguresProps<Reply> {
  readonly query: UseQueryResult<Reply>;
  readonly timeZone: string;
  readonly children: (reply: Reply) => ReactNode;
}

/** What is shown of figures: themselves, what is in the way of them, or their shape while they are awaited. */
export function Figures<Reply extends { readonly asOf: string }>({ query, timeZone, children }: FiguresProps<Reply>) {
  const { data, error, isError, isRefetchError, refetch } = query;
  if (data === undefined) {
    return isError ? (
      <Failure error={error} retry={() => void refetch()} />
    ) : (
      <Section>
        <Skeleton active paragraph={{ rows: 8 }} />
      </Section>
    );
  }
  return (
    <div className="stack">
      {children(data)}
      <Freshness at={data.asOf} timeZone={timeZone} isStale={isRefetchError} />
    </div>
  );
}

interface TilesProps {
  readonly label: string;
  readonly tiles: readonly {
    readonly label: string;
    readonly value: number | null;
    readonly of: FigureKind;
    readonly note?: string;
    readonly hint?: string;
  }[];
}

/** A row of figures. */
export function Tiles({ label, tiles }: TilesProps) {
  return (
    <section className="summary summary-short" aria-label={label}>
      {tiles.map((tile) => (
        <div key={tile.label} className="tile" title={tile.hint}>
          <div className="tile-label">{tile.label}</div>
          {tile.value === null ? <span className="figure figure-figure figure-soft">–</span> : <Figure value={tile.value} of={tile.of} />}
          {tile.note !== undefined && <div className="tile-note faint">{tile.note}</div>}
        </div>
      ))}
    </section>
  );
}
