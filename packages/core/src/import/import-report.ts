/** One thing about an import that its reader should know. `info`: kept, but without effect here; `warning`: works otherwise than before. */
export interface ImportReportLine {
  readonly level: 'info' | 'warning';
  /** Where in the document: `clients[acme-web].authorizationSettings`. */
  readonly path: string;
  readonly message: string;
}

export interface ImportReport {
  readonly lines: readonly ImportReportLine[];
  info(path: string, message: string): void;
  warn(path: string, message: string): void;
}

export function createImportReport(): ImportReport {
  const lines: ImportReportLine[] = [];
  return {
    lines,
    info: (path, message) => lines.push({ level: 'info', path, message }),
    warn: (path, message) => lines.push({ level: 'warning', path, message }),
  };
}
