/** `id:` and quoted terms are the server's own; a plain word is looked for anywhere. */
export const infix = (search: string): string =>
  /^id:|["*]/.test(search)
    ? search
    : search
        .split(/\s+/)
        .map((word) => `*${word}*`)
        .join(' ');
