import {
  Anchor,
  Badge,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** The doorway's green, from the lightest tint to the darkest ink. */
const door: MantineColorsTuple = [
  '#ecf6f3',
  '#d6eae4',
  '#abd6cb',
  '#7fc3b3',
  '#55ab99',
  '#32907e',
  '#1d7a69',
  '#14594f',
  '#0f4a42',
  '#0a3731',
];

/** The default greys of dark mode, a little towards the green. */
const dark: MantineColorsTuple = [
  '#e3e9e6',
  '#c3ccc8',
  '#a8b5b0',
  '#73827c',
  '#3d4945',
  '#2c3633',
  '#1f2725',
  '#171d1b',
  '#111615',
  '#0b0f0e',
];

/** Greys as warm as the ground. */
const gray: MantineColorsTuple = [
  '#f6f5f1',
  '#efede7',
  '#e3e0d8',
  '#d5d2c8',
  '#b9b6ac',
  '#98958b',
  '#6e6d66',
  '#55605c',
  '#3a423f',
  '#1f2725',
];

/** Red that reads as text on both grounds (the default does not reach 4.5:1). */
const red: MantineColorsTuple = [
  '#fdf0ee',
  '#fadfdc',
  '#f5bfba',
  '#ffb3ad',
  '#e97f78',
  '#d6473f',
  '#c4312a',
  '#a8211f',
  '#8c1a19',
  '#701413',
];

/** The lamp in the doorway, for what wants attention without being wrong. */
const amber: MantineColorsTuple = [
  '#fff6e0',
  '#fdeabf',
  '#fad78a',
  '#f6c56b',
  '#e0a53a',
  '#c4861a',
  '#a66c0b',
  '#8a5706',
  '#714704',
  '#5c3a03',
];

/** Filled colours are deep in light mode and pale in dark mode; the library decides their text by the first alone. */
const textOnFilled: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  return input.variant === 'filled' ? { ...resolved, color: 'light-dark(#fff, #0a1f1b)' } : resolved;
};

export const theme = createTheme({
  primaryColor: 'door',
  primaryShade: { light: 7, dark: 3 },
  colors: { door, dark, gray, red, amber },
  variantColorResolver: textOnFilled,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.25' }, h2: { fontSize: '1.0625rem', lineHeight: '1.35' } },
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 500 } }),
    Anchor: Anchor.extend({ defaultProps: { inherit: true, underline: 'hover' } }),
  },
});

/** What the defaults leave too faint for small text (WCAG 2.2, 1.4.3), and the ground that pages stand on. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--anteroom-canvas': '#f6f4ef',
    '--mantine-primary-color-contrast': '#fff',
    '--mantine-color-body': '#fffefb',
    '--mantine-color-text': '#1c2523',
    '--mantine-color-dimmed': '#55605c',
    '--mantine-color-placeholder': '#626d68',
    '--mantine-color-error': '#9c1f2b',
    '--mantine-color-anchor': '#14594f',
    '--mantine-color-default-border': '#d5d2c8',
  },
  dark: {
    '--anteroom-canvas': '#111615',
    '--mantine-primary-color-contrast': '#0a1f1b',
    '--mantine-color-body': '#191f1d',
    '--mantine-color-text': '#e3e9e6',
    '--mantine-color-dimmed': '#a8b5b0',
    '--mantine-color-placeholder': '#97a49f',
    '--mantine-color-error': '#ffb3ad',
    '--mantine-color-anchor': '#8fd6c6',
    '--mantine-color-door-light': 'rgb(127 195 179 / 16%)',
    '--mantine-color-door-light-hover': 'rgb(127 195 179 / 22%)',
    '--mantine-color-door-light-color': '#b9e2d7',
    '--mantine-color-red-light': 'rgb(255 179 173 / 15%)',
    '--mantine-color-red-light-hover': 'rgb(255 179 173 / 21%)',
    '--mantine-color-red-light-color': '#ffcbc7',
    '--mantine-color-amber-light': 'rgb(246 197 107 / 15%)',
    '--mantine-color-amber-light-hover': 'rgb(246 197 107 / 21%)',
    '--mantine-color-amber-light-color': '#fad78a',
    '--mantine-color-gray-light': 'rgb(195 204 200 / 13%)',
    '--mantine-color-gray-light-hover': 'rgb(195 204 200 / 19%)',
    '--mantine-color-gray-light-color': '#c3ccc8',
    '--mantine-color-default-border': '#36413d',
  },
});
