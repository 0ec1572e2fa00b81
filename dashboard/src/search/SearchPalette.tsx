import { SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { searchQuery } from "../api/queries.ts";
import { useWords } from "../i18n/words.ts";
import { menuOf } from "../shell/menu.tsx";
import { useRegion } from "../ui/home.ts";
import { Failure } from "../ui/Notices.tsx";
import { type Hit, type HitGroup, hitsOf } from "./hits.ts";

/** Typing rests for so long before the server is asked. */
const REST_MS = 150;

interface SearchPaletteProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly role: string;
}

/** One field for everything: pages by their names, orders, drivers and stations by what is at hand. Driven by the keyboard alone. */
export function SearchPalette({ isOpen, close, role }: SearchPaletteProps) {
  const { t } = useWords();
  return (
    <Modal
      open={isOpen}
      onCancel={close}
      footer={null}
      closable={false}
      destroyOnHidden
      width={620}
      className="palette"
      title={<span className="sr-only">{t("search.title")}</span>}
    >
      <Palette close={close} role={role} />
    </Modal>
  );
}

function Palette({ close, role }: Omit<SearchPaletteProps, "isOpen">) {
  const { t } = useWords();
  const navigate = useNavigate();
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { groups, isAsking, error } = useFound(text.trim(), role);
  const hits = groups.flatMap((group) => group.hits);
  const chosen = hits[Math.min(at, hits.length - 1)];
  useEffect(() => field.current?.focus(), []);
  const open = (hit: Hit) => {
    close();
    void navigate(hit.to);
  };
  const press = (event: KeyboardEvent) => {
    // What an input method is still composing is not for us.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setAt((now) => (Math.min(now, hits.length - 1) + step + hits.length) % hits.length);
    }
    if (event.key === "Enter" && chosen !== undefined) open(chosen);
  };
  return (
    <>
      <div className="palette-field">
        <SearchOutlined aria-hidden />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={t("search.title")}
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(chosen === undefined ? {} : { "aria-activedescendant": optionId(listId, chosen) })}
          placeholder={t("search.placeholder")}
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <kbd>Esc</kbd>
      </div>
      <div id={listId} role="listbox" aria-label={t("search.results")} className="palette-list">
        {groups.map(({ group, hits: own }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a list box, which no element stands for
          <div key={group} role="group" aria-label={t(`search.groups.${group}`)}>
            <p className="palette-group" aria-hidden>
              {t(`search.groups.${group}`)}
            </p>
            {own.map((hit) => (
              <Option
                key={hit.key}
                id={optionId(listId, hit)}
                hit={hit}
                isChosen={hit === chosen}
                open={open}
                look={() => setAt(hits.indexOf(hit))}
              />
            ))}
          </div>
        ))}
      </div>
      {error !== null && <Failure error={error} />}
      <p className="palette-foot" role="status">
        {hits.length === 0 && text.trim().length > 1 && !isAsking ? t("search.nothing", { text: text.trim() }) : t("search.hint")}
      </p>
    </>
  );
}

interface OptionProps {
  readonly id: string;
  readonly hit: Hit;
  readonly isChosen: boolean;
  readonly open: (hit: Hit) => void;
  readonly look: () => void;
}

function Option({ id, hit, isChosen, open, look }: OptionProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field, which keeps the focus
    <div
      ref={line}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={isChosen ? "palette-hit palette-hit-chosen" : "palette-hit"}
      onClick={() => open(hit)}
      onMouseMove={look}
    >
      <span className="palette-title">{hit.title}</span>
      <span className="palette-note">{hit.note}</span>
    </div>
  );
}

function optionId(listId: string, { key }: Hit): string {
  return `${listId}-${key}`;
}

/** Pages at once, the rest once typing rests. */
function useFound(
  text: string,
  role: string,
): { readonly groups: readonly HitGroup[]; readonly isAsking: boolean; readonly error: unknown } {
  const words = useWords();
  const { timeZone } = useRegion(undefined);
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const rest = setTimeout(() => setAsked(text), REST_MS);
    return () => clearTimeout(rest);
  }, [text]);
  const query = useQuery({ ...searchQuery(asked), enabled: asked.length > 1, placeholderData: keepPreviousData });
  const pages = menuOf(role)
    .map(({ key, path, letter }) => ({ key, to: path, title: words.t(`menu.${key}`), note: `g ${letter}` }))
    .filter(({ title, key }) => `${title} ${key}`.toLowerCase().includes(text.toLowerCase()));
  const found = text.length > 1 && asked.length > 1 ? (query.data?.groups ?? []) : [];
  return {
    groups: [
      ...found.map((one) => ({ group: one.group, hits: hitsOf(one, words, timeZone) })),
      ...(pages.length === 0 ? [] : [{ group: "pages", hits: pages }]),
    ],
    isAsking: text !== asked || query.isFetching,
    error: query.error,
  };
}
