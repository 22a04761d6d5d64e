/** What is worth sending: entries without blanks around them, none empty. */
export const filled = (value: readonly string[]): readonly string[] => value.map((text) => text.trim()).filter((text) => text !== '');
