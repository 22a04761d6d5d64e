/**
 * A doorway within a doorway. It is the favicon too, so it brings its own ground. Presentation attributes only: a style element would
 * need a Content-Security-Policy of its own.
 */
export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect fill="#17635a" width="40" height="40" rx="10"/><path fill="#cfe5dc" d="M9 33V19a11 11 0 0 1 22 0v14h-4V19a7 7 0 0 0-14 0v14z"/><path fill="#f6c56b" d="M16 33V20a4 4 0 0 1 8 0v13z"/></svg>
`;
