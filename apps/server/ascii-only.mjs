/**
 * Writes characters beyond ASCII as escapes. One such character makes V8 hold the whole source with two bytes a character, in every process.
 * In code they stand in texts only, where `\uXXXX` means the same.
 */
export const asciiOnly = () => ({
  name: 'ascii-only',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escaped);
  },
});

const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
