/** One attribute with one of its values; an attribute with several values has several rows. */
export interface AttributeRow {
  readonly name: string;
  readonly value: string;
}

type Attributes = Readonly<Record<string, readonly string[]>>;

/** Names that shall be there also without a value come first. */
export function attributeRows(attributes: Attributes, known: readonly string[] = []): AttributeRow[] {
  const others = Object.keys(attributes).filter((name) => !known.includes(name));
  return [...known, ...others].flatMap((name) => {
    const values = attributes[name] ?? [];
    return (values.length === 0 ? [''] : values).map((value) => ({ name, value }));
  });
}

export function gatherAttributes(rows: readonly AttributeRow[]): Attributes {
  const gathered: Record<string, string[]> = {};
  for (const { name, value } of rows) {
    const key = name.trim();
    if (key !== '' && value !== '') gathered[key] = [...(gathered[key] ?? []), value];
  }
  return gathered;
}
