import { Download } from "lucide-react";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { DateTime } from "@/components/money/date-time";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValueList } from "@/components/ui/key-value-list";
import type { StatementDto, StatementVersionDto } from "@/contracts/statement-views";

const KIB = 1024;

/** Which bytes this is, and every version that there was of its day. */
export async function FileFacts({ statement }: { statement: StatementDto }) {
  const t = await getTranslations("statements");
  const enums = await getTranslations("enums");
  const mappings = await getTranslations("mappings");
  const format = await getFormatter();
  const size = format.number(Math.ceil(statement.sizeBytes / KIB), { style: "unit", unit: "kilobyte" });
  return (
    <Section
      title={t("file.title")}
      description={t("file.description")}
      actions={
        statement.isKept ? (
          <ButtonLink size="sm" href={`/api/statements/${statement.statementNo}/file`} prefetch={false} download>
            <Download aria-hidden />
            {t("file.download")}
          </ButtonLink>
        ) : null
      }
    >
      <KeyValueList
        items={[
          { key: "name", label: t("field.file"), value: `${statement.fileName} (${size})` },
          {
            key: "format",
            label: t("field.format"),
            value: `${enums(`format.${statement.format}`)} · ${statement.layout} · ${enums(`encoding.${statement.encoding}`)}`,
          },
          ...(statement.mappingVersion === null
            ? []
            : [{ key: "mapping", label: mappings("statement.mapping"), value: <MappingLink statement={statement} /> }]),
          { key: "sha", label: t("file.sha256"), value: <Hash hash={statement.fileSha256} what={t("file.sha256")} /> },
          {
            key: "content",
            label: t("file.contentSha256"),
            value: <Hash hash={statement.contentSha256} what={t("file.contentSha256")} />,
          },
          {
            key: "versions",
            label: t("file.versions"),
            value: (
              <ul className="flex flex-col gap-1">
                {statement.versions.map((version) => (
                  <VersionRow
                    key={version.statementNo}
                    version={version}
                    isThis={version.version === statement.version}
                  />
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** By which version of its channel's mapping the file was read. */
async function MappingLink({ statement }: { statement: StatementDto }) {
  const t = await getTranslations("mappings");
  return (
    <Link href={`/statements/mappings/${statement.channel}`} className="text-accent hover:underline">
      {t("version", { version: statement.mappingVersion ?? 0 })}
    </Link>
  );
}

/** A hash in full for copying, in the middle shortened for reading. */
function Hash({ hash, what }: { hash: string; what: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span title={hash} className="font-mono text-xs">
        {hash.slice(0, 12)}…{hash.slice(-8)}
      </span>
      <CopyButton text={hash} what={what} />
    </span>
  );
}

async function VersionRow({ version, isThis }: { version: StatementVersionDto; isThis: boolean }) {
  const t = await getTranslations("statements");
  const { statementNo, importedAt, importedBy } = version;
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      <Badge tone={isThis ? "info" : "neutral"}>{t("file.version", { version: version.version })}</Badge>
      {isThis ? (
        <span aria-current="true">{statementNo}</span>
      ) : (
        <Link href={`/statements/${statementNo}`} className="text-accent hover:underline">
          {statementNo}
        </Link>
      )}
      <span className="text-muted text-xs">
        {importedBy ?? t("file.bySystem")} · <DateTime at={importedAt} />
      </span>
    </li>
  );
}
