const DOORWAYS: readonly (readonly [half: number, top: number])[] = [
  [420, 36],
  [540, -24],
  [680, -94],
  [840, -174],
  [1020, -264],
];

const doorway = ([half, top]: (typeof DOORWAYS)[number]): string =>
  `<path d="M${1200 - half} 1000V${top + half}a${half} ${half} 0 0 1 ${half * 2} 0V1000"/>`;

/** The page's ground: doorways one within the other, wide enough to leave the card alone, faint on light and on dark. */
export const ARCHES_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2400 1000" fill="none" stroke="#3c8f80" stroke-opacity=".17" stroke-width="2">${DOORWAYS.map(doorway).join('')}</svg>
`;
