import { Button } from "antd";
import { useEffect, useState } from "react";
import { useWords } from "../i18n/words.ts";

interface PhotoProps {
  /** The watermarked picture. */
  readonly blob: Blob;
  /** Of the photo, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly name: string;
}

/** A picture that nothing keeps: its address works until it is shown, and the picture goes with the page. */
export function Photo({ blob, width, height, name }: PhotoProps) {
  const { t } = useWords();
  const [quarters, setQuarters] = useState(0);
  const [isLarge, setLarge] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  const isLying = quarters % 2 === 1;
  const aspect = isLying ? height / width : width / height;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="document-photo" tabIndex={0} aria-label={name}>
        <div
          className={isLarge ? "document-paper document-paper-large" : "document-paper"}
          // Whole in sight, unless it is looked at closely.
          style={{ aspectRatio: String(aspect), ...(isLarge ? {} : { maxWidth: `calc(66vh * ${aspect})` }) }}
        >
          {url !== null && (
            <img
              src={url}
              alt={name}
              draggable={false}
              onLoad={() => URL.revokeObjectURL(url)}
              style={{ width: isLying ? `${(100 * width) / height}%` : "100%", rotate: `${quarters * 90}deg` }}
            />
          )}
        </div>
      </section>
      <div className="document-tools">
        <Button size="small" onClick={() => setQuarters((now) => (now + 1) % 4)}>
          {t("documents.rotate")}
        </Button>
        <Button size="small" aria-pressed={isLarge} onClick={() => setLarge((now) => !now)}>
          {t(isLarge ? "documents.fit" : "documents.larger")}
        </Button>
      </div>
    </>
  );
}
