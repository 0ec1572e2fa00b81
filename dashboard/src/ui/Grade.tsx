import { useWords } from "../i18n/words.ts";
import { useMode } from "../theme/mode.ts";
import { gradeColour } from "../theme/theme.ts";

/** A grade in its colour; the word says it too, for whoever doesn't see the colour. */
export function Grade({ grade }: { readonly grade: string }) {
  const { gradeOf } = useWords();
  const { mode } = useMode();
  return (
    <span className="grade">
      <span className="grade-dot" style={{ background: gradeColour(grade, mode) }} aria-hidden />
      {gradeOf(grade)}
    </span>
  );
}
